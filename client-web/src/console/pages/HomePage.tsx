import { reports } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { Page } from '../components/PageHeader.tsx';
import { StatCard } from '../components/StatCard.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { useUnit } from '../unit.tsx';
import styles from './HomePage.module.css';

/** The first page of a working day. */
export function HomePage() {
  const { unitId } = useUnit();
  const overview = useRead(reports.overview, { query: { unitId } }, { enabled: unitId !== '' });
  return (
    <Page>
      {overview.isError ? (
        <Trouble error={overview.error} onRetry={() => void overview.refetch()} />
      ) : (
        <Headlines overview={overview.data} />
      )}
    </Page>
  );
}

type Overview = NonNullable<ReturnType<typeof useRead<typeof reports.overview>>['data']>;

function Headlines({ overview }: { overview: Overview | undefined }) {
  const { t } = useTranslation(['console', 'common']);
  const change = (value: number | undefined): string | undefined =>
    value === undefined
      ? undefined
      : t('home.weekChange', { change: `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value))}` });
  const subjects = overview?.subjects;
  return (
    <div className={styles['headlines']}>
      <StatCard
        title={t('home.subjects')}
        value={subjects?.value}
        meaning={
          subjects === undefined
            ? ' '
            : t('home.subjectsMeaning', {
                person: subjects.person,
                household: subjects.household,
                organisation: subjects.organisation,
              })
        }
        change={change(subjects?.weekChange)}
        trend={subjects?.weekChange ?? 0}
        curve={subjects?.spark ?? []}
      />
      <StatCard
        title={t('home.items')}
        value={overview?.items.value}
        meaning={t('home.itemsMeaning')}
        change={change(overview?.items.weekChange)}
        trend={overview?.items.weekChange ?? 0}
        curve={overview?.items.spark ?? []}
      />
      <StatCard
        title={t('home.issued')}
        value={overview?.issued.value}
        unit={t('unit.points', { ns: 'common' })}
        meaning={t('home.issuedMeaning')}
        change={change(overview?.issued.weekChange)}
        trend={overview?.issued.weekChange ?? 0}
        curve={overview?.issued.spark ?? []}
      />
    </div>
  );
}
