import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Trouble } from '../components/Trouble.tsx';
import styles from './oversight.module.css';

interface Pages<Item> {
  readonly items: readonly Item[];
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  refetch(): unknown;
  fetchNextPage(): unknown;
}

/** The records behind a finding, page by page. */
export function BehindFinding<Item>({ list, rowOf }: { list: Pages<Item>; rowOf: (item: Item) => ReactNode }) {
  const { t } = useTranslation(['consoleWatch', 'common']);
  if (list.error !== null && list.items.length === 0)
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <section>
      <h3>{t('behind')}</h3>
      <ul className={styles['items']}>{list.items.map(rowOf)}</ul>
      {list.hasNextPage ? (
        <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </section>
  );
}

/** The way to a record's entry, or what is said where it has none. */
export function OpenEntry({ entryId, missing }: { entryId: string | null; missing: ReactNode }) {
  const { t } = useTranslation('consoleWatch');
  if (entryId === null) return missing;
  return (
    <Button size="small" href={`/console/transactions?open=${encodeURIComponent(entryId)}`} target="_blank">
      {t('openEntry')}
    </Button>
  );
}
