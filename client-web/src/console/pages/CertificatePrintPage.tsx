import { certificates } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { CertificateSheet } from '../../features/service/CertificateSheet.tsx';
import { PageTrouble } from '../components/Trouble.tsx';
import styles from '../print/passbook.module.css';

/** A certificate of service for the printer; each opening is on record, for it shows the whole name. */
export function CertificatePrintPage() {
  const { t } = useTranslation('consolePrint');
  const { personId = '', certificateId = '' } = useParams({ strict: false }) as {
    personId?: string;
    certificateId?: string;
  };
  const read = useRead(certificates.get, { params: { personId, certificateId } });
  if (read.error !== null) return <PageTrouble error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Spin fullscreen />;
  return (
    <main className={styles.desk}>
      <div className={`${styles.tools ?? ''} no-print`}>
        <Button onClick={() => window.close()}>{t('close')}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print')}
        </Button>
      </div>
      <CertificateSheet certificate={read.data} />
    </main>
  );
}
