import CheckCircleOutlined from '@ant-design/icons-svg/es/asn/CheckCircleOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import RollbackOutlined from '@ant-design/icons-svg/es/asn/RollbackOutlined';
import type { ReviewLine } from '@red-points/shared/contracts';
import { Checkbox, Segmented, Select, Skeleton } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCategories } from '../../components/categories.ts';
import { formatAge } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { type Ruling, rulingKey } from '../../features/reviews/decide.ts';
import type { ReviewSearch } from '../search.ts';
import styles from './Queue.module.css';

const SHOWS = ['all', 'late', 'escalated', 'second'] as const;

export interface QueueProps {
  lines: readonly ReviewLine[];
  decided: ReadonlyMap<string, Ruling>;
  selectedKey: string | undefined;
  loading: boolean;
  doneCount: number;
  remaining: number;
  search: ReviewSearch;
  onSearch: (search: ReviewSearch) => void;
  onSelect: (line: ReviewLine) => void;
  picked: ReadonlySet<string>;
  onPick: (picked: ReadonlySet<string>) => void;
  pickable: boolean;
  /** How many of what waits are late, handed up, approved once. */
  counts: { readonly late: number; readonly escalated: number; readonly second: number } | undefined;
  /** Where rights were lent to the reader: the units to choose from, their own first. */
  scopes: readonly { readonly value: string; readonly label: string }[];
}

/** The queue at the left: where one is, filters, and a line for each item. */
export function Queue(props: QueueProps) {
  const {
    lines,
    decided,
    selectedKey,
    loading,
    doneCount,
    remaining,
    search,
    onSearch,
    onSelect,
    picked,
    onPick,
    pickable,
    counts,
    scopes,
  } = props;
  const { t } = useTranslation(['consoleReview', 'domain']);
  const { options: categories } = useCategories();
  const toggle = (key: string): void => {
    const next = new Set(picked);
    if (!next.delete(key)) next.add(key);
    onPick(next);
  };
  return (
    <section className={styles['queue']} aria-label={t('queue')}>
      <ProgressHead doneCount={doneCount} remaining={remaining} />
      <div className={styles['filters']}>
        {scopes.length < 2 ? null : (
          <Select
            className={styles['wide'] ?? ''}
            value={search.unit ?? scopes[0]?.value ?? ''}
            aria-label={t('filter.scope')}
            onChange={(unit: string) => onSearch({ ...search, unit: unit === scopes[0]?.value ? undefined : unit })}
            options={[...scopes]}
          />
        )}
        <Select
          value={search.category ?? 'all'}
          aria-label={t('filter.category')}
          onChange={(value: string) => onSearch({ ...search, category: value === 'all' ? undefined : value })}
          options={[{ value: 'all', label: t('filter.allCategories') }, ...categories]}
        />
        <Select
          value={search.order ?? 'oldest'}
          aria-label={t('filter.order')}
          onChange={(order) => onSearch({ ...search, order })}
          options={[
            { value: 'oldest' as const, label: t('filter.oldest') },
            { value: 'newest' as const, label: t('filter.newest') },
          ]}
        />
        <Segmented
          className={styles['wide'] ?? ''}
          block
          size="small"
          value={search.show ?? 'all'}
          aria-label={t('filter.show')}
          onChange={(show) => onSearch({ ...search, show: show === 'all' ? undefined : show })}
          options={SHOWS.map((show) => ({
            value: show,
            label: show === 'all' ? t('filter.all') : t(`filter.${show}`, { count: counts?.[show] ?? 0 }),
          }))}
        />
      </div>
      {loading ? <Skeleton active title={false} paragraph={{ rows: 8 }} className={styles['loading'] ?? ''} /> : null}
      <ul className={styles['list']}>
        {lines.map((line) => {
          const key = rulingKey(line);
          return (
            <QueueLine
              key={key}
              line={line}
              ruling={decided.get(key)}
              on={key === selectedKey}
              onSelect={() => onSelect(line)}
              picked={picked.has(key)}
              onPick={pickable && line.mayDecide && !decided.has(key) ? () => toggle(key) : undefined}
            />
          );
        })}
      </ul>
    </section>
  );
}

