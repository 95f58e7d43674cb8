import { useTranslation } from 'react-i18next';
import { businessDate, formatMonth } from '../../components/formatters.ts';
import type { StatementPeriod } from '../../features/statement/use-whole-statement.ts';
import { Sheet } from '../../phone/components/Sheet.tsx';
import styles from './PeriodSheet.module.css';
import { lastMonths, usualPeriods } from './period.ts';

/** How many months can be touched; those before are reached by the arrow. */
const MONTHS = 12;

interface PeriodSheetProps {
  readonly open: boolean;
  readonly period: StatementPeriod;
  readonly onChoose: (period: StatementPeriod) => void;
  readonly onClose: () => void;
}

/** Months, and the longer periods that people ask for; any other by its two dates. */
export function PeriodSheet({ open, period, onChoose, onClose }: PeriodSheetProps) {
  const { t } = useTranslation('statement');
  const today = businessDate();
  const usual = Object.entries(usualPeriods(today)) as [keyof ReturnType<typeof usualPeriods>, StatementPeriod][];
  const isChosen = ({ from, until }: StatementPeriod): boolean => from === period.from && until === period.until;
  return (
    <Sheet open={open} title={t('choose')} onClose={onClose}>
      <div className={styles.grid}>
        {usual.map(([key, span]) => (
          <button key={key} type="button" aria-pressed={isChosen(span)} onClick={() => onChoose(span)}>
            {t(key)}
          </button>
        ))}
        {lastMonths(today, MONTHS).map((month) => (
          <button key={month.from} type="button" aria-pressed={isChosen(month)} onClick={() => onChoose(month)}>
            {formatMonth(month.from.slice(0, 7))}
          </button>
        ))}
      </div>
      <form
        className={styles.dates}
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          const [from, until] = [String(form.get('from')), String(form.get('until'))].sort();
          if (from !== undefined && until !== undefined && from !== '') onChoose({ from, until });
        }}
      >
        <label>
          {t('from')}
          <input type="date" name="from" required max={today} defaultValue={period.from} />
        </label>
        <label>
          {t('until')}
          <input
            type="date"
            name="until"
            required
            max={today}
            defaultValue={period.until < today ? period.until : today}
          />
        </label>
        <button type="submit">{t('show')}</button>
      </form>
    </Sheet>
  );
}
