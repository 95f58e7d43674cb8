import CameraOutlined from '@ant-design/icons-svg/es/asn/CameraOutlined';
import { shopApplications } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { type ChangeEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf } from '../api/index.ts';
import { Icon } from '../components/icons.tsx';
import { useFile } from '../features/files/use-file.ts';
import { Banner } from '../phone/components/Banner.tsx';
import styles from './LicencePhoto.module.css';

interface LicencePhotoProps {
  id: string | null;
  /** Absent: it is only shown. */
  onChange?: (id: string | null) => void;
}

/** The photo of a business licence: taken, sent at once, and shown as the server kept it. */
export function LicencePhoto({ id, onChange }: LicencePhotoProps) {
  const { t } = useTranslation('shopWork');
  const [sending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const photo = useFile(shopApplications.ownLicence, id === null ? undefined : { params: { licencePhotoId: id } });
  const add = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = event.target.files ?? [];
    event.target.value = '';
    if (file === undefined) return;
    setSending(true);
    setError(null);
    try {
      onChange?.((await call(shopApplications.uploadLicence, { file })).licencePhotoId);
    } catch (failed) {
      setError(failed);
    }
    setSending(false);
  };
  const problem = error ?? photo.error;
  return (
    <section aria-label={t('application.photo')}>
      <p className={styles.label}>{t('application.photo')}</p>
      {photo.url === undefined ? null : <img className={styles.photo} src={photo.url} alt={t('application.photo')} />}
      {problem === null ? null : <Banner tone="danger">{messageOf(problem)}</Banner>}
      {onChange === undefined ? null : (
        <>
          <div className={styles.acts}>
            <label className={styles.add} aria-busy={sending}>
              <Icon of={CameraOutlined} size={20} />
              {t(
                sending ? 'application.photoSending' : id === null ? 'application.photoAdd' : 'application.photoOther',
              )}
              <input
                type="file"
                accept="image/jpeg,image/png,image/webp"
                disabled={sending}
                className="visually-hidden"
                onChange={(event) => void add(event)}
              />
            </label>
            {id === null ? null : (
              <Button fill="none" onClick={() => onChange(null)}>
                {t('application.photoRemove')}
              </Button>
            )}
          </div>
          <p className="small quiet">{t('application.photoHint')}</p>
        </>
      )}
    </section>
  );
}
