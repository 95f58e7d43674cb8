import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import { Card } from '../../phone/components/Card.tsx';
import styles from './GiveForm.module.css';

const USUAL = [5, 10, 20, 50, 100];
const USUAL_MAX = 4;
/** The server takes no more in one request; longer numbers are a slip of the finger. */
const DIGITS_MAX = 7;

interface AmountProps {
  /** Null while nothing is written. */
  readonly points: number | null;
  readonly available: number;
  readonly disabled: boolean;
  readonly onChange: (points: number | null) => void;
}

/** How many points, in large digits, with what is left of them. */
export function Amount({ points, available, disabled, onChange }: AmountProps) {
  const { t } = useTranslation(['residentAccounts', 'common']);
  const usual = USUAL.filter((each) => each < available).slice(0, USUAL_MAX);
  const wrong = points !== null && points > available;
  return (
    <Card className={styles.amount} label={t('donate.amount')}>
      <label className={styles.figure}>
        <span className="visually-hidden">{t('donate.amountLabel')}</span>
        <input
          inputMode="numeric"
          autoComplete="off"
          placeholder="0"
          disabled={disabled}
          value={points === null ? '' : String(points)}
          aria-describedby="donation-left"
          aria-invalid={wrong}
          onChange={(event) => {
            const digits = event.target.value.replace(/\D/g, '').slice(0, DIGITS_MAX);
            onChange(Number(digits) > 0 ? Number(digits) : null);
          }}
        />
        <span aria-hidden="true">{t('unit.points', { ns: 'common' })}</span>
      </label>
      <div className={styles.quick}>
        {usual.map((each) => (
          <button
            key={each}
            type="button"
            disabled={disabled}
            aria-pressed={points === each}
            onClick={() => onChange(each)}
          >
            {each}
          </button>
        ))}
        {available > 0 ? (
          <button
            type="button"
            disabled={disabled}
            aria-pressed={points === available}
            onClick={() => onChange(available)}
          >
            {t('donate.all')}
          </button>
        ) : null}
      </div>
      <p id="donation-left" className={`quiet ${styles.left}`} data-wrong={wrong} aria-live="polite">
        {leftWords()}
      </p>
    </Card>
  );

  function leftWords(): string {
    if (available === 0) return t('donate.nothing');
    if (points === null) return t('donate.now', { points: formatNumber(available) });
    if (wrong) return t('donate.tooMuch', { points: formatNumber(available) });
    return t('donate.left', { points: formatNumber(available - points) });
  }
}
