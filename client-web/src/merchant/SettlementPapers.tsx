import type { Settlement } from '@red-points/shared/contracts';
import { SIGNATURE_PARTS } from '@red-points/shared/domain/settlements';
import { useNavigate } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../api/index.ts';
import { formatShortMoment } from '../components/formatters.ts';
import { useWorkbook } from '../features/settlements/use-workbook.ts';
import styles from './SettlementSheet.module.css';

/** The shop's own copy of a statement: who signed, what its lines are known by, as a workbook and on paper. */
export function SettlementPapers({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation(['shopOrders', 'settlements']);
  const navigate = useNavigate();
  const { settlementId, signatures, fingerprint } = settlement;
  const { saving, save } = useWorkbook(settlement, (error) =>
    Toast.show({ content: t('exportFailed', { ns: 'settlements', why: messageOf(error) }), duration: 4000 }),
  );
  return (
    <div className={styles.papers}>
      <dl className={styles.signs}>
        {SIGNATURE_PARTS.map((part) => {
          const signature = signatures.find((one) => one.part === part);
          return (
            <div key={part}>
              <dt className="small quiet">{t(`part.${part}`, { ns: 'settlements' })}</dt>
              <dd>{signature?.byName ?? t('sign.waiting', { ns: 'settlements' })}</dd>
              <dd className="small quiet">{signature === undefined ? '' : formatShortMoment(signature.at)}</dd>
            </div>
          );
        })}
      </dl>
      {fingerprint === null ? (
        <p className="small quiet">{t('papers.closing')}</p>
      ) : (
        <p className="small quiet">
          {t('paper.fingerprint', { ns: 'settlements' })} <span className={styles.fingerprint}>{fingerprint}</span>
        </p>
      )}
      <div className={styles.acts}>
        <Button loading={saving} onClick={() => void save()}>
          {t('papers.save')}
        </Button>
        <Button onClick={() => void navigate({ to: '/settlements/$settlementId/paper', params: { settlementId } })}>
          {t('papers.print')}
        </Button>
      </div>
    </div>
  );
}
