import { type Booking, bookings, type Offer, type PersonDetail, people, slots } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../api/index.ts';
import { businessDate, formatDateWeekday, formatMoment, formatSpan, inOneLine } from '../components/formatters.ts';
import { SlotChoice } from '../phone/bookings/SlotChoice.tsx';
import { Banner } from '../phone/components/Banner.tsx';
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
  offer: Offer;
  onNow: () => void;
  onDone: () => void;
}) {
  const { t } = useTranslation(['desk', 'bookings']);
  const [chosenId, setChosenId] = useState<string>();
  const read = useRead(slots.listOfOffer, { params: { offerId: offer.offerId } }, { staleMs: 0 });
  const book = useMoneyMutation(bookings.bookForPerson, { changes: [people.get, slots.listOfOffer] });
  if (book.answer !== undefined) return <Booked booking={book.answer} onDone={onDone} />;
  const chosen = read.data?.items.find(({ slotId, left }) => slotId === chosenId && left > 0);
  const send = (slotId: string): void =>
    book.start({ params: { personId: person.personId }, body: { slotId, expectedPoints: offer.points } });
  return (
    <>
      <Shown of={read} rows={4}>
        {({ items }) => <SlotChoice slots={items} chosenId={chosenId} onChoose={setChosenId} />}
      </Shown>
      {chosen === undefined ? null : (
        <Banner tone="slate">
          {t('bookings:freeUntil', { at: formatMoment(chosen.cancelUntil) })}
          {t(`bookings:${chosen.missed}`)}
        </Banner>
      )}
      {book.refused === undefined ? null : <Banner tone="danger">{messageOf(book.refused)}</Banner>}
      {book.outcomeUnknown ? (
        <Button block onClick={book.askAgain}>
          {t('bookings:askAgain')}
        </Button>
      ) : (
        <Button
          color="primary"
          block
          disabled={chosen === undefined}
          loading={book.sending}
          onClick={() => (chosen === undefined ? undefined : send(chosen.slotId))}
        >
          {chosen === undefined ? t('bookings:chooseFirst') : t('bookings:book', { points: offer.points })}
        </Button>
      )}
      <Button block onClick={onNow}>
        {t('help.redeemNow')}
      </Button>
    </>
  );
}

function Booked({ booking, onDone }: { booking: Booking; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const time = inOneLine(
    formatDateWeekday(businessDate(booking.startsAt)),
    formatSpan(booking.startsAt, booking.endsAt, false),
  );
  return (
    <>
      <Outcome
        kind="success"
        title={t('help.booked')}
        below={t('help.bookedHint', { time, shop: booking.shopName, code: booking.shortCode })}
      />
      <Button color="primary" block onClick={onDone}>
        {t('help.redeemClose')}
      </Button>
    </>
  );
}
