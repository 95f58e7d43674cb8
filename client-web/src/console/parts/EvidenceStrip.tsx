import { Image } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { useEvidence } from '../../features/claims/evidence.ts';
import styles from './EvidenceStrip.module.css';
import { PaperLink } from './PaperLink.tsx';

/** Evidence photos in a row; a touch enlarges one. */
export function EvidenceStrip({ evidenceIds }: { evidenceIds: readonly string[] }) {
  return (
    <Image.PreviewGroup>
      <div className={styles['strip']}>
        {evidenceIds.map((evidenceId, index) => (
          <Photo key={evidenceId} evidenceId={evidenceId} number={index + 1} />
        ))}
      </div>
    </Image.PreviewGroup>
  );
}

function Photo({ evidenceId, number }: { evidenceId: string; number: number }) {
  const { t } = useTranslation('consoleReview');
  const photo = useEvidence(evidenceId);
  if (photo.error !== null)
    return <span className={`small quiet ${styles['box'] ?? ''}`}>{messageOf(photo.error)}</span>;
  if (photo.url === undefined) return <span className={styles['box']} />;
  if (photo.isPaper) return <PaperLink evidenceId={evidenceId} url={photo.url} className={styles['box'] ?? ''} />;
  return (
    <Image
      width={128}
      height={88}
      src={photo.url}
      alt={t('evidence.choose', { number })}
      style={{ objectFit: 'cover', borderRadius: 6 }}
    />
  );
}
