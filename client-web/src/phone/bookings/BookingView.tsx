import { type Booking, bookings, people, problemText, redemptions } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { Button, Dialog } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatMoment, formatSpan, formatYuan } from '../../components/formatters.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { Banner } from '../components/Banner.tsx';
import { Card, Facts } from '../components/Card.tsx';
import { DeclaredAnswers } from '../components/DeclaredAnswers.tsx';
import { Outcome } from '../components/Outcome.tsx';
import { PhonePage } from '../components/PhonePage.tsx';
import { ReasonSheet } from './ReasonSheet.tsx';

const CHANGED = [
  bookings.get,
  bookings.listOwn,
  bookings.listForPerson,
  bookings.list,
  bookings.calendar,
  redemptions.listOwn,
  people.ownAccount,
  people.ownStatement,
];

/** One booking for either side: what it is, what both have said, and what this side may do. */
export function BookingView({ booking, onBack, named }: { booking: Booking; onBack: () => void; named: boolean }) {
  const { t } = useTranslation('bookings');
  return (
    <PhonePage title={t('title')} onBack={onBack} bottom={<Acts key={booking.bookingId} booking={booking} />}>
      <Head booking={booking} />
      <Card>
        <Facts rows={factsOf(booking, t, named)} />
      </Card>
      {booking.state === 'booked' ? (
        <Card>
          <Facts
            rows={(['resident', 'helper'] as const).map((side) => {
              const word = side === 'resident' ? booking.residentSays : booking.helperSays;
              return { label: t(side === 'resident' ? 'resident' : 'serving'), value: t(`says.${word ?? 'none'}`) };
            })}
          />
        </Card>
      ) : null}
      {booking.dispute?.note ? <Banner tone="slate">{t('decisionNote', { note: booking.dispute.note })}</Banner> : null}
      {booking.help === null || booking.side !== 'helper' ? null : (
        <Banner tone={booking.help.refusal === null ? 'slate' : 'warning'}>
          {booking.help.refusal === null
            ? t('helpFiled')
            : t('helpRefused', { why: problemText(booking.help.refusal, currentLanguage()) })}
        </Banner>
      )}
    </PhonePage>
  );
}

type Words = ReturnType<typeof useTranslation<'bookings'>>['t'];

function factsOf(booking: Booking, t: Words, named: boolean) {
  const isOpen = booking.state === 'booked';
  return [
    { label: t('service'), value: booking.offerTitle, strong: true },
    { label: t('time'), value: formatSpan(booking.startsAt, booking.endsAt), strong: true },
    { label: t('shop'), value: booking.shopName },
    ...(booking.helperName === null ? [] : [{ label: t('helperLabel'), value: booking.helperName }]),
    ...(booking.side === 'resident' && !named ? [] : [{ label: t('person'), value: booking.personName }]),
    { label: t('points'), value: t('pointsValue', { points: booking.points }) },
    ...(booking.remainderFen === 0
      ? []
      : [{ label: t('remainder'), value: t('yuan', { yuan: formatYuan(booking.remainderFen) }) }]),
    { label: t('code'), value: booking.shortCode },
    ...(isOpen ? [{ label: t('answerUntil'), value: formatMoment(booking.answerUntil) }] : []),
  ];
}

function Head({ booking }: { booking: Booking }) {
  const { t } = useTranslation('bookings');
  const { outcome, points, missed } = booking;
  if (booking.state !== 'booked') {
    const isSpent = booking.state === 'success';
    return (
      <Outcome
        kind={isSpent ? 'success' : 'ended'}
        title={outcome === null ? t(`state.${booking.state}`) : t(`outcome.${outcome}`)}
        below={t(isSpent ? 'spentPoints' : 'backPoints', { points })}
      />
    );
  }
  if (booking.dispute?.open) {
    const below = t('disputedHint', { at: formatMoment(booking.answerUntil) });
    return <Outcome kind="waiting" title={t('disputed')} below={below} />;
  }
  const own = booking.side === 'helper' ? booking.helperSays : booking.residentSays;
  const other = booking.side === 'helper' ? booking.residentSays : booking.helperSays;
  const title = own === 'done' ? t('waitingOther') : other === 'done' ? t('waitingYou') : t('coming');
  const cancelled = t('freeUntil', { at: formatMoment(booking.cancelUntil) });
  const below = booking.acts.includes('cancel')
    ? t('freeThen', { free: cancelled, afterwards: t(missed) })
    : t('holds', { points });
  return <Outcome kind="waiting" title={title} below={below} />;
}

