import { type CalendarItem, calendars } from '@red-points/shared/contracts';
import { addDays, endOfMonth, startOfWeek } from '@red-points/shared/domain/calendar';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatMonth, formatTime } from '../../components/formatters.ts';
import { Trouble } from '../components/Trouble.tsx';
import { useUnit } from '../unit.tsx';
import styles from './MonthCalendar.module.css';

type Range = 'month' | 'week';
const WEEK = [1, 2, 3, 4, 5, 6, 7] as const;

/** Activities of a month or a week, a column for each day from Monday on. */
export function MonthCalendar({ onOpen }: { onOpen: (activityId: string) => void }) {
  const { t } = useTranslation('consoleActivityLife');
  const { unitId } = useUnit();
  const today = businessDate();
  const [range, setRange] = useState<Range>('month');
  const [day, setDay] = useState(today);
  const first = range === 'month' ? `${day.slice(0, 7)}-01` : day;
  const from = startOfWeek(first);
  const until = addDays(startOfWeek(range === 'month' ? endOfMonth(first) : day), 6);
  const read = useRead(calendars.staff, { query: { unitId, from, until } }, { enabled: unitId !== '' });
  const move = (by: 1 | -1): void => {
    if (range === 'week') setDay(addDays(day, 7 * by));
    else setDay(by === 1 ? addDays(endOfMonth(day), 1) : `${addDays(first, -1).slice(0, 7)}-01`);
  };
  const byDay = new Map<string, CalendarItem[]>();
  for (const item of read.data?.items ?? []) {
    const date = businessDate(item.startsAt);
    byDay.set(date, [...(byDay.get(date) ?? []), item]);
  }
  const days: string[] = [];
  for (let date = from; date <= until; date = addDays(date, 1)) days.push(date);
  return (
    <section className={`card ${styles['calendar'] ?? ''}`}>
      <header className={styles['head']}>
        <h2>{range === 'month' ? formatMonth(first.slice(0, 7)) : `${formatDate(from)} – ${formatDate(until)}`}</h2>
        <Button onClick={() => move(-1)}>{t('calendar.before')}</Button>
        <Button onClick={() => setDay(today)}>{t('calendar.today')}</Button>
        <Button onClick={() => move(1)}>{t('calendar.after')}</Button>
        <Segmented
          aria-label={t('calendar.range')}
          value={range}
          onChange={(chosen) => setRange(chosen as Range)}
          options={(['month', 'week'] as const).map((value) => ({ value, label: t(`calendar.${value}`) }))}
        />
      </header>
      {read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />}
      <div className={styles['names']} aria-hidden="true">
        {WEEK.map((weekday) => (
          <span key={weekday}>{t(`series.weekday.d${weekday}`)}</span>
        ))}
      </div>
      <ol className={styles['days']} aria-busy={read.isPending}>
        {days.map((date) => (
          <li
            key={date}
            data-today={date === today}
            data-other={range === 'month' && !date.startsWith(first.slice(0, 7))}
            data-empty={!byDay.has(date)}
          >
            <time dateTime={date}>{formatDate(date)}</time>
            {(byDay.get(date) ?? []).map((item) => (
              <button
                key={item.activityId}
                type="button"
                className={`plain-button ${styles['item'] ?? ''}`}
                data-state={item.state}
                onClick={() => onOpen(item.activityId)}
              >
                <b>{formatTime(item.startsAt)}</b> {item.title}
                {item.signedUp === 0 && (item.state === 'ended' || item.state === 'settled') ? null : (
                  <span>{`${item.signedUp}/${item.capacity}`}</span>
                )}
              </button>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