/** `12 / 86`: which of all the one on screen is, and how fast it goes. */
function ProgressHead({ doneCount, remaining }: { doneCount: number; remaining: number }) {
  const { t } = useTranslation('consoleReview');
  const beganAtMs = useRef(Date.now());
  const total = doneCount + remaining;
  const share = total === 0 ? 1 : doneCount / total;
  const secondsEach = doneCount === 0 ? undefined : Math.round((Date.now() - beganAtMs.current) / 1000 / doneCount);
  return (
    <div className={styles['progress']}>
      <div>
        <b>{`${Math.min(doneCount + 1, total)} / ${total}`}</b>
        <span className="small quiet">
          {secondsEach === undefined
            ? t('progress.start')
            : t('progress.speed', { count: doneCount, seconds: secondsEach })}
        </span>
      </div>
      <div
        className={styles['bar']}
        role="progressbar"
        aria-label={t('progress.label')}
        aria-valuenow={doneCount}
        aria-valuemin={0}
        aria-valuemax={total}
      >
        <i style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}

interface QueueLineProps {
  line: ReviewLine;
  ruling: Ruling | undefined;
  on: boolean;
  onSelect: () => void;
  picked: boolean;
  onPick: (() => void) | undefined;
}

function QueueLine({ line, ruling, on, onSelect, picked, onPick }: QueueLineProps) {
  const { t } = useTranslation(['consoleReview', 'domain']);
  const { nameOf } = useCategories();
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (on) item.current?.scrollIntoView({ block: 'nearest' });
  }, [on]);
  const how =
    line.kind === 'attendance'
      ? t('how.attendance')
      : line.onBehalf
        ? t('how.onBehalf', { name: line.filedByName })
        : t('how.own');
  return (
    <li ref={item} data-on={on} data-done={ruling !== undefined && ruling.state !== 'refused'}>
      {onPick === undefined ? null : (
        <Checkbox
          className={styles['pick'] ?? ''}
          checked={picked}
          onChange={onPick}
          aria-label={t('pick', { name: line.maskedName, title: line.title })}
        />
      )}
      <button type="button" onClick={onSelect} aria-current={on ? 'true' : undefined}>
        <span className={styles['who']}>
          <b>{line.maskedName}</b> {line.title}
        </span>
        <span className={styles['points']}>
          {ruling === undefined ? <Points value={line.points} /> : <Outcome ruling={ruling} />}
        </span>
        <span className="small quiet">
          {nameOf(line.category)}
          {' · '}
          {line.provenance === 'backfilled' || line.provenance === 'late' ? (
            <span className={styles['flag']}>
              <Icon of={ClockCircleOutlined} />
              {t(`provenance.${line.provenance}`, { ns: 'domain' })}
            </span>
          ) : (
            how
          )}
          {line.flagged ? (
            <>
              {' · '}
              <span className={styles['flag']}>
                <Icon of={ExclamationCircleOutlined} />
                {t('flagged')}
              </span>
            </>
          ) : null}
        </span>
        <span className={`small ${styles['age'] ?? ''}`}>
          <Standing line={line} />
        </span>
      </button>
    </li>
  );
}

/** What presses most, else how long it has waited. */
function Standing({ line }: { line: ReviewLine }) {
  const { t } = useTranslation('consoleReview');
  const words = line.late
    ? t('standing.late')
    : line.firstApproval !== null
      ? t('standing.second')
      : line.escalated !== null
        ? t('standing.escalated')
        : undefined;
  if (words === undefined) return <span className="quiet">{formatAge(line.waitingSince)}</span>;
  return (
    <span className={styles['flag']} title={formatAge(line.waitingSince)}>
      {words}
    </span>
  );
}

const OUTCOME_ICONS = { approve: CheckCircleOutlined, return: RollbackOutlined, reject: CloseCircleOutlined } as const;

function Outcome({ ruling }: { ruling: Ruling }) {
  const { t } = useTranslation('consoleReview');
  if (ruling.state === 'refused' || ruling.state === 'unknown') {
    return (
      <span className={styles['trouble']}>
        <Icon of={ExclamationCircleOutlined} />
        {t(ruling.state === 'refused' ? 'outcome.refused' : 'outcome.unknown')}
      </span>
    );
  }
  return (
    <span className={styles[ruling.decision]}>
      <Icon of={OUTCOME_ICONS[ruling.decision]} />
      {t(ruling.second ? 'outcome.second' : `outcome.${ruling.decision}`)}
    </span>
  );
}
