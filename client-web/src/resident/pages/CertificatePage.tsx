import { certificates } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { CertificateSheet } from '../../features/service/CertificateSheet.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { certificateRoute } from '../router.tsx';
import styles from './StatementPrintPage.module.css';

/** One of one's own certificates, as it comes out of the printer. */
export function CertificatePage() {
  const { t } = useTranslation('service');
  const back = useBack();
  const { certificateId } = certificateRoute.useParams();
  const read = useRead(certificates.getOwn, { params: { certificateId } });
  return (
    <main className={styles.desk}>
      <div className={styles.tools}>
        <button type="button" onClick={back}>
          {t('certificate.close')}
        </button>
        <button type="button" data-main="true" onClick={() => window.print()}>
          {t('certificate.print')}
        </button>
      </div>
      {read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />}
      {read.data === undefined ? (
        read.isPending ? (
          <Waiting rows={8} />
        ) : null
      ) : (
        <CertificateSheet certificate={read.data} />
      )}
    </main>
  );
}
