import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import { orgUnits, publicity } from '@red-points/shared/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useList, useRead } from '../api/index.ts';
import { useNow } from '../components/clock.ts';
import { formatDate, formatHours, formatMoment, formatNumber } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { QrCode } from '../components/QrCode.tsx';
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
  const { t } = useTranslation(['publicNotice', 'common']);
  const units = useRead(orgUnits.list, { query: { kind: 'community' } });
  return (
    <main className={styles.choose}>
      <h1>{t('choose')}</h1>
      {units.isPending ? <p className={styles.quiet}>{t('state.loading', { ns: 'common' })}</p> : null}
      {units.error === null ? null : <Trouble error={units.error} onRetry={() => void units.refetch()} />}
      <ul>
        {(units.data?.items ?? []).map((unit) => (
          <li key={unit.id}>
            <a href={`/notice/${encodeURIComponent(unit.id)}`}>{unit.name}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}

function Notice({ unitId }: { unitId: string }) {
  const { t } = useTranslation(['publicNotice', 'common']);
  const list = useList(publicity.list, { query: { unitId, limit: 200 } });
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
          <Trouble error={list.error} onRetry={() => void list.refetch()} />
        )}
      </main>
    );
  }
  return (
    <main className={styles.columns}>
      <div>
        <h1>{t('title', { unit: first.unitName })}</h1>
        <p className={styles.meta}>
          <span>{t('publisher', { unit: first.unitName })}</span>
          {first.windowFrom === null ? null : <span>{t('since', { moment: formatMoment(first.windowFrom) })}</span>}
        </p>
        <Period notice={first} />
        <p className={styles.say}>{t('say')}</p>
        {list.items.length === 0 ? (
          <p className={styles.empty}>{t('empty')}</p>
        ) : (
          <Lines items={list.items} total={first.total} />
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
      <Aside unitId={unitId} />
    </main>
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
              {hoursLeft >= 48
                ? t('leftDays', { count: Math.floor(hoursLeft / 24) })
                : t('leftHours', { count: hoursLeft })}
            </span>
          </p>
          <b>{t('fromTo', { from: formatMoment(windowFrom), until: formatMoment(windowUntil) })}</b>
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

function Lines({ items, total }: { items: readonly Notice['items'][number][]; total: number }) {
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
                {line.state === 'objected' ? (
                  <span className={styles.objected}>
                    <Icon of={ExclamationCircleOutlined} />
                    {t('state.objected')}
                  </span>
                ) : (
                  <span className={styles.quiet}>{t(`state.${line.state}`)}</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.count}>{t('shown', { shown: formatNumber(items.length), total: formatNumber(total) })}</p>
    </section>
  );
}

function Aside({ unitId }: { unitId: string }) {
  const { t } = useTranslation('publicNotice');
  const address = `${window.location.origin}/notice/${encodeURIComponent(unitId)}`;
  return (
    <aside className={styles.aside}>
      <section>
        <h2>{t('object.title')}</h2>
        <ol>
          <li>{t('object.first')}</li>
          <li>{t('object.second')}</li>
          <li>{t('object.third')}</li>
        </ol>
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
