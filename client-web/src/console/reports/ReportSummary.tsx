import type { PeriodReport, ReportFigures } from '@red-points/shared/contracts';
import { REPORT_COLUMNS, type ReportColumn } from '@red-points/shared/domain/reports';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { businessDate, formatHours, formatNumber } from '../../components/formatters.ts';
import { currentLanguage } from '../../i18n/index.ts';
import styles from './reports.module.css';

type Words = ReturnType<typeof useTranslation<['consoleReports', 'common']>>['t'];

interface Measure {
  readonly column: ReportColumn;
  readonly of: (figures: ReportFigures) => number | null;
  readonly shown?: (value: number) => string;
  readonly unit: 'points' | 'hours' | null;
  readonly how: (t: Words, report: PeriodReport) => string;
}

const MEASURES: readonly Measure[] = [
  { column: 'items', of: ({ items }) => items, unit: null, how: (t) => t('figure.itemsHow') },
  {
    column: 'people',
    of: ({ people }) => people,
    unit: null,
    how: (t, { total }) =>
      total.times === null ? t('figure.peopleNone') : t('figure.peopleHow', { times: formatNumber(total.times) }),
  },
  { column: 'issued', of: ({ issued }) => issued, unit: 'points', how: (t) => t('figure.issuedHow') },
  { column: 'redeemed', of: ({ redeemed }) => redeemed, unit: 'points', how: (t) => t('figure.redeemedHow') },
  {
    column: 'outstanding',
    of: ({ outstanding }) => outstanding,
    unit: 'points',
    how: (t) => t('figure.outstandingHow'),
  },
  {
    column: 'served',
    of: ({ minutes }) => minutes,
    shown: formatHours,
    unit: 'hours',
    how: (t) => t('figure.hoursHow'),
  },
];

/** The figures of the unit itself, each with what it counts and how it changed. */
export function ReportSummary({ report }: { report: PeriodReport | undefined }) {
  const { t } = useTranslation(['consoleReports', 'common']);
  return (
    <div className={`card ${styles.summary}`}>
      {MEASURES.map(({ column, of, shown = formatNumber, unit, how }) => {
        const value = report === undefined ? undefined : of(report.total);
        const before = report === undefined ? undefined : of(report.previous);
        return (
          <section key={column} aria-label={REPORT_COLUMNS[column][currentLanguage()]}>
            <b>{REPORT_COLUMNS[column][currentLanguage()]}</b>
            {value === undefined ? (
              <Skeleton.Input active size="small" />
            ) : (
              <div className={styles.value}>
                {value === null ? '—' : shown(value)}
                {unit === null || value === null ? null : <span>{` ${t(`unit.${unit}`, { ns: 'common' })}`}</span>}
              </div>
            )}
            <p className="small quiet">{report === undefined ? ' ' : how(t, report)}</p>
            <p className="small">{changeWords(t, value, before, shown, isOver(report))}</p>
          </section>
        );
      })}
    </div>
  );
}

function changeWords(
  t: Words,
  value: number | null | undefined,
  before: number | null | undefined,
  shown: (value: number) => string,
  over: boolean,
): string {
  if (value === undefined || before === undefined || value === null || before === null) return ' ';
  // Beside a whole period before it, one that still runs would look like a fall.
  if (!over) return t('previous', { value: shown(before) });
  const change = value - before;
  if (change === 0) return t('same');
  return t('change', { change: `${change > 0 ? '+' : '−'}${shown(Math.abs(change))}` });
}

const isOver = (report: PeriodReport | undefined): boolean => report !== undefined && report.until < businessDate();
