import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { Card } from './Card.tsx';
import styles from './ListSection.module.css';

/** A heading, a way to all of them, and a card of rows. */
export function ListSection({ title, onAll, children }: { title: ReactNode; onAll?: () => void; children: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <section>
      <header className={styles.head}>
        <h2>{title}</h2>
        {onAll === undefined ? null : (
          <button type="button" className="plain-button" onClick={onAll}>
            {t('action.all')}
            <Icon of={RightOutlined} size={12} />
          </button>
        )}
      </header>
      <Card>{children}</Card>
    </section>
  );
}

export interface RowProps {
  /** A picture, a date tile or a round icon at the left. */
  mark?: ReactNode;
  title: ReactNode;
  below?: ReactNode;
  end?: ReactNode;
  endBelow?: ReactNode;
  /** In big type `end` goes below the words, as it always does with `endBelow`. */
  wide?: boolean;
  onOpen?: () => void;
}

/** One row of a list card: at least 52 high, two lines at most on each side. */
export function Row({ mark, title, below, end, endBelow, wide: asked = false, onOpen }: RowProps) {
  const content = (
    <>
      {mark === undefined ? null : <span className={styles.mark}>{mark}</span>}
      <span className={styles.words}>
        <span className={styles.title}>{title}</span>
        {below === undefined ? null : <span className={styles.below}>{below}</span>}
      </span>
      {end === undefined && endBelow === undefined ? null : (
        <span className={styles.end}>
          {end}
          {endBelow === undefined ? null : <span className={styles.below}>{endBelow}</span>}
        </span>
      )}
    </>
  );
  const wide = asked || endBelow !== undefined;
  if (onOpen === undefined) {
    return (
      <div className={styles.row} data-wide={wide}>
        {content}
      </div>
    );
  }
  return (
    <button type="button" className={`plain-button ${styles.row}`} data-wide={wide} onClick={onOpen}>
      {content}
    </button>
  );
}

export type RoundTone = 'plain' | 'brand' | 'warning' | 'success' | 'slate';

/** A round tint with an icon, at the left of a row. */
export function Round({ tone = 'plain', children }: { tone?: RoundTone; children: ReactNode }) {
  return (
    <span className={styles.round} data-tone={tone}>
      {children}
    </span>
  );
}

/** Day and time on a slate tint. */
export function DayTile({ day, time }: { day: string; time: string }) {
  return (
    <span className={styles.day}>
      <span>{day}</span>
      <b>{time}</b>
    </span>
  );
}
