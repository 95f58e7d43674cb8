import { bookings, type ResponseOf, slots } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyMutation, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { businessDate, formatDate, formatDateWeekday, formatSpan } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { BookingTag } from '../../phone/bookings/BookingTag.tsx';
import styles from '../../phone/bookings/bookings.module.css';
import { ReasonSheet } from '../../phone/bookings/ReasonSheet.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';

const DAYS = 7;
type Item = ResponseOf<typeof bookings.calendar>['items'][number];

/** 预约日历: a week of the shop's times, with who booked them. */
export function CalendarPage() {
  const { t } = useTranslation('bookings');
  const back = useBack();
  const navigate = useNavigate();
  const shopId = useOwnShop()?.shopId ?? '';
  const [from, setFrom] = useState(() => businessDate());
  const until = addDays(from, DAYS - 1);
  const when = { enabled: shopId !== '', staleMs: 0 };
  const read = useRead(bookings.calendar, { params: { shopId }, query: { from, until } }, when);
  const [closing, setClosing] = useState<Item>();
  const close = useMoneyMutation(slots.close, {
    changes: [bookings.calendar],
    onDone: () => setClosing(undefined),
  });
  return (
    <PhonePage
      title={t('calendar.title')}
      onBack={back}
      bottom={
        <Button color="primary" block onClick={() => void navigate({ to: '/calendar/new' })}>
          {t('calendar.add')}
        </Button>
      }
    >
      <div className={styles.week}>
        <Button size="small" onClick={() => setFrom(addDays(from, -DAYS))}>
          {t('calendar.earlier')}
        </Button>
        <b>
          {formatDate(from)} – {formatDate(until)}
        </b>
        <Button size="small" onClick={() => setFrom(addDays(from, DAYS))}>
          {t('calendar.later')}
        </Button>
      </div>
      <Shown of={read} rows={6}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('calendar.none')}>
              <span className="small">{t('calendar.noneHint')}</span>
            </Nothing>
          ) : (
            <>
              {byDay(items).map(([day, ofDay]) => (
                <ListSection key={day} title={formatDateWeekday(day)}>
                  {ofDay.map((item) => (
                    <SlotRows key={item.slotId} item={item} onClose={() => setClosing(item)} />
                  ))}
                </ListSection>
              ))}
            </>
          )
        }
      </Shown>
      <ReasonSheet
        key={closing?.slotId}
        title={t('calendar.close')}
        lead={t('calendar.closeAsk')}
        open={closing !== undefined}
        sending={close.sending}
        refused={close.refused}
        onClose={() => setClosing(undefined)}
        onSend={(reason) => {
          if (closing !== undefined) close.start({ params: { slotId: closing.slotId }, body: { reason } });
        }}
      />
    </PhonePage>
  );
}

function SlotRows({ item, onClose }: { item: Item; onClose: () => void }) {
  const { t } = useTranslation('bookings');
  const navigate = useNavigate();
  const { capacity, left } = item;
  const isOver = Date.parse(item.startsAt) <= serverNowMs();
  const taken = t('calendar.booked', { taken: capacity - left, capacity });
  return (
    <>
      <Row
        title={<b>{formatSpan(item.startsAt, item.endsAt, false)}</b>}
        below={item.helperName === null ? item.offerTitle : `${item.offerTitle} · ${item.helperName}`}
        end={item.closed ? <Tag>{t('calendar.closed')}</Tag> : taken}
        endBelow={
          item.closed || isOver ? undefined : (
            <button type="button" className="plain-button link" onClick={onClose}>
              {t('calendar.close')}
            </button>
          )
        }
      />
      {item.bookings.map((booking) => (
        <Row
          key={booking.bookingId}
          mark={<Round tone="slate">{booking.personName.slice(0, 1)}</Round>}
          title={booking.personName}
          below={`${t('code')} ${booking.shortCode}`}
          end={<BookingTag booking={booking} />}
          onOpen={() => void navigate({ to: '/bookings/$bookingId', params: { bookingId: booking.bookingId } })}
        />
      ))}
    </>
  );
}

function byDay(items: readonly Item[]): [string, Item[]][] {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = businessDate(item.startsAt);
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}
