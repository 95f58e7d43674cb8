import {
  type Booking,
  bookings,
  type PersonDetail,
  type PublicOffer,
  people,
  type Slot,
  slots,
} from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../api/index.ts';
import { businessDate, formatDateWeekday, formatMoment, formatSpan, inOneLine } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { SlotChoice } from '../phone/bookings/SlotChoice.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Facts } from '../phone/components/Card.tsx';
import { Outcome } from '../phone/components/Outcome.tsx';
import { Shown } from '../phone/components/states.tsx';

/** An officer books a time of a service for somebody without a phone; a service that is given here and now is redeemed as other things are. */
export function BookFor({
  person,
  offer,
  onNow,
  onDone,
}: {
  person: PersonDetail;
  offer: PublicOffer;
  onNow: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(['desk', 'bookings']);
  const [chosenId, setChosenId] = useState<string>();
  const read = useRead(slots.listOfOffer, { params: { offerId: offer.offerId } }, { staleMs: 0 });
  const book = useMoneyMutation(bookings.bookForPerson, {
    changes: [people.get, slots.listOfOffer, bookings.listForPerson],
  });
  if (book.answer !== undefined) return <Booked booking={book.answer} onDone={onDone} />;
  const chosen = read.data?.items.find(({ slotId, left }) => slotId === chosenId && left > 0);
  const send = (slotId: string): void =>
    book.start({ params: { personId: person.personId }, body: { slotId, expectedPoints: offer.points } });
  if (chosen === undefined) {
    return (
      <>
        <Shown of={read} rows={4}>
          {({ items }) => <SlotChoice slots={items} chosenId={chosenId} onChoose={setChosenId} />}
        </Shown>
        <Button block onClick={onNow}>
          {t('help.redeemNow')}
        </Button>
      </>
    );
  }
  const helper = chosen.helperName === null ? [] : [{ label: t('bookings:helperLabel'), value: chosen.helperName }];
  return (
    <>
      <Facts
        rows={[
          { label: t('help.redeemOffer'), value: offer.title },
          { label: t('bookings:time'), value: timeOf(chosen) },
          ...helper,
          { label: t('help.redeemPoints'), value: <Points value={offer.points} />, strong: true },
        ]}
      />
      <Banner tone="slate">
        {t('bookings:freeUntil', { at: formatMoment(chosen.cancelUntil) })}
        {t(`bookings:${chosen.missed}`)}
      </Banner>
      {book.refused === undefined ? null : <Banner tone="danger">{messageOf(book.refused)}</Banner>}
      {book.outcomeUnknown ? (
        <Button block onClick={book.askAgain}>
          {t('bookings:askAgain')}
        </Button>
      ) : (
        <>
          <Button color="primary" block loading={book.sending} onClick={() => send(chosen.slotId)}>
            {t('bookings:book', { points: offer.points })}
          </Button>
          <Button block disabled={book.sending} onClick={() => setChosenId(undefined)}>
            {t('bookings:choose')}
          </Button>
        </>
      )}
    </>
  );
}

function timeOf({ startsAt, endsAt }: Pick<Slot, 'startsAt' | 'endsAt'>): string {
  return inOneLine(formatDateWeekday(businessDate(startsAt)), formatSpan(startsAt, endsAt, false));
}

function Booked({ booking, onDone }: { booking: Booking; onDone: () => void }) {
  const { t } = useTranslation('desk');
  return (
    <>
      <Outcome
        kind="success"
        title={t('help.booked')}
        below={t('help.bookedHint', { time: timeOf(booking), shop: booking.shopName, code: booking.shortCode })}
      />
      <Button color="primary" block onClick={onDone}>
        {t('help.redeemClose')}
      </Button>
    </>
  );
}
