import { Alert, Button } from 'antd';
import type { ReactNode } from 'react';
import styles from './EntryDrawer.module.css';

/** How many are shown; a list of more says so. */
export const WAITING_SHOWN = 10;

interface WaitingEntry {
  readonly key: string;
  readonly entryId: string;
  readonly words: ReactNode;
}

export interface WaitingEntriesProps {
  items: readonly WaitingEntry[];
  /** There are more than these. */
  more: boolean;
  /** The heading, given how many: `3`, or `10+`. */
  title: (count: string) => string;
  openVerb: string;
  onOpen: (entryId: string) => void;
}

/** Entries with which somebody has to do something, above the list of all; each opens. Nothing where none waits. */
export function WaitingEntries({ items, more, title, openVerb, onOpen }: WaitingEntriesProps) {
  if (items.length === 0) return null;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={title(more ? `${WAITING_SHOWN}+` : String(items.length))}
      description={
        <ul>
          {items.map(({ key, entryId, words }) => (
            <li key={key} className={styles['waiting']}>
              {words}
              <Button type="link" size="small" onClick={() => onOpen(entryId)}>
                {openVerb}
              </Button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
