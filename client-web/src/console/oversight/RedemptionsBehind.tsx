import { type WatchRedemption, watch } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './oversight.module.css';

/** The redemptions behind a finding, newest first, each with its entry. */
export function RedemptionsBehind({ findingId }: { findingId: string }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  const list = useList(watch.redemptions, { params: { findingId }, query: { limit: 50 } });
  if (list.error !== null && list.items.length === 0)
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <section>
      <h3>{t('behind')}</h3>
      <ul className={styles['items']}>
        {list.items.map((item) => (
          <Redeemed key={item.redemptionId} item={item} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </section>
  );
}

function Redeemed({ item }: { item: WatchRedemption }) {
  const { t } = useTranslation('consoleWatch');
  const { creditedSecondsBefore } = item;
  const credited =
    creditedSecondsBefore === null ? [] : [t('creditedBefore', { minutes: Math.round(creditedSecondsBefore / 60) })];
  return (
    <li>
      <div>
        <b>{item.offerTitle}</b>
        {item.quantity === 1 ? '' : ` × ${item.quantity}`} <span>{item.maskedName}</span>
        <p className="small quiet">
          {[item.shopName, t(`via.${item.via}`), formatShortMoment(item.at), ...credited].join(' · ')}
        </p>
      </div>
      <Points value={-item.points} />
      {item.entryId === null ? (
        <span className="small quiet">{t('noEntry')}</span>
      ) : (
        <Button size="small" href={`/console/transactions?open=${encodeURIComponent(item.entryId)}`} target="_blank">
          {t('openEntry')}
        </Button>
      )}
    </li>
  );
}
