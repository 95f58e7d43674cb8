import { live, people, type Redemption, redemptions } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useLive, useRead } from '../../api/index.ts';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { ApproveRedemption } from '../redemption/ApproveRedemption.tsx';
import { EndedRedemption } from '../redemption/EndedRedemption.tsx';
import { SuccessfulRedemption } from '../redemption/SuccessfulRedemption.tsx';
import { WaitingRedemption } from '../redemption/WaitingRedemption.tsx';
import { redemptionRoute } from '../router.tsx';

/** How often an open redemption is asked for although events come, in milliseconds. */
const POLL_OPEN_MS = 3000;

const isOpen = (state: Redemption['state'] | undefined): boolean =>
  state === 'created' || state === 'awaiting_resident' || state === 'awaiting_confirm';

/** One redemption as the server knows it now: waiting, to be confirmed, done or ended. A reload shows the truth. */
export function RedemptionPage() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const client = useQueryClient();
  const { redemptionId } = redemptionRoute.useParams();
  const first = useRead(redemptions.get, { params: { redemptionId } }, { staleMs: 0 });
  const open = isOpen(first.data?.state);
  useRead(redemptions.get, { params: { redemptionId } }, { staleMs: 0, everyMs: open ? POLL_OPEN_MS : false });
  const reread = useCallback(() => {
    for (const changed of [redemptions.get, redemptions.listOwn, people.ownAccount, people.ownStatement]) {
      void client.invalidateQueries({ queryKey: [changed.id] });
    }
  }, [client]);
  useLive(`${live.events.path}?topics=${encodeURIComponent(`redemption:${redemptionId}`)}`, {
    onEvent: reread,
    onCatchUp: reread,
    enabled: open,
  });
  const home = (): void => void navigate({ to: '/', replace: true });
  if (first.data === undefined) {
    return (
      <PhonePage title={t('redeem.title')} onBack={home}>
        {first.isError ? <Trouble error={first.error} onRetry={() => void first.refetch()} /> : <Waiting rows={6} />}
      </PhonePage>
    );
  }
  const redemption = first.data;
  switch (redemption.state) {
    case 'created':
    case 'awaiting_confirm':
      return <WaitingRedemption redemption={redemption} onHome={home} />;
    case 'awaiting_resident':
      return <ApproveRedemption redemption={redemption} onHome={home} />;
    case 'booked':
      return <Navigate to="/bookings/$bookingId" params={{ bookingId: redemptionId }} replace />;
    case 'success':
    case 'partially_refunded':
    case 'refunded':
      return <SuccessfulRedemption redemption={redemption} onHome={home} />;
    case 'closed':
    case 'revoked':
      return <EndedRedemption redemption={redemption} onHome={home} />;
    default:
      return redemption.state satisfies never;
  }
}
