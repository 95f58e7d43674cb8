import { redemptions } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { businessDate, formatDateWeekday } from '../../components/formatters.ts';
import { Card } from '../../phone/components/Card.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { DoneLine } from '../DoneLine.tsx';
import { useOwnShop } from '../shop.ts';

/** All redemptions of the shop, newest first, under their days. */
export function HistoryPage() {
  const { t } = useTranslation('merchant');
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const list = useList(
    redemptions.listOfShop,
    { params: { shopId }, query: { show: 'all', limit: 50 } },
    { enabled: shopId !== '' },
  );
  const days = new Map<string, typeof list.items>();
  for (const order of list.items) {
    const date = businessDate(order.createdAt);
    days.set(date, [...(days.get(date) ?? []), order]);
  }
  return (
    <PhonePage title={t('history.title')} onBack={back}>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('history.none')} /> : null}
      {[...days].map(([date, orders]) => (
        <section key={date}>
          <h2 className="small quiet" style={{ padding: '0 16px 4px', fontWeight: 400 }}>
            {formatDateWeekday(date)}
          </h2>
          <Card>
            {orders.map((order) => (
              <DoneLine key={order.redemptionId} order={order} />
            ))}
          </Card>
        </section>
      ))}
      <MoreButton list={list} />
    </PhonePage>
  );
}
