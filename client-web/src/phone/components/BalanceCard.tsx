import EyeInvisibleOutlined from '@ant-design/icons-svg/es/asn/EyeInvisibleOutlined';
import EyeOutlined from '@ant-design/icons-svg/es/asn/EyeOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import styles from './BalanceCard.module.css';

export interface BalanceCardProps {
  label: string;
  /** Undefined while it is being read. */
  points: number | undefined;
  hidden?: boolean;
  onToggleHidden?: () => void;
  detailsLabel?: string;
  onDetails?: () => void;
  /** Up to three small numbers below the line. */
  parts?: readonly { label: string; points: number }[];
  /** A line of words instead of the parts (elder mode). */
  note?: ReactNode;
}

/** The red card with the balance: the only large red on a phone. */
export function BalanceCard(props: BalanceCardProps) {
  const { label, points, hidden = false, onToggleHidden, detailsLabel, onDetails, parts = [], note } = props;
  const { t } = useTranslation('common');
  const shown = (value: number | undefined): string =>
    value === undefined ? '—' : hidden ? '***' : formatNumber(value);
  return (
    <section className={styles.card} aria-label={label}>
      <div className={styles.top}>
        <span>{label}</span>
        {onToggleHidden === undefined ? null : (
          <button
            type="button"
            className="plain-button"
            onClick={onToggleHidden}
            aria-label={t(hidden ? 'action.show' : 'action.hide')}
          >
            <Icon of={hidden ? EyeInvisibleOutlined : EyeOutlined} size={18} />
          </button>
        )}
        {onDetails === undefined ? null : (
          <button type="button" className={`plain-button ${styles.details}`} onClick={onDetails}>
            {detailsLabel}
            <Icon of={RightOutlined} size={12} />
          </button>
        )}
      </div>
      <p className={styles.figure}>
        {shown(points)}
        <span>{t('unit.points')}</span>
      </p>
      {note === undefined ? null : <p>{note}</p>}
      {parts.length === 0 ? null : (
        <div className={styles.parts}>
          {parts.map((part) => (
            <div key={part.label}>
              <span>{part.label}</span>
              {`${shown(part.points)} ${t('unit.points')}`}
            </div>
          ))}
        </div>
      )}
    </section>
  );
}
