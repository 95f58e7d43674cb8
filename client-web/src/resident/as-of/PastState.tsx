import type { PastAccount } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDate, formatHours, formatMoment, formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { Nothing } from '../../phone/components/states.tsx';
import styles from './as-of.module.css';

/** What an account held: what could be spent and until when, what was set aside, what was owed. */
export function PastState({ account }: { account: PastAccount }) {
  const { t } = useTranslation('residentAccounts');
  if (account.seq === 0) return <Nothing title={t('asOf.nothing')} />;
  const { lots, holds } = account;
  const rows = [
    { label: t('asOf.held'), value: <Points value={account.held} /> },
    account.lapsed === 0 ? undefined : { label: t('asOf.lapsed'), value: <Points value={account.lapsed} /> },
    { label: t('asOf.balance'), value: <Points value={account.balance} />, strong: true },
    account.owed === 0 ? undefined : { label: t('asOf.owed'), value: <Points value={account.owed} />, strong: true },
    { label: t('asOf.minutes'), value: t('asOf.hours', { hours: formatHours(account.minutes) }) },
  ];
  return (
    <>
      <Card label={t('asOf.title')}>
        <div className={styles.head}>
          <p className="quiet">{t('asOf.available')}</p>
          <p className={styles.figure}>
            <Points value={account.available} figure />
          </p>
          {account.closed ? <p className="quiet">{t('asOf.closed')}</p> : null}
        </div>
        <Facts rows={rows.filter((row) => row !== undefined)} />
      </Card>
      {lots.length === 0 ? null : (
        <ListSection title={t('asOf.lots')}>
          {lots.map(({ points, lastDay }) => (
            <Row
              key={`${lastDay} ${points}`}
              title={lastDay === null ? t('asOf.never') : t('asOf.lastDay', { date: formatDate(lastDay) })}
              end={<Points value={points} />}
            />
          ))}
        </ListSection>
      )}
      {holds.length === 0 ? null : (
        <ListSection title={t('asOf.holds')}>
          {holds.map(({ points, until }) => (
            <Row
              key={`${until} ${points}`}
              title={t('asOf.holdUntil', { moment: formatShortMoment(until) })}
              end={<Points value={points} tone="pending" />}
            />
          ))}
        </ListSection>
      )}
      <p className={`small quiet ${styles.vouched}`}>
        {t('asOf.newest', { number: account.seq, moment: formatMoment(account.recordedAt ?? account.at) })}
        {account.receiptCode === null ? null : (
          <>
            <br />
            {t('asOf.receipt', { code: account.receiptCode })}
          </>
        )}
      </p>
    </>
  );
}
