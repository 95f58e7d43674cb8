import { type Attendance, checkIns } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, ProblemError, useChange, useRead, useSession } from '../../api/index.ts';
import { serverNowMs, useNow } from '../../components/clock.ts';
import {
  formatCountdown,
  formatHours,
  formatMoment,
  formatSpan,
  formatTime,
  inOneLine,
} from '../../components/formatters.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { DeclaredAnswers } from '../../phone/components/DeclaredAnswers.tsx';
import { Outcome } from '../../phone/components/Outcome.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { AskAfterwards } from '../AskAfterwards.tsx';
import { deviceName, signalOf } from '../device.ts';
import { CHECK_IN_CHANGES, keepScan, useDelivery } from '../pending-scan.ts';
import { checkInRoute } from '../router.tsx';
import { ScanAgain } from '../ScanAgain.tsx';
import { dropTicket, keepTicket, keptTicket, type Ticket } from '../ticket.ts';

/** After a scan of the organiser's screen: the ticket is fetched at once, then the person signs in and checks in or out. */
export function CheckInPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const session = useSession();
  const { ticket, error, retry } = useTicket();
  const [done, setDone] = useState<Attendance>();
  const delivery = useDelivery();
  if (session.kind === 'signed_in' && session.me.registrationNeeded && ticket !== undefined)
    return <Navigate to="/register" />;
  const delivered = done ?? delivery.attendance;
  const { pending } = delivery;
  if (pending?.delivered !== undefined) return <AskAfterwards scan={pending} onBack={back} onDone={setDone} />;
  if (delivered !== undefined) return <Done attendance={delivered} />;
  if (pending !== undefined) return <Kept onBack={back} />;
  return (
    <PhonePage title={t('checkIn.title')} onBack={back}>
      {delivery.refused === undefined ? null : <ScanAgain words={messageOf(delivery.refused)} />}
      {error instanceof ProblemError ? <ScanAgain words={messageOf(error)} /> : null}
      {error !== null && !(error instanceof ProblemError) ? <Trouble error={error} onRetry={retry} /> : null}
      {ticket === 'reading' ? <Waiting rows={4} /> : null}
      {ticket === undefined && error === null && delivery.refused === undefined ? (
        <ScanAgain words={t('checkIn.expired')} />
      ) : null}
      {typeof ticket === 'object' ? <Ready ticket={ticket} onDone={setDone} /> : null}
    </PhonePage>
  );
}

/** Exchanges the scanned code once, and keeps the ticket over the sign-in. */
function useTicket(): { ticket: Ticket | 'reading' | undefined; error: unknown; retry: () => void } {
  const { code, activity } = checkInRoute.useSearch();
  const navigate = useNavigate();
  const [ticket, setTicket] = useState<Ticket | 'reading' | undefined>(() =>
    code === undefined ? keptTicket(serverNowMs()) : 'reading',
  );
  const [error, setError] = useState<unknown>(null);
  const asked = useRef<string>(undefined);
  const exchange = async (scanned: string): Promise<void> => {
    setError(null);
    setTicket('reading');
    try {
      const made = await call(checkIns.ticket, { body: { code: scanned, activityId: activity } });
      keepTicket(made);
      setTicket(made);
      // The code in the address is used up in seconds; a reload must find the ticket instead.
      await navigate({ to: '/check-in', search: {}, replace: true });
    } catch (failure) {
      setTicket(undefined);
      setError(failure);
      // The code lives seconds: without an answer it is kept on the phone and delivered later.
      if (!(failure instanceof ProblemError)) {
        keepScan(scanned);
        await navigate({ to: '/check-in', search: {}, replace: true });
      }
    }
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: each scanned code is exchanged once.
  useEffect(() => {
    if (code === undefined || asked.current === code) return;
    asked.current = code;
    void exchange(code);
  }, [code]);
  return { ticket, error, retry: () => (code === undefined ? undefined : void exchange(code)) };
}

/** No network after the scan: it is on the phone, and what happens next is said. */
function Kept({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('resident');
  const session = useSession();
  return (
    <PhonePage title={t('checkIn.title')} onBack={onBack}>
      <Outcome kind="waiting" title={t('checkIn.kept')} below={t('checkIn.keptHint')} />
      <Card>
        <p style={{ padding: 16 }}>{t('checkIn.keptWhy')}</p>
      </Card>
      {session.kind === 'signed_out' ? <SignInFirst /> : null}
    </PhonePage>
  );
}

function Ready({ ticket, onDone }: { ticket: Ticket; onDone: (attendance: Attendance) => void }) {
  const { t } = useTranslation('resident');
  const session = useSession();
  const nowMs = useNow();
  const leftMs = Date.parse(ticket.expiresAt) - nowMs;
  const { activity } = ticket;
  if (leftMs <= 0) return <ScanAgain words={t('checkIn.expired')} />;
  return (
    <>
      <Card>
        <Facts
          rows={[
            { label: t('checkIn.activity'), value: activity.title, strong: true },
            { label: t('activities.when'), value: formatSpan(activity.startsAt, activity.endsAt) },
            { label: t('checkIn.place'), value: activity.place },
            { label: t('activities.unit'), value: activity.unitName },
          ]}
        />
      </Card>
      {activity.stayMinutesMin > 0 ? (
        <p className="small quiet">{t('checkIn.stay', { minutes: activity.stayMinutesMin })}</p>
      ) : null}
      <p className="small quiet" role="timer">
        {inOneLine(t('checkIn.ready'), t('checkIn.valid', { time: formatCountdown(leftMs) }))}
      </p>
      {session.kind === 'signed_in' ? <Act ticket={ticket} onDone={onDone} /> : <SignInFirst />}
    </>
  );
}

function SignInFirst() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <Button color="primary" block onClick={() => void navigate({ to: '/sign-in', search: { next: '/check-in' } })}>
      {t('checkIn.signIn')}
    </Button>
  );
}

