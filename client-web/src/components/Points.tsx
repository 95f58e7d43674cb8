import { useTranslation } from 'react-i18next';
import { formatNumber } from './formatters.ts';
import styles from './Points.module.css';

export interface PointsProps {
  value: number;
  /** `plain` has no sign; `signed` writes credits in brand red with + and debits in ink with −; `pending` is grey. */
  tone?: 'plain' | 'signed' | 'pending';
  strong?: boolean;
  /** The number large, the unit small. */
  figure?: boolean;
  className?: string | undefined;
}

/** Points, always with their unit 分, in tabular figures. */
export function Points({ value, tone = 'plain', strong = false, figure = false, className }: PointsProps) {
  const { t } = useTranslation('common');
  const sign = tone === 'signed' && value !== 0 ? (value > 0 ? '+' : '−') : '';
  const shown = tone === 'signed' ? Math.abs(value) : value;
  const text = shown < 0 ? `−${formatNumber(-shown)}` : formatNumber(shown);
  const names = [
    styles.points,
    tone === 'signed' && value > 0 ? styles.credit : '',
    tone === 'pending' ? styles.pending : '',
    strong || tone === 'signed' ? styles.strong : '',
    className ?? '',
  ];
  return (
    <span className={names.filter(Boolean).join(' ')}>
      {sign}
      {text}
      <span className={figure ? styles.unitSmall : styles.unit}>{t('unit.points')}</span>
    </span>
  );
}
