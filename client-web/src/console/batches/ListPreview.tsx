import type { BatchKind, ListedItem } from '@red-points/shared/domain/batches';
import { useTranslation } from 'react-i18next';
import styles from './NewBatch.module.css';

/** More rows say nothing that the first do not. */
const SHOWN = 8;

/** The first rows as they were understood, before anything is sent. */
export function ListPreview({ items, kind }: { items: readonly ListedItem[]; kind: BatchKind }) {
  const { t } = useTranslation('consoleBatches');
  if (items.length === 0) return <p className="quiet">{t('new.empty')}</p>;
  const rest = items.length - SHOWN;
  return (
    <>
      <table className={styles.preview}>
        <caption className="visually-hidden">{t('new.understood')}</caption>
        <thead>
          <tr>
            <th>{t('column.item')}</th>
            <th>{t('column.person')}</th>
            <th>{t('column.phone')}</th>
            <th>{t('column.date')}</th>
            <th className={styles.figure}>{t('column.minutes')}</th>
            {kind === 'correction' ? <th className={styles.figure}>{t('column.points')}</th> : null}
          </tr>
        </thead>
        <tbody>
          {items.slice(0, SHOWN).map((item, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place in the list
            <tr key={index}>
              <td className="quiet">{index + 1}</td>
              <td>{item.name ?? item.personId ?? '—'}</td>
              <td>{item.phone ?? '—'}</td>
              <td>{item.date ?? '—'}</td>
              <td className={styles.figure}>{item.minutes ?? '—'}</td>
              {kind === 'correction' ? <td className={styles.figure}>{item.points ?? '—'}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
      {rest > 0 ? <p className={`small quiet ${styles.hint}`}>{t('new.more', { count: rest })}</p> : null}
    </>
  );
}