function Act({ ticket, onDone }: { ticket: Ticket; onDone: (attendance: Attendance) => void }) {
  const { t } = useTranslation('resident');
  const current = useRead(checkIns.current, {}, { staleMs: 0 });
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [tried, setTried] = useState(false);
  const finish = (attendance: Attendance): void => {
    dropTicket();
    onDone(attendance);
  };
  const checkIn = useChange(checkIns.checkIn, { changes: CHECK_IN_CHANGES, onDone: finish });
  const checkOut = useChange(checkIns.checkOut, { changes: CHECK_IN_CHANGES, onDone: finish });
  if (current.isPending) return <Waiting rows={1} />;
  const attendance = current.data?.attendance ?? null;
  const here = attendance?.activityId === ticket.activity.activityId;
  const act = here ? checkOut : checkIn;
  const asked = { notEligible: ticket.activity.asks };
  const tooSoon = checkOut.error instanceof ProblemError && checkOut.error.code === 'checkout_too_soon';
  const send = async (leaving = false): Promise<void> => {
    if (here) return checkOut.mutate({ body: { ticket: ticket.ticket, leaving } });
    setTried(true);
    if (!allAnswered(asked, declarations)) return;
    const venue = await signalOf(ticket.activity.venue);
    checkIn.mutate({ body: { ticket: ticket.ticket, venue, device: deviceName(), declarations } });
  };
  return (
    <>
      {attendance !== null && !here ? (
        <Banner>{t('checkIn.elsewhere', { title: attendance.activityTitle })}</Banner>
      ) : null}
      {here ? null : <DeclaredAnswers terms={asked} value={declarations} onChange={setDeclarations} checked={tried} />}
      {act.error === null ? null : <Banner tone="danger">{messageOf(act.error)}</Banner>}
      <Button color="primary" block loading={act.isPending} onClick={() => void send()}>
        {t(here ? 'checkIn.checkOut' : 'checkIn.checkIn')}
      </Button>
      {tooSoon ? (
        <Button block disabled={act.isPending} onClick={() => void send(true)}>
          {t('checkIn.leaveAnyway')}
        </Button>
      ) : null}
      {here || ticket.activity.venue === null ? null : <p className="small quiet">{t('checkIn.venueHint')}</p>}
    </>
  );
}

/** One clear moment after check-in or check-out. */
function Done({ attendance }: { attendance: Attendance }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const out = attendance.checkedOutAt !== null;
  const minutes = attendance.minutes ?? 0;
  const short = attendance.flags.includes('stay_too_short');
  const below =
    attendance.word === 'wanted'
      ? t('checkIn.wordHint')
      : !out
        ? t('checkIn.doneHint')
        : short
          ? t('checkIn.outShort', { minutes })
          : t('checkIn.outHint', { hours: formatHours(minutes) });
  return (
    <PhonePage
      header={<span />}
      bottom={
        <>
          <Button color="primary" block onClick={() => void navigate({ to: '/', replace: true })}>
            {t('checkIn.home')}
          </Button>
          <Button block onClick={() => void navigate({ to: '/attendances' })}>
            {t('checkIn.records')}
          </Button>
        </>
      }
    >
      <Outcome kind="success" title={t(out ? 'checkIn.out' : 'checkIn.done')} below={below} />
      <Card>
        <Facts
          rows={[
            { label: t('checkIn.activity'), value: attendance.activityTitle, strong: true },
            { label: t('checkIn.place'), value: attendance.place },
            { label: t('checkIn.inAt'), value: formatMoment(attendance.checkedInAt) },
            ...(attendance.checkedOutAt === null
              ? []
              : [{ label: t('checkIn.outAt'), value: formatTime(attendance.checkedOutAt) }]),
          ]}
        />
      </Card>
    </PhonePage>
  );
}
