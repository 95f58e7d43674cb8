import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import { type PublicityBatch, publicity } from '@red-points/shared/contracts';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useList, useRead } from '../api/index.ts';
import { useNow } from '../components/clock.ts';
import { formatDate, formatHours, formatMoment, formatNumber } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { ChooseCommunity } from './ChooseCommunity.tsx';
import { DigestCard } from './DigestCard.tsx';
import styles from './NoticePage.module.css';
import frame from './PublicFrame.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';

type Notice = CallAnswer<typeof publicity.list>;

/** 积分公示 of a community: reads top to bottom as a notice on the wall does, and prints as one. */
export function NoticePage({ unitId }: { unitId: string | undefined }) {
  return <PublicFrame here="notice">{unitId === undefined ? <Communities /> : <Notice unitId={unitId} />}</PublicFrame>;
}

/** Without a community in the address: which one? */
function Communities() {
  const { t } = useTranslation('publicNotice');
  return <ChooseCommunity title={t('choose')} path="/notice" />;
}

function Notice({ unitId }: { unitId: string }) {
  const { t } = useTranslation(['publicNotice', 'common']);
  const batches = useRead(publicity.batches, { query: { unitId, limit: 50 } });
  const [chosen, setChosen] = useState(() => new URLSearchParams(window.location.search).get('batch') ?? undefined);
  // Without one in the address the newest is shown; where nothing has a number, what is in publicity all the same.
  const batchId = chosen ?? batches.data?.items[0]?.batchId;
  const choose = (next: string): void => {
    window.history.replaceState(null, '', addressOf(unitId, next));
    setChosen(next);
  };
  if (batches.data === undefined) {
    return (
      <main className={styles.choose}>
        {batches.error === null ? (
          <p className={styles.quiet}>{t('state.loading', { ns: 'common' })}</p>
        ) : (
          <Trouble error={batches.error} onRetry={() => void batches.refetch()} />
        )}
      </main>
    );
  }
  return (
    <Published
      key={batchId}
      unitId={unitId}
      batchId={batchId}
      others={<Others batches={batches.data.items} batchId={batchId} onChoose={choose} />}
    />
  );
}

const addressOf = (unitId: string, batchId: string | undefined): string =>
  `/notice/${encodeURIComponent(unitId)}${batchId === undefined ? '' : `?batch=${encodeURIComponent(batchId)}`}`;

interface PublishedProps {
  unitId: string;
  batchId: string | undefined;
  /** The way to what was published beside it. */
  others: ReactNode;
}

