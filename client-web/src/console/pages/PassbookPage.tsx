import { people } from '@red-points/shared/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatDate, formatHours, formatMoment, formatShortDay } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { PageTrouble } from '../components/Trouble.tsx';
import styles from '../print/passbook.module.css';

/** Entries of a passbook; older ones are in the statement. */
const ENTRIES_MAX = 400;

/** 积分存折: the statement on paper, for people without a phone. */
export function PassbookPage() {
  const { t } = useTranslation(['consolePrint', 'consoleLedger', 'consolePeople', 'common']);
  const { personId = '' } = useParams({ strict: false }) as { personId?: string };
  const person = useRead(people.get, { params: { personId } }, { enabled: personId !== '' });
  const pages = useInfiniteQuery({
    queryKey: [people.statement.id, personId, 'passbook'],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }): Promise<CallAnswer<typeof people.statement>> =>
      call(people.statement, {
        params: { personId },
        query: { limit: 200, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  const items = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = pages;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && items.length < ENTRIES_MAX) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, items.length]);
  const error = person.error ?? pages.error;
  if (error !== null)
    return <PageTrouble error={error} onRetry={() => void Promise.all([person.refetch(), pages.refetch()])} />;
  if (person.data === undefined || pages.data === undefined || isFetchingNextPage) return <Spin fullscreen />;
  const { account } = person.data;
  return (
    <main className={styles['desk']}>
      <div className={`${styles['tools'] ?? ''} no-print`}>
        <Button onClick={() => window.close()}>{t('close')}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print')}
        </Button>
      </div>
      <article className={`paper ${styles['sheet']}`}>
        <h1>{t('passbook.title')}</h1>
        <p className="quiet">
          {t('passbook.whose', {
            name: person.data.maskedName,
            unit: person.data.unitName,
            moment: formatMoment(serverNowMs()),
          })}
        </p>
        <dl className={styles['sums']}>
          <div>
            <dt>{t('figure.available', { ns: 'consolePeople' })}</dt>
            <dd>
              <Points value={account.available} />
            </dd>
          </div>
          <div>
            <dt>{t('figure.pending', { ns: 'consolePeople' })}</dt>
            <dd>
              <Points value={account.pending} />
            </dd>
          </div>
          <div>
            <dt>{t('figure.minutes', { ns: 'consolePeople' })}</dt>
            <dd>{`${formatHours(account.minutes)} ${t('unit.hours', { ns: 'common' })}`}</dd>
          </div>
          {account.nextExpiry === null ? null : (
            <div>
              <dt>{t('figure.expiry', { ns: 'consolePeople', date: formatDate(account.nextExpiry.lastDay) })}</dt>
              <dd>
                <Points value={account.nextExpiry.points} />
              </dd>
            </div>
          )}
        </dl>
        <table>
          <thead>
            <tr>
              <th>{t('passbook.date')}</th>
              <th>{t('passbook.what')}</th>
              <th>{t('passbook.kind')}</th>
              <th>{t('passbook.points')}</th>
              <th>{t('passbook.balance')}</th>
              <th>{t('passbook.receipt')}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((entry) => (
              <tr key={entry.entryId}>
                <td>{formatShortDay(entry.effectiveAt)}</td>
                <td>{entry.title}</td>
                <td>{t(`kind.${entry.kind}`, { ns: 'consoleLedger' })}</td>
                <td>
                  {entry.kind === 'hold' ? (
                    <Points value={entry.holdPoints ?? 0} tone="pending" />
                  ) : (
                    <Points value={entry.points} tone="signed" />
                  )}
                </td>
                <td>{entry.balanceAfter}</td>
                <td>{entry.receiptCode}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="small quiet">{t('passbook.foot', { count: items.length })}</p>
      </article>
    </main>
  );
}
