import { history, type PastAccount } from '@red-points/shared/contracts';
import { DatePicker, Skeleton } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatHours, formatMoment, formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './AsOfTab.module.css';

/** 截至某日: what the account held at the end of a day, from its entries alone. */
export function AsOfTab({ personId }: { personId: string }) {
  const { t } = useTranslation('consolePeople');
  const [day, setDay] = useState(() => businessDate());
  const read = useRead(history.asOf, { params: { personId }, query: { at: day } });
  return (
    <div className={styles['tab']}>
      <DatePicker
        value={dayjs(day)}
        allowClear={false}
        aria-label={t('asOf.day')}
        disabledDate={(date) => date.format('YYYY-MM-DD') > businessDate()}
        onChange={(date) => {
          if (date !== null) setDay(date.format('YYYY-MM-DD'));
        }}
      />
      {read.error !== null && read.data === undefined ? (
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      ) : null}
      {read.isPending ? <Skeleton active title={false} paragraph={{ rows: 6 }} /> : null}
      {read.data === undefined ? null : <PastState account={read.data} />}
    </div>
  );
}

function PastState({ account }: { account: PastAccount }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const figures = [
    [t('figure.available'), account.available],
    [t('figure.held'), account.held],
    [t('asOf.lapsed'), account.lapsed],
    [t('figure.owed'), account.owed],
  ] as const;
  return (
    <>
      <p className="quiet">
        {account.seq === 0
          ? t('asOf.nothing')
          : t('asOf.after', { seq: account.seq, moment: formatMoment(account.recordedAt ?? account.at) })}
        {account.closed ? ` · ${t('status.closed')}` : ''}
      </p>
      <dl className={styles['figures']}>
        {figures.map(([name, points]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Points value={points} figure />
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('figure.minutes')}</dt>
          <dd>{`${formatHours(account.minutes)} ${t('unit.hours', { ns: 'common' })}`}</dd>
        </div>
      </dl>
      <Details account={account} />
      {account.receiptCode === null ? null : (
        <p className="small quiet">{t('asOf.receipt', { code: account.receiptCode })}</p>
      )}
    </>
  );
}

/** Which points fall due when, and what was set aside. */
function Details({ account: { lots, holds, items, earned } }: { account: PastAccount }) {
  const { t } = useTranslation('consolePeople');
  return (
    <dl className={styles['details']}>
      <dt>{t('field.items')}</dt>
      <dd>{t('itemsEarned', { items, points: earned })}</dd>
      {lots.map(({ points, lastDay }) => (
        <Line
          key={lastDay ?? 'never'}
          name={lastDay === null ? t('asOf.never') : t('asOf.until', { day: formatDate(lastDay) })}
          points={points}
        />
      ))}
      {holds.map(({ points, until }) => (
        <Line
          key={`${until} ${points}`}
          name={t('asOf.heldUntil', { moment: formatShortMoment(until) })}
          points={points}
        />
      ))}
    </dl>
  );
}

function Line({ name, points }: { name: string; points: number }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <Points value={points} />
      </dd>
    </>
  );
}
