import { type Settlement, settlements } from '@red-points/shared/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatYuan, inOneLine } from '../../components/formatters.ts';

/** What of a statement is disputed: of a draft it is not among its lines until that is decided. */
export function OpenDisputes({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const { settlementId, disputesOpen, state } = settlement;
  const list = useList(
    settlements.disputes,
    { query: { settlementId, show: 'open', limit: 50 } },
    { enabled: disputesOpen > 0 },
  );
  if (disputesOpen === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      title={t(state === 'draft' ? 'inDispute.draft' : 'inDispute.closed', { count: disputesOpen })}
      description={list.items.map(({ disputeId, line, reason }) => (
        <div key={disputeId}>
          {inOneLine(`${line.offerTitle} × ${line.quantity}`, t('yuan', { yuan: formatYuan(line.fen) }))}
          <span className="small quiet">{` · ${reason}`}</span>
        </div>
      ))}
    />
  );
}
