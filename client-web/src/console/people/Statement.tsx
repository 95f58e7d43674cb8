import { people } from '@red-points/shared/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Empty, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call } from '../../api/index.ts';
import { Trouble } from '../components/Trouble.tsx';
import styles from './Statement.module.css';
import { PendingEntry, StatementEntry } from './StatementEntry.tsx';

const SHOWN = ['all', 'earned', 'redeemed', 'corrected'] as const;
type Shown = (typeof SHOWN)[number];

/** Every entry of the account, newest first, with rule, source, approver, receipt and the balance after it. */
export function Statement({ personId }: { personId: string }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const [show, setShow] = useState<Shown>('all');
  const pages = useInfiniteQuery({
    queryKey: [people.statement.id, personId, show],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }): Promise<CallAnswer<typeof people.statement>> =>
      call(people.statement, {
        params: { personId },
        query: { show, limit: 30, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const first = pages.data?.pages[0];
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const pending = show === 'all' || show === 'earned' ? (first?.pending ?? []) : [];
  return (
    <>
      <fieldset className={styles['filters']} aria-label={t('statement.filter')}>
        {SHOWN.map((value) => (
          <button key={value} type="button" aria-pressed={value === show} onClick={() => setShow(value)}>
            {t(`statement.${value}`)}
          </button>
        ))}
        {first === undefined ? null : (
          <span className="small quiet">{t('statement.count', { count: first.account.items })}</span>
        )}
      </fieldset>
      {pages.error !== null && first === undefined ? (
        <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      ) : null}
      {pages.isPending ? <Skeleton active title={false} paragraph={{ rows: 8 }} /> : null}
      {first !== undefined && items.length === 0 && pending.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('statement.none')} />
      ) : null}
      <ol className={styles['line']}>
        {pending.map((credit) => (
          <PendingEntry key={credit.creditId} credit={credit} />
        ))}
        {items.map((entry) => (
          <StatementEntry key={entry.entryId} entry={entry} />
        ))}
      </ol>
      {pages.hasNextPage ? (
        <Button block loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </>
  );
}
