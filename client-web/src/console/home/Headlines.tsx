import type { Overview } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatChange, formatNumber } from '../../components/formatters.ts';
import { StatCard } from '../components/StatCard.tsx';

/** 参与主体, 积分事项, 累计发放积分: each says what it counts. */
export function Headlines({ overview }: { overview: Overview | undefined }) {
  const { t } = useTranslation(['consoleHome', 'common']);
  const unit = t('unit.points', { ns: 'common' });
  const change = (weekChange: number | undefined, suffix = ''): string | undefined => {
    if (weekChange === undefined) return undefined;
    return weekChange === 0 ? t('weekSame') : t('weekChange', { change: `${formatChange(weekChange)}${suffix}` });
  };
  const subjects = overview?.subjects;
  return (
    <>
      <StatCard
        title={t('subjects.name')}
        value={subjects?.value}
        meaning={t('subjects.how', {
          person: formatNumber(subjects?.person ?? 0),
          household: formatNumber(subjects?.household ?? 0),
          organisation: formatNumber(subjects?.organisation ?? 0),
        })}
        change={change(subjects?.weekChange)}
        trend={subjects?.weekChange ?? 0}
        curve={subjects?.spark ?? []}
      />
      <StatCard
        title={t('items.name')}
        value={overview?.items.value}
        meaning={t('items.how')}
        change={change(overview?.items.weekChange)}
        trend={overview?.items.weekChange ?? 0}
        curve={overview?.items.spark ?? []}
      />
      <StatCard
        title={t('issued.name')}
        value={overview?.issued.value}
        unit={unit}
        meaning={t('issued.how')}
        change={change(overview?.issued.weekChange, ` ${unit}`)}
        trend={overview?.issued.weekChange ?? 0}
        curve={overview?.issued.spark ?? []}
      />
    </>
  );
}
