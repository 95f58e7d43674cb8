import CameraOutlined from '@ant-design/icons-svg/es/asn/CameraOutlined';
import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import FilePdfOutlined from '@ant-design/icons-svg/es/asn/FilePdfOutlined';
import { claims } from '@red-points/shared/contracts';
import { Toast } from 'antd-mobile';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { useEvidence } from '../../features/claims/evidence.ts';
import { PaperView } from '../../features/papers/PaperView.tsx';
import { Sheet } from '../components/Sheet.tsx';
import styles from './claims.module.css';

const FILES_MAX = 9;

/** Photos and papers as evidence of a claim: sent at once, shown as the server kept them. */
export function EvidenceFiles({
  ids,
  onChange,
}: {
  ids: readonly string[];
  onChange: (ids: readonly string[]) => void;
}) {
  const { t } = useTranslation('claimForm');
  const [sending, setSending] = useState(false);
  const add = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(event.target.files ?? [])].slice(0, FILES_MAX - ids.length);
    event.target.value = '';
    setSending(true);
    const added: string[] = [];
    try {
      for (const file of files) added.push((await call(claims.uploadEvidence, { file })).evidenceId);
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 4000 });
    }
    setSending(false);
    if (added.length > 0) onChange([...ids, ...added]);
  };
  return (
    <div>
      <p className={styles.label}>{t('files')}</p>
      <div className={styles.files}>
        {ids.map((id) => (
          <div key={id}>
            <Kept evidenceId={id} />
            <button
              type="button"
              className={styles.remove}
              aria-label={t('remove')}
              onClick={() => onChange(ids.filter((other) => other !== id))}
            >
              <Icon of={CloseOutlined} size={14} />
            </button>
          </div>
        ))}
        {ids.length >= FILES_MAX ? null : (
          <label className={styles.add} aria-busy={sending}>
            <Icon of={CameraOutlined} size={24} />
            {t(sending ? 'sending' : 'add')}
            <input
              type="file"
              accept="image/jpeg,image/png,image/webp,application/pdf"
              multiple
              disabled={sending}
              className="visually-hidden"
              onChange={(event) => void add(event)}
            />
          </label>
        )}
      </div>
      <p className="small quiet" style={{ marginTop: 8 }}>
        {t('filesHint')}
      </p>
    </div>
  );
}

/** What was kept: a photo as it is, a paper as a tile that opens it. What cannot be fetched stays a grey tile. */
function Kept({ evidenceId }: { evidenceId: string }) {
  const { t } = useTranslation('claimForm');
  const [isOpen, setIsOpen] = useState(false);
  const { url, file, isPaper } = useEvidence(evidenceId);
  if (url === undefined || file === undefined) return null;
  if (!isPaper) return <img src={url} alt="" />;
  const save = (
    <a className="link" href={url} download={`evidence-${evidenceId}.pdf`}>
      {t('paperSave')}
    </a>
  );
  return (
    <>
      <button type="button" className={styles.paper} onClick={() => setIsOpen(true)}>
        <Icon of={FilePdfOutlined} size={28} />
        {t('paperView.open')}
      </button>
      <Sheet tall open={isOpen} title={t('paperView.title')} onClose={() => setIsOpen(false)}>
        <PaperView file={file} save={save} />
      </Sheet>
    </>
  );
}
