import type { ReactNode } from 'react';
import styles from './PageHeader.module.css';

export interface PageHeaderProps {
  title: ReactNode;
  /** What the page counts, small beside the title. */
  note?: ReactNode;
  /** Buttons or steps at the right; at most one of them red. */
  actions?: ReactNode;
}

/** Title, note and actions of a console page. */
export function PageHeader({ title, note, actions }: PageHeaderProps) {
  return (
    <header className={styles.head}>
      <h1>{title}</h1>
      {note === undefined ? null : <span className="quiet">{note}</span>}
      {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
    </header>
  );
}

/** The ground of a console page: 20 above, 24 at the sides. */
export function Page({ children }: { children: ReactNode }) {
  return <div className={styles.page}>{children}</div>;
}
