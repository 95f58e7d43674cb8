import CameraOutlined from '@ant-design/icons-svg/es/asn/CameraOutlined';
import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import { claims } from '@red-points/shared/contracts';
import { Toast } from 'antd-mobile';
import { type ChangeEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, readFile } from '../api/index.ts';
import { Icon } from '../components/icons.tsx';
import styles from './pages/forms.module.css';

const PHOTOS_MAX = 9;

/** Photos as evidence of a claim: sent at once, shown as the server kept them. */
export function EvidencePhotos({
  ids,
  onChange,
}: {
  ids: readonly string[];
  onChange: (ids: readonly string[]) => void;
}) {
  const { t } = useTranslation('resident');
  const [sending, setSending] = useState(false);
  const add = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(event.target.files ?? [])].slice(0, PHOTOS_MAX - ids.length);
    event.target.value = '';
    setSending(true);
    const added: string[] = [];
    try {
      for (const file of files) added.push((await call(claims.uploadEvidence, { file })).evidenceId);
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 3000 });
    }
    setSending(false);
    if (added.length > 0) onChange([...ids, ...added]);
  };
  return (
    <div>
      <p style={{ marginBottom: 8 }}>{t('claims.photos')}</p>
      <div className={styles.photos}>
        {ids.map((id) => (
          <div key={id}>
            <Photo evidenceId={id} />
            <button
              type="button"
              aria-label={t('claims.removePhoto')}
              onClick={() => onChange(ids.filter((other) => other !== id))}
            >
              <Icon of={CloseOutlined} size={14} />
            </button>
          </div>
        ))}
        {ids.length >= PHOTOS_MAX ? null : (
          <label className={styles.add} aria-busy={sending}>
            <Icon of={CameraOutlined} size={24} />
            {t('claims.addPhoto')}
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp"
              multiple
              disabled={sending}
              className="visually-hidden"
              onChange={(event) => void add(event)}
            />
          </label>
        )}
      </div>
      <p className="small quiet" style={{ marginTop: 8 }}>
        {t('claims.photosHint')}
      </p>
    </div>
  );
}

/** A kept photo; it needs the session's token, so it cannot be a plain image address. */
function Photo({ evidenceId }: { evidenceId: string }) {
  const [source, setSource] = useState<string>();
  useEffect(() => {
    let address: string | undefined;
    let gone = false;
    readFile(claims.evidence, { params: { evidenceId } })
      .then((blob) => {
        if (gone) return;
        address = URL.createObjectURL(blob);
        setSource(address);
      })
      // A photo that cannot be shown stays a grey tile: it is kept all the same.
      .catch(() => undefined);
    return () => {
      gone = true;
      if (address !== undefined) URL.revokeObjectURL(address);
    };
  }, [evidenceId]);
  return source === undefined ? null : <img src={source} alt="" />;
}
