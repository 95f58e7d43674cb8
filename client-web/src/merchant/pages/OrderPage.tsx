import { live, type Redemption, redemptions, refunds } from '@red-points/shared/contracts';
import { ASKING_STATES } from '@red-points/shared/domain/redemptions';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useMe, useRead } from '../../api/index.ts';
import { formatMoment, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { RefundList } from '../RefundList.tsx';
import { RefundSheet } from '../RefundSheet.tsx';
import { orderRoute } from '../router.tsx';
import { TakeBack } from '../TakeBack.tsx';
import { TillVoucher } from '../TillVoucher.tsx';

/** How often one that is open is asked for although events come, in milliseconds. */
const POLL_OPEN_MS = 5_000;
const OPEN = new Set<Redemption['state']>(ASKING_STATES);
const SPENT = new Set<Redemption['state']>(['success', 'partially_refunded', 'refunded']);

/** One redemption of the shop: what was redeemed, how and when, what was given back of it, and giving points back. */
export function OrderPage() {
  const { t } = useTranslation('shopOrders');
  const back = useBack();
  const client = useQueryClient();
  const { redemptionId } = orderRoute.useParams();
  const params = { redemptionId };
  const [open, setOpen] = useState(false);
  const read = useRead(redemptions.get, { params }, { staleMs: 0, everyMs: open ? POLL_OPEN_MS : false });
  const order = read.data;
  const isOpen = order !== undefined && OPEN.has(order.state);
  if (open !== isOpen) setOpen(isOpen);
  const reread = useCallback(() => {
    for (const changed of [redemptions.get, refunds.ofRedemption]) {
      void client.invalidateQueries({ queryKey: [changed.id] });
    }
  }, [client]);
  useLive(`${live.events.path}?topics=${encodeURIComponent(`redemption:${redemptionId}`)}`, {
    onEvent: reread,
    onCatchUp: reread,
    enabled: isOpen,
  });
  if (order !== undefined) return <Order order={order} onBack={back} />;
  return (
    <PhonePage title={t('title')} onBack={back}>
      {read.isError ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : <Waiting rows={6} />}
    </PhonePage>
  );
}

function Order({ order, onBack }: { order: Redemption; onBack: () => void }) {
  const { t } = useTranslation('shopOrders');
  const navigate = useNavigate();
  const { redemptionId, state } = order;
  const isOwner = useMe().grants.some(({ role, shopId }) => role === 'merchant_owner' && shopId === order.shopId);
  const spent = SPENT.has(state);
  const read = useRead(refunds.ofRedemption, { params: { redemptionId } }, { enabled: spent, staleMs: 0 });
  const terms = read.data;
  const [giving, setGiving] = useState(false);
  const mayGive = terms?.mayRefund === true && terms.leftPoints > 0;
  const bottom = mayGive ? (
    <Button block onClick={() => setGiving(true)}>
      {t('refund.verb')}
    </Button>
  ) : state === 'awaiting_confirm' ? (
    <Button color="primary" block onClick={() => void navigate({ to: '/' })}>
      {t('goTill')}
    </Button>
  ) : order.bookedFor === null ? undefined : (
    <Button block onClick={() => void navigate({ to: '/bookings/$bookingId', params: { bookingId: redemptionId } })}>
      {t('booking')}
    </Button>
  );
  return (
    <PhonePage title={t('title')} onBack={onBack} {...(bottom === undefined ? {} : { bottom })}>
      <Card>
        <Row
          mark={<OfferPicture name={order.picture} pictureId={order.pictureId} />}
          title={<b>{`${order.offerTitle} × ${order.quantity}`}</b>}
          below={order.shopName}
          end={<b>{t(`state.${state}`)}</b>}
          endBelow={order.closeReason === null || state !== 'closed' ? '' : t(`closed.${order.closeReason}`)}
        />
      </Card>
      <TakeBack order={order} />
      {state === 'success' && order.voucher !== null ? <TillVoucher voucher={order.voucher} /> : null}
      <OrderFacts order={order} />
      {read.isError && terms === undefined ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : null}
      {terms === undefined ? null : <RefundList order={order} items={terms.items} />}
      {terms !== undefined && !terms.mayRefund && terms.leftPoints > 0 ? (
        <p className="small quiet">{t(isOwner ? 'refund.notIndependent' : 'refund.ownerOnly')}</p>
      ) : null}
      {terms === undefined ? null : (
        <RefundSheet open={giving} order={order} terms={terms} onClose={() => setGiving(false)} />
      )}
    </PhonePage>
  );
}

function OrderFacts({ order }: { order: Redemption }) {
  const { t } = useTranslation('shopOrders');
  const { remainderFen, refundedPoints, finishedAt, note } = order;
  return (
    <Card>
      <Facts
        rows={[
          { label: t('facts.code'), value: order.shortCode, strong: true },
          { label: t('facts.person'), value: order.personName },
          { label: t('facts.points'), value: <Points value={order.points} />, strong: true },
          ...(remainderFen === 0 ? [] : [{ label: t('facts.remainder'), value: `¥${formatYuan(remainderFen)}` }]),
          ...(refundedPoints === 0 ? [] : [{ label: t('facts.refunded'), value: <Points value={refundedPoints} /> }]),
          { label: t('facts.via'), value: t(`via.${order.via}`) },
          { label: t('facts.created'), value: formatMoment(order.createdAt) },
          ...(finishedAt === null ? [] : [{ label: t('facts.finished'), value: formatMoment(finishedAt) }]),
          ...(note === null || note === '' ? [] : [{ label: t('facts.note'), value: note }]),
        ]}
      />
    </Card>
  );
}
