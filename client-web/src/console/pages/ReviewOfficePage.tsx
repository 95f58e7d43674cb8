import { type ReviewOffice, reviewOffice } from '@red-points/shared/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatAge, formatNumber } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { CalendarNotice } from '../review-office/CalendarNotice.tsx';
import { Delegations } from '../review-office/Delegations.tsx';
import { LateByUnit } from '../review-office/LateByUnit.tsx';
import { OfficeSettings } from '../review-office/OfficeSettings.tsx';
import styles from '../review-office/office.module.css';
import { Reviewers } from '../review-office/Reviewers.tsx';
import { Runs } from '../review-office/Runs.tsx';
import { WorkingCalendar } from '../review-office/WorkingCalendar.tsx';
import { useUnit } from '../unit.tsx';

const REFRESH_MS = 30_000;

/** 审核安排: how the chosen unit reviews, what is late in it and below, who can decide, deputies, the working calendar. */
export function ReviewOfficePage() {
  const { t } = useTranslation('consoleReviewOffice');
  const { unitId } = useUnit();
  const may = useMay();
  const read = useRead(reviewOffice.get, { params: { unitId } }, { enabled: unitId !== '', everyMs: REFRESH_MS });
  const office = read.data;
  if (read.isError && office === undefined) {
    return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  }
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={office === undefined ? undefined : t('note', { unit: office.unitName })}
        actions={
          <Link to="/reviews" className="link">
            {t('queue')}
          </Link>
        }
      />
      <CalendarNotice className={styles['notice']} />
      {office === undefined ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : (
        <>
          <Figures office={office} />
          <div className={styles['blocks']}>
            <OfficeSettings office={office} />
            <Reviewers office={office} />
          </div>
          <div className={styles['stack']}>
            <Delegations unitId={unitId} />
            <LateByUnit office={office} />
            <div className={styles['blocks']}>
              {may('reviews.decide_lent') ? <Runs /> : null}
              {may('holidays.read') ? <WorkingCalendar /> : null}
            </div>
          </div>
        </>
      )}
    </Page>
  );
}

/** What waits; a touch on a figure opens that part of the queue. */
function Figures({ office }: { office: ReviewOffice }) {
  const { t } = useTranslation('consoleReviewOffice');
  const navigate = useNavigate();
  const { oldestSince } = office;
  const figures = [
    {
      show: 'all',
      value: office.waiting,
      title: t('figure.waiting'),
      hint: oldestSince === null ? t('figure.none') : t('figure.waitingHint', { age: formatAge(oldestSince) }),
    },
    { show: 'late', value: office.late, title: t('figure.late'), hint: t('figure.lateHint') },
    { show: 'escalated', value: office.escalated, title: t('figure.escalated'), hint: t('figure.escalatedHint') },
    { show: 'second', value: office.second, title: t('figure.second'), hint: t('figure.secondHint') },
  ] as const;
  return (
    <div className={styles['figures']}>
      {figures.map(({ show, value, title, hint }) => (
        <button
          key={show}
          type="button"
          className={`card ${styles['figure'] ?? ''}`}
          data-pressing={show === 'late' && value > 0}
          onClick={() => void navigate({ to: '/reviews', search: show === 'all' ? {} : { show } })}
        >
          <span>{title}</span>
          <b>{formatNumber(value)}</b>
          <span className="small quiet">{hint}</span>
        </button>
      ))}
    </div>
  );
}
