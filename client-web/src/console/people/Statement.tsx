import { history, people } from '@red-points/shared/contracts';
import { addDays, endOfMonth, startOfMonth } from '@red-points/shared/domain/calendar';
import { Button, DatePicker, Empty, Skeleton } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { Trouble } from '../components/Trouble.tsx';
import { PeriodSums } from './PeriodSums.tsx';
import styles from './Statement.module.css';
import { PendingEntry, StatementEntry } from './StatementEntry.tsx';

const SHOWN = ['all', 'earned', 'redeemed', 'corrected'] as const;
type Shown = (typeof SHOWN)[number];

interface Period {
  readonly from: string;
  readonly until: string;
}

/** The entries of the account, newest first: all of them, or those of a period with what it began and ended with. */
export function Statement({ personId }: { personId: string }) {
  const { t } = useTranslation('consolePeople');
  const [show, setShow] = useState<Shown>('all');
  const [period, setPeriod] = useState<Period>();
  return (
    <>
      <PeriodChoice period={period} onChoose={setPeriod} personId={personId} />
      <fieldset className={styles['filters']} aria-label={t('statement.filter')}>
        {SHOWN.map((value) => (
          <button key={value} type="button" aria-pressed={value === show} onClick={() => setShow(value)}>
            {t(`statement.${value}`)}
          </button>
        ))}
      </fieldset>
      {period === undefined ? (
        <AllEntries personId={personId} show={show} />
      ) : (
        <EntriesOfPeriod personId={personId} show={show} period={period} />
      )}
    </>
  );
}

const isoOf = (day: Dayjs): string => day.format('YYYY-MM-DD');

/** Any period; the usual ones a touch away. Paper is of the period, or of the month that runs. */
function PeriodChoice({
  period,
  personId,
  onChoose,
}: {
  period: Period | undefined;
  personId: string;
  onChoose: (period: Period | undefined) => void;
}) {
  const { t } = useTranslation('consolePeople');
  const today = businessDate();
  const month = startOfMonth(today);
  const lastMonth = startOfMonth(addDays(month, -1));
  const presets = [
    { label: t('period.thisMonth'), value: [month, today] },
    { label: t('period.lastMonth'), value: [lastMonth, endOfMonth(lastMonth)] },
    { label: t('period.thisYear'), value: [`${today.slice(0, 4)}-01-01`, today] },
  ].map(({ label, value: [from, until] }) => ({ label, value: [dayjs(from), dayjs(until)] as [Dayjs, Dayjs] }));
  const printed = new URLSearchParams({ from: period?.from ?? month, until: period?.until ?? today }).toString();
  return (
    <div className={styles['period']}>
      <DatePicker.RangePicker
        value={period === undefined ? null : [dayjs(period.from), dayjs(period.until)]}
        presets={presets}
        placeholder={[t('period.from'), t('period.until')]}
        disabledDate={(day) => isoOf(day) > today}
        onChange={(range) => {
          const [from, until] = range ?? [];
          onChoose(from && until ? { from: isoOf(from), until: isoOf(until) } : undefined);
        }}
      />
      <Button href={`/console/print/statement/${encodeURIComponent(personId)}?${printed}`} target="_blank">
        {t('period.print')}
      </Button>
    </div>
  );
}

function AllEntries({ personId, show }: { personId: string; show: Shown }) {
  const list = useList(people.statement, { params: { personId }, query: { show, limit: 30 } });
  const pending = show === 'all' || show === 'earned' ? (list.first?.pending ?? []) : [];
  return (
    <Entries list={list} isEmpty={list.items.length === 0 && pending.length === 0}>
      {pending.map((credit) => (
        <PendingEntry key={credit.creditId} credit={credit} />
      ))}
    </Entries>
  );
}

function EntriesOfPeriod({ personId, show, period }: { personId: string; show: Shown; period: Period }) {
  const list = useList(history.statement, { params: { personId }, query: { show, limit: 30, ...period } });
  const summary = list.first?.summary ?? null;
  return (
    <>
      {summary === null ? null : <PeriodSums summary={summary} />}
      <Entries list={list} isEmpty={list.items.length === 0} />
    </>
  );
}

type Listed = Pick<
  ReturnType<typeof useList<typeof people.statement>>,
  'items' | 'error' | 'isPending' | 'hasNextPage' | 'isFetchingNextPage'
> & { refetch: () => unknown; fetchNextPage: () => unknown };

function Entries({ list, isEmpty, children }: { list: Listed; isEmpty: boolean; children?: ReactNode }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  if (list.error !== null && list.items.length === 0) {
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (list.isPending) return <Skeleton active title={false} paragraph={{ rows: 8 }} />;
  if (isEmpty) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('statement.none')} />;
  return (
    <>
      <ol className={styles['line']}>
        {children}
        {list.items.map((entry) => (
          <StatementEntry key={entry.entryId} entry={entry} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </>
  );
}
