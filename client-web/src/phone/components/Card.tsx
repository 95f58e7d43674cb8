import type { ReactNode } from 'react';
import styles from './Card.module.css';

/** A white card on the ground. */
export function Card({
  children,
  className,
  label,
}: {
  children: ReactNode;
  className?: string | undefined;
  label?: string;
}) {
  return (
    <section className={`${styles.card} ${className ?? ''}`} aria-label={label}>
      {children}
    </section>
  );
}

/** Rows of label and value. */
export function Facts({ rows }: { rows: readonly { label: string; value: ReactNode; strong?: boolean }[] }) {
  return (
    <dl className={styles.facts}>
      {rows.map((row) => (
        <div key={row.label}>
          <dt>{row.label}</dt>
          <dd data-strong={row.strong === true}>{row.value}</dd>
        </div>
      ))}
    </dl>
  );
}
