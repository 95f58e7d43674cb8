import { bookings, people, slots } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { SlotChoice } from '../../phone/bookings/SlotChoice.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { deviceName } from '../device.ts';
import { PinForMore, usePinCheck } from '../redemption/PinForMore.tsx';
import { slotsRoute } from '../router.tsx';

const CHANGED = [bookings.listOwn, slots.listOfOffer, people.ownAccount, people.ownStatement];

/** 选择时间: the times of a service that can be booked; the points are held by booking one. */
export function SlotsPage() {
  const { t } = useTranslation('bookings');
  const back = useBack();
  const navigate = useNavigate();
  const { offerId } = slotsRoute.useParams();
  const [chosenId, setChosenId] = useState<string>();
  const pin = usePinCheck();
  const read = useRead(slots.listOfOffer, { params: { offerId } }, { staleMs: 0 });
  const book = useMoneyMutation(bookings.book, {
    changes: CHANGED,
    onDone: ({ bookingId }) => void navigate({ to: '/bookings/$bookingId', params: { bookingId }, replace: true }),
  });
  const chosen = read.data?.items.find(({ slotId, left }) => slotId === chosenId && left > 0);
  const points = read.data?.offer.points ?? 0;
  const send = (): void => {
    if (chosen === undefined) return;
    const checked = pin.pinCheckId === undefined ? {} : { pinCheckId: pin.pinCheckId };
    const body = { expectedPoints: points, device: deviceName(), ...checked };
    book.start({ params: { slotId: chosen.slotId }, body });
  };
  return (
    <PhonePage
      title={t('choose')}
      onBack={back}
      bottom={
        <>
          {book.refused === undefined ? null : <Banner tone="danger">{messageOf(book.refused)}</Banner>}
          <PinForMore pin={pin} />
          {book.outcomeUnknown ? (
            <Button block onClick={book.askAgain}>
              {t('askAgain')}
            </Button>
          ) : (
            <Button color="primary" block disabled={chosen === undefined} loading={book.sending} onClick={send}>
              {chosen === undefined ? t('chooseFirst') : t('book', { points })}
            </Button>
          )}
        </>
      }
    >
      <Shown of={read} rows={6}>
        {({ offer, items }) => (
          <>
            <Card>
              <Row
                mark={<OfferPicture name={offer.picture} pictureId={offer.pictureId} />}
                title={<b>{offer.title}</b>}
                below={offer.shopName}
                end={<Points value={offer.points} strong />}
              />
            </Card>
            {chosen === undefined ? null : (
              <Banner tone="slate">
                {t('holds', { points })}
                {t('freeUntil', { at: formatMoment(chosen.cancelUntil) })}
                {t(chosen.missed)}
              </Banner>
            )}
            <SlotChoice slots={items} chosenId={chosenId} onChoose={setChosenId} />
          </>
        )}
      </Shown>
    </PhonePage>
  );
}