function Acts({ booking }: { booking: Booking }) {
  const { t } = useTranslation('bookings');
  const params = { bookingId: booking.bookingId };
  const say = useMoneyMutation(bookings.say, { changes: CHANGED });
  const cancel = useMoneyMutation(bookings.cancel, { changes: CHANGED });
  const callOff = useMoneyMutation(bookings.callOff, { changes: CHANGED, onDone: () => setAsked(undefined) });
  const dispute = useMoneyMutation(bookings.dispute, { changes: CHANGED, onDone: () => setAsked(undefined) });
  const [asked, setAsked] = useState<'call_off' | 'dispute'>();
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [tried, setTried] = useState(false);
  const sendings = [say, cancel, callOff, dispute];
  const sending = sendings.some((each) => each.sending);
  const unknown = sendings.find((each) => each.outcomeUnknown);
  const refused = say.refused ?? cancel.refused;
  const can = (act: Booking['acts'][number]): boolean => booking.acts.includes(act);
  const questions = { notEligible: booking.asks };
  if (unknown !== undefined) {
    return (
      <>
        <p role="status">{t('unknown')}</p>
        <Button block onClick={unknown.askAgain}>
          {t('askAgain')}
        </Button>
      </>
    );
  }
  const done = (): void => {
    setTried(true);
    if (allAnswered(questions, declarations)) say.start({ params, body: { word: 'done', declarations } });
  };
  const absent = async (): Promise<void> => {
    if (await Dialog.confirm({ content: t('ask.absent'), confirmText: t('act.absent') })) {
      say.start({ params, body: { word: 'absent', declarations: {} } });
    }
  };
  const giveUp = async (): Promise<void> => {
    const isCostly = booking.missed === 'spent' && serverNowMs() >= Date.parse(booking.cancelUntil);
    const content = t(isCostly ? 'ask.cancelLate' : 'ask.cancel');
    if (await Dialog.confirm({ content, confirmText: t('act.cancel') })) cancel.start({ params });
  };
  return (
    <>
      {refused === undefined ? null : <Banner tone="danger">{messageOf(refused)}</Banner>}
      {can('done') ? (
        <>
          {booking.asks.length > 0 ? <p className="small quiet">{t('declare')}</p> : null}
          <DeclaredAnswers terms={questions} value={declarations} onChange={setDeclarations} checked={tried} />
          <Button color="primary" block loading={say.sending} disabled={sending} onClick={done}>
            {t('act.done')}
          </Button>
        </>
      ) : null}
      {can('cancel') ? (
        <Button block loading={cancel.sending} disabled={sending} onClick={() => void giveUp()}>
          {t('act.cancel')}
        </Button>
      ) : null}
      {can('absent') ? (
        <Button block disabled={sending} onClick={() => void absent()}>
          {t('act.absent')}
        </Button>
      ) : null}
      {(['call_off', 'dispute'] as const).filter(can).map((act) => (
        <Button key={act} block fill="none" size="small" disabled={sending} onClick={() => setAsked(act)}>
          {t(`act.${act}`)}
        </Button>
      ))}
      <ReasonSheet
        title={asked === undefined ? '' : t(`act.${asked}`)}
        lead={asked === undefined ? '' : t(`reason.${asked}`)}
        open={asked !== undefined}
        sending={sending}
        refused={callOff.refused ?? dispute.refused}
        onClose={() => setAsked(undefined)}
        onSend={(reason) => {
          const input = { params, body: { reason } };
          if (asked === 'call_off') callOff.start(input);
          else dispute.start(input);
        }}
      />
    </>
  );
}