function Published({ unitId, batchId, others }: PublishedProps) {
  const { t } = useTranslation(['publicNotice', 'common']);
  const ofBatch = batchId === undefined ? {} : { batchId };
  const list = useList(publicity.list, { query: { unitId, ...ofBatch, limit: 200 } });
  const { first } = list;
  usePrintWhenReady(list.isSuccess && !list.hasNextPage);
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const wantsAll = new URLSearchParams(window.location.search).has('print');
  useEffect(() => {
    if (wantsAll && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [wantsAll, hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (first === undefined) {
    return (
      <main className={styles.choose}>
        {list.error === null ? (
          <p className={styles.quiet}>{t('state.loading', { ns: 'common' })}</p>
        ) : (
          <>
            <Trouble error={list.error} onRetry={() => void list.refetch()} />
            {others}
          </>
        )}
      </main>
    );
  }
  const { batch } = first;
  const unitName = batch?.unitName ?? first.unitName;
  return (
    <main className={styles.columns}>
      <div>
        <h1>{t('title', { unit: unitName })}</h1>
        <p className={styles.meta}>
          {batch === null ? null : (
            <span>{t('number', { unit: unitName, year: batch.year, number: batch.number })}</span>
          )}
          <span>{t('publisher', { unit: unitName })}</span>
          {first.windowFrom === null ? null : <span>{t('since', { moment: formatMoment(first.windowFrom) })}</span>}
        </p>
        {others}
        <Period notice={first} />
        <p className={styles.say}>{t(batch === null || batch.isOpen ? 'say' : 'said')}</p>
        {list.items.length === 0 ? (
          <p className={styles.empty}>{t('empty')}</p>
        ) : (
          <Lines
            items={list.items}
            total={first.total}
            objectAt={batch?.isOpen ? objectAt(unitId, batch.batchId) : null}
          />
        )}
        {list.hasNextPage ? (
          <button
            type="button"
            className={`${frame.tool} ${styles.more} no-print`}
            disabled={isFetchingNextPage}
            onClick={() => void fetchNextPage()}
          >
            {t('action.loadMore', { ns: 'common' })}
          </button>
        ) : null}
        <p className={styles.foot}>{t('foot')}</p>
      </div>
      <Aside unitId={unitId} batch={batch} />
    </main>
  );
}

/** Where a resident objects after signing in: to one line, or to one that they choose there. */
const objectAt = (unitId: string, batchId: string) => (creditId?: string) => {
  const search = new URLSearchParams({
    unit: unitId,
    batch: batchId,
    ...(creditId === undefined ? {} : { credit: creditId }),
  });
  return `/app/publicity?${search.toString()}`;
};

/** What else can be read: each by its number and its last day. */
function Others({
  batches,
  batchId,
  onChoose,
}: {
  batches: readonly PublicityBatch[];
  batchId: string | undefined;
  onChoose: (batchId: string) => void;
}) {
  const { t } = useTranslation('publicNotice');
  if (batches.length < 2) return null;
  const several = new Set(batches.map(({ unitId }) => unitId)).size > 1;
  return (
    <nav className={`${styles.others} no-print`} aria-label={t('others')}>
      {batches.map((batch) => (
        <button
          key={batch.batchId}
          type="button"
          aria-current={batch.batchId === batchId ? 'true' : undefined}
          onClick={() => onChoose(batch.batchId)}
        >
          <b>
            {several
              ? `${batch.unitName} ${t('short', { number: batch.number })}`
              : t('short', { number: batch.number })}
          </b>
          <span>{t(batch.isOpen ? 'lastDayOf' : 'overOn', { day: formatDate(batch.lastDay) })}</span>
        </button>
      ))}
    </nav>
  );
}

/** The console's 打印公示 opens this page with `?print`: it prints itself once all lines are there. */
function usePrintWhenReady(ready: boolean): void {
  const done = useRef(false);
  useEffect(() => {
    if (!ready || done.current || !new URLSearchParams(window.location.search).has('print')) return;
    done.current = true;
    window.setTimeout(() => window.print(), 300);
  }, [ready]);
}

function Period({ notice }: { notice: Notice }) {
  const { t } = useTranslation('publicNotice');
  const nowMs = useNow(60_000);
  const { windowFrom, windowUntil } = notice;
  const fromMs = windowFrom === null ? nowMs : Date.parse(windowFrom);
  const untilMs = windowUntil === null ? nowMs : Date.parse(windowUntil);
  const share = Math.min(1, Math.max(0, (nowMs - fromMs) / Math.max(1, untilMs - fromMs)));
  const hoursLeft = Math.max(0, Math.ceil((untilMs - nowMs) / 3_600_000));
  return (
    <section className={styles.period} aria-label={t('period')}>
      {windowFrom === null || windowUntil === null ? null : (
        <div>
          <p className={styles.split}>
            <span className={styles.quiet}>{t('period')}</span>
            <span className={styles.left}>
              {notice.batch?.isOpen === false
                ? t('over')
                : hoursLeft >= 48
                  ? t('leftDays', { count: Math.floor(hoursLeft / 24) })
                  : t('leftHours', { count: hoursLeft })}
            </span>
          </p>
          <b>
            {t('fromTo', {
              from: formatMoment(windowFrom),
              // People name the day that a window ends with, not the first moment of the next.
              until: notice.batch === null ? formatMoment(windowUntil) : `${formatDate(notice.batch.lastDay)} 24:00`,
            })}
          </b>
          {notice.batch === null ? null : (
            <b className={styles.lastDay}>{t('lastDay', { day: formatDate(notice.batch.lastDay) })}</b>
          )}
          <span className={styles.bar}>
            <i style={{ width: `${share * 100}%` }} />
          </span>
        </div>
      )}
      <Figure name={t('lines')} value={t('linesValue', { number: formatNumber(notice.total) })} />
      <Figure name={t('people')} value={t('peopleValue', { number: formatNumber(notice.people) })} />
      <Figure name={t('points')} value={t('pointsValue', { number: formatNumber(notice.points) })} />
    </section>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <span className={styles.quiet}>{name}</span>
      <b>{value}</b>
    </div>
  );
}

interface LinesProps {
  items: readonly Notice['items'][number][];
  total: number;
  /** The address at which one objects to a line; null where objections are not taken. */
  objectAt: ((creditId: string) => string) | null;
}

function Lines({ items, total, objectAt }: LinesProps) {
  const { t } = useTranslation('publicNotice');
  return (
    <section className={styles.table}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.number')}</th>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.grid')}</th>
            <th scope="col">{t('column.what')}</th>
            <th scope="col">{t('column.date')}</th>
            <th scope="col">{t('column.hours')}</th>
            <th scope="col">{t('column.points')}</th>
            <th scope="col">{t('column.state')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((line, index) => (
            <tr key={line.creditId}>
              <td>{index + 1}</td>
              <td>
                <b>{line.maskedName}</b>
              </td>
              <td data-label={t('column.grid')}>{line.gridName}</td>
              <td data-label={t('column.what')}>{line.title}</td>
              <td data-label={t('column.date')}>{formatDate(line.date)}</td>
              <td data-label={t('column.hours')}>{t('hoursValue', { hours: formatHours(line.minutes) })}</td>
              <td data-label={t('column.points')}>{t('pointsValue', { number: line.points })}</td>
              <td>
                <State line={line} objectAt={objectAt} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.count}>{t('shown', { shown: formatNumber(items.length), total: formatNumber(total) })}</p>
    </section>
  );
}

function State({ line, objectAt }: { line: Notice['items'][number]; objectAt: LinesProps['objectAt'] }) {
  const { t } = useTranslation('publicNotice');
  const takes = line.state === 'in_publicity' || line.state === 'objected';
  return (
    <>
      {line.state === 'objected' ? (
        <span className={styles.objected}>
          <Icon of={ExclamationCircleOutlined} />
          {t('state.objected')}
        </span>
      ) : (
        <span className={styles.quiet}>{t(`state.${line.state}`)}</span>
      )}
      {objectAt === null || !takes ? null : (
        <a
          className={`${styles.objectTo} no-print`}
          href={objectAt(line.creditId)}
          aria-label={t('object.toLine', { name: line.maskedName, title: line.title })}
        >
          {t('object.line')}
        </a>
      )}
    </>
  );
}

function Aside({ unitId, batch }: { unitId: string; batch: Notice['batch'] }) {
  const { t } = useTranslation('publicNotice');
  const address = `${window.location.origin}${addressOf(unitId, batch?.batchId)}`;
  return (
    <aside className={styles.aside}>
      <section>
        <h2>{t('object.title')}</h2>
        <ol>
          <li>{t('object.first')}</li>
          <li>{t('object.second')}</li>
          <li>{t('object.third')}</li>
        </ol>
        {batch === null ? null : batch.isOpen ? (
          <a className={`${styles.objectButton} no-print`} href={objectAt(unitId, batch.batchId)()}>
            {t('object.verb')}
          </a>
        ) : (
          <p className={styles.quiet}>{t('object.over')}</p>
        )}
      </section>
      <DigestCard />
      <section className={styles.phone}>
        <div>
          <h2>{t('phone.title')}</h2>
          <p className={styles.quiet}>{t('phone.what')}</p>
        </div>
        <span>
          <QrCode text={address} errorCorrection="Q" label={t('phone.title')} />
        </span>
      </section>
    </aside>
  );
}
