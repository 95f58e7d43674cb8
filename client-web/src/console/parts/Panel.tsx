import type { ReactNode } from 'react';
import { useId } from 'react';
import styles from './Panel.module.css';

export interface PanelProps {
  title: ReactNode;
  /** Quiet words beside the title. */
  hint?: ReactNode;
  /** Controls at the right end of the head. */
  extra?: ReactNode;
  className?: string | undefined;
  /** Padding around the content; lists that reach the edges go without. */
  padded?: boolean;
  children: ReactNode;
}

/** A card with a head line, as every block of the console has it. */
export function Panel({ title, hint, extra, className, padded = false, children }: PanelProps) {
  const headingId = useId();
  return (
    <section className={[styles['panel'], className].filter(Boolean).join(' ')} aria-labelledby={headingId}>
      <header className={styles['head']}>
        <h2 id={headingId}>{title}</h2>
        {hint === undefined ? null : <span className={styles['hint']}>{hint}</span>}
        {extra === undefined ? null : <div className={styles['extra']}>{extra}</div>}
      </header>
      <div className={padded ? styles['padded'] : styles['content']}>{children}</div>
    </section>
  );
}
