import { type WatchRedemption, watch } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { BehindFinding, OpenEntry } from './BehindFinding.tsx';

/** The redemptions behind a finding, newest first, each with its entry. */
export function RedemptionsBehind({ findingId }: { findingId: string }) {
  const list = useList(watch.redemptions, { params: { findingId }, query: { limit: 50 } });
  return <BehindFinding list={list} rowOf={(item) => <Redeemed key={item.redemptionId} item={item} />} />;
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
      <OpenEntry entryId={item.entryId} missing={<span className="small quiet">{t('noEntry')}</span>} />
    </li>
  );
}
