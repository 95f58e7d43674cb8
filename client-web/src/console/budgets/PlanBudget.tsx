import { type Activity, budgets } from '@red-points/shared/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatNumber } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { useCategoryWords, usePeriodWords } from './words.ts';

/** Beside a plan that waits for approval: what approving sets aside, and whether the budget has it. */
export function PlanBudget({ activity }: { activity: Activity }) {
  const { t } = useTranslation('consoleBudgets');
  const may = useMay();
  const period = usePeriodWords();
  const category = useCategoryWords();
  const month = businessDate(activity.startsAt).slice(0, 7);
  const room = useRead(
    budgets.room,
    { query: { unitId: activity.unitId, category: activity.category, month } },
    { enabled: may('budgets.read') && activity.pointsReserved > 0 },
  );
  if (activity.pointsReserved === 0) return null;
  const points = formatNumber(activity.pointsReserved);
  const { left = null, tightest = null } = room.data ?? {};
  if (left === null || tightest === null) return <Alert type="info" showIcon title={t('plan.reserves', { points })} />;
  const words = {
    points,
    left: formatNumber(left),
    unit: tightest.unitName,
    period: period(tightest.period),
    category: category(tightest.category),
  };
  return left >= activity.pointsReserved ? (
    <Alert type="success" showIcon title={t('plan.enough', words)} />
  ) : (
    <Alert type="warning" showIcon title={t('plan.short', words)} />
  );
}
