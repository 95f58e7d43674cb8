import FilePdfOutlined from '@ant-design/icons-svg/es/asn/FilePdfOutlined';
import { Image, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { useEvidence } from '../../features/claims/evidence.ts';
import { PaperView } from '../../features/papers/PaperView.tsx';
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
  if (photo.isPaper && photo.file !== undefined)
    return <Paper evidenceId={evidenceId} url={photo.url} file={photo.file} />;
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

/** A PDF as a tile that opens it. */
function Paper({ evidenceId, url, file }: { evidenceId: string; url: string; file: Blob }) {
  const { t } = useTranslation('claimForm');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button type="button" className={styles['box']} onClick={() => setIsOpen(true)}>
        <Icon of={FilePdfOutlined} size={22} />
        {t('paperView.open')}
      </button>
      <Modal
        open={isOpen}
        onCancel={() => setIsOpen(false)}
        title={t('paperView.title')}
        footer={null}
        width={900}
        destroyOnHidden
      >
        <div className={styles['sheet']}>
          <PaperView file={file} save={<PaperLink evidenceId={evidenceId} url={url} />} />
        </div>
      </Modal>
    </>
  );
}
