import { type Booking, bookings } from '@red-points/shared/contracts';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatMoment, formatSpan } from '../../components/formatters.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { problemWords } from '../parts/problem-words.ts';
import styles from '../people/PersonDrawer.module.css';
import { BookingStateTag } from './BookingStateTag.tsx';

const CHANGED = [bookings.get, bookings.list];

/** One booking: what both sides say of it, and a dispute to be decided. */
export function BookingDrawer({ bookingId, onClose }: { bookingId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleBookings', 'common']);
  const enabled = bookingId !== undefined;
  const read = useRead(bookings.get, { params: { bookingId: bookingId ?? '' } }, { enabled });
  const booking = read.data;
  return (
    <RecordDrawer
      open={enabled}
      onClose={onClose}
      mark={booking?.personName.slice(0, 1) ?? ''}
      title={booking?.offerTitle ?? t('state.loading', { ns: 'common' })}
      tags={booking === undefined ? undefined : <BookingStateTag booking={booking} />}
      subtitle={
        booking === undefined ? undefined : (
          <>
            <span>{booking.personName}</span>
            <span>{booking.shopName}</span>
          </>
        )
      }
      figures={
        booking === undefined
          ? []
          : [{ label: t('column.points'), value: booking.points, unit: t('unit.points', { ns: 'common' }) }]
      }
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={booking === undefined ? undefined : <Acts booking={booking} />}
    >
      {booking === undefined ? null : <Facts booking={booking} />}
    </RecordDrawer>
  );
}

function Facts({ booking }: { booking: Booking }) {
  const { t } = useTranslation('consoleBookings');
  const { dispute, help } = booking;
  const why = help?.refusal ?? null;
  const rows: [string, string | null][] = [
    [t('column.when'), formatSpan(booking.startsAt, booking.endsAt)],
    [t('helper'), booking.helperName],
    [t('resident'), t(`says.${booking.residentSays ?? 'none'}`)],
    [t('serving'), t(`says.${booking.helperSays ?? 'none'}`)],
    [t('missed'), t(`missedTerms.${booking.missed}`)],
    [t('question'), dispute === null ? null : (dispute.reason ?? t('contradiction'))],
    [t('until'), dispute?.open ? formatMoment(booking.answerUntil) : null],
    [t('answer'), dispute?.note ?? null],
    [t('help'), help === null ? null : why === null ? t('helpFiled') : t('helpRefused', { why: problemWords(why) })],
  ];
  return (
    <dl className={styles.facts} style={{ paddingTop: 16 }}>
      {rows.map(([label, value]) =>
        value === null ? null : (
          <div key={label} style={{ display: 'contents' }}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Acts({ booking }: { booking: Booking }) {
  const { t } = useTranslation('consoleBookings');
  const [open, setOpen] = useState<'decide' | 'call_off'>();
  const params = { bookingId: booking.bookingId };
  const close = (): void => setOpen(undefined);
  return (
    <>
      {booking.acts.includes('call_off') ? (
        <Button onClick={() => setOpen('call_off')}>{t('callOff.verb')}</Button>
      ) : null}
      {booking.acts.includes('decide') ? (
        <Button type="primary" onClick={() => setOpen('decide')}>
          {t('decide.verb')}
        </Button>
      ) : null}
      <MoneyDialog
        endpoint={bookings.decide}
        params={params}
        open={open === 'decide'}
        onClose={close}
        title={t('decide.title')}
        verb={t('decide.send')}
        explanation={t('decide.explanation')}
        done={t('decide.done')}
        changes={CHANGED}
      >
        {(required) => (
          <>
            <Form.Item name="decision" label={t('decide.decision')} rules={[required]}>
              <Radio.Group
                vertical
                options={(['spend', 'return'] as const).map((value) => ({
                  value,
                  label: t(`decide.${value}`, { points: booking.points }),
                }))}
              />
            </Form.Item>
            <Form.Item name="note" label={t('decide.note')} rules={[required]}>
              <Input.TextArea rows={3} maxLength={300} showCount />
            </Form.Item>
          </>
        )}
      </MoneyDialog>
      <MoneyDialog
        endpoint={bookings.callOff}
        params={params}
        open={open === 'call_off'}
        onClose={close}
        title={t('callOff.verb')}
        verb={t('callOff.verb')}
        explanation={t('callOff.explanation')}
        done={t('callOff.done')}
        changes={CHANGED}
      >
        {(required) => (
          <Form.Item name="reason" label={t('callOff.reason')} rules={[required]}>
            <Input.TextArea rows={3} maxLength={300} showCount />
          </Form.Item>
        )}
      </MoneyDialog>
    </>
  );
}
