import { BOOKING_LISTS, type Booking, bookings } from '@red-points/shared/contracts';
import { Segmented, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatSpan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { useUnit } from '../unit.tsx';
import { BookingDrawer } from './BookingDrawer.tsx';
import { BookingStateTag } from './BookingStateTag.tsx';

type Show = (typeof BOOKING_LISTS)[number];

interface OpenBooking {
  /** Whose drawer is open; it need not be in the list. */
  open: string | undefined;
  onOpen: (bookingId: string | undefined) => void;
}

/** Booked services of the unit: those whose dispute waits for staff, those that wait for an officer's word, or all, the newest first. */
export function BookingsTable({ first, open, onOpen }: { first: Show } & OpenBooking) {
  const { t } = useTranslation('consoleBookings');
  const { unitId } = useUnit();
  const [show, setShow] = useState<Show>(first);
  const list = useList(
    bookings.list,
    { query: { unitId, show, limit: 50 } },
    { enabled: unitId !== '', everyMs: 30_000 },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(booking) => booking.bookingId}
        onOpen={(booking) => onOpen(booking.bookingId)}
        openKey={open}
        empty={t(`none.${show}`)}
        minWidthPx={900}
        toolbar={
          <Segmented
            value={show}
            onChange={setShow}
            options={BOOKING_LISTS.map((value) => ({ value, label: t(`show.${value}`) }))}
          />
        }
      />
      <BookingDrawer bookingId={open} onClose={() => onOpen(undefined)} />
    </>
  );
}

function useColumns(): NonNullable<TableProps<Booking>['columns']> {
  const { t } = useTranslation('consoleBookings');
  return [
    { key: 'when', title: t('column.when'), width: 240, render: (_, each) => formatSpan(each.startsAt, each.endsAt) },
    { key: 'who', title: t('column.who'), width: 100, render: (_, each) => <b>{each.personName}</b> },
    { key: 'what', title: t('column.what'), render: (_, each) => each.offerTitle },
    {
      key: 'shop',
      title: t('column.shop'),
      width: 180,
      ellipsis: true,
      render: (_, each) => (each.helperName === null ? each.shopName : `${each.helperName} · ${each.shopName}`),
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 100,
      align: 'right',
      render: (_, each) => <Points value={each.points} />,
    },
    { key: 'state', title: t('column.state'), width: 160, render: (_, each) => <BookingStateTag booking={each} /> },
  ];
}
