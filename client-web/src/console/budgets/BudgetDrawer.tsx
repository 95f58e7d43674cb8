import { type Budget, type BudgetChange, budgets } from '@red-points/shared/contracts';
import { Alert, Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { BudgetBar, BudgetLegend } from './BudgetBar.tsx';
import styles from './BudgetDrawer.module.css';
import { BudgetLevelTag } from './BudgetLevelTag.tsx';
import { useCategoryWords, usePeriodWords } from './words.ts';

export interface BudgetDrawerProps {
  budget: Budget | undefined;
  onClose: () => void;
  onChange: (budget: Budget) => void;
}

/** One budget: how it is used, what that means for approvals, and every version with its reason. */
export function BudgetDrawer({ budget, onClose, onChange }: BudgetDrawerProps) {
  const { t } = useTranslation(['consoleBudgets', 'common']);
  const period = usePeriodWords();
  const category = useCategoryWords();
  const points = t('unit.points', { ns: 'common' });
  return (
    <RecordDrawer
      open={budget !== undefined}
      onClose={onClose}
      mark={budget?.unitName.slice(0, 1) ?? ''}
      title={budget?.unitName ?? ''}
      tags={budget === undefined ? undefined : <BudgetLevelTag level={budget.level} />}
      subtitle={
        budget === undefined ? undefined : (
          <>
            <span>{period(budget.period)}</span>
            <span>{category(budget.category)}</span>
          </>
        )
      }
      figures={
        budget === undefined
          ? []
          : [
              budget.points === null
                ? { label: t('column.points'), value: t('unlimited') }
                : { label: t('column.points'), value: budget.points, unit: points },
              { label: t('column.used'), value: budget.used, unit: points },
              { label: t('column.reserved'), value: budget.reserved, unit: points },
              budget.left === null
                ? { label: t('column.left'), value: t('unlimited') }
                : { label: t('column.left'), value: budget.left, unit: points },
            ]
      }
      footerNote={budget === undefined || budget.mayChange ? undefined : t('notYours')}
      footer={
        budget?.mayChange === true ? (
          <Button type="primary" onClick={() => onChange(budget)}>
            {t('change.verb')}
          </Button>
        ) : undefined
      }
    >
      {budget === undefined ? null : (
        <>
          <div className={styles.use}>
            <BudgetBar budget={budget} />
            <BudgetLegend />
            <Advice budget={budget} />
            <p className={`small quiet ${styles.explain}`}>{t('explain')}</p>
          </div>
          <History budgetId={budget.budgetId} />
        </>
      )}
    </RecordDrawer>
  );
}

function Advice({ budget }: { budget: Budget }) {
  const { t } = useTranslation('consoleBudgets');
  if (budget.level !== 'near' && budget.level !== 'used_up') return null;
  return (
    <Alert
      type={budget.level === 'near' ? 'warning' : 'error'}
      showIcon
      title={t(`advice.${budget.level}`, { left: formatNumber(Math.max(0, budget.left ?? 0)) })}
    />
  );
}

function History({ budgetId }: { budgetId: string }) {
  const { t } = useTranslation(['consoleBudgets', 'common']);
  const list = useList(budgets.changes, { params: { budgetId }, query: { limit: 20 } });
  return (
    <section className={styles.history} aria-label={t('history.title')}>
      <h3>{t('history.title')}</h3>
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.error === null ? null : <Trouble error={list.error} onRetry={() => void list.refetch()} />}
      <ol>
        {list.items.map((change) => (
          <Change key={change.version} change={change} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button type="link" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </section>
  );
}

function Change({ change }: { change: BudgetChange }) {
  const { t } = useTranslation('consoleBudgets');
  const words = (points: number | null): string =>
    points === null ? t('unlimited') : t('points', { points: formatNumber(points) });
  return (
    <li>
      <span>{t('history.version', { version: change.version })}</span>
      <span>
        {change.byName}
        <span className="quiet">{` · ${formatMoment(change.at)}`}</span>
      </span>
      <span className={styles.change}>
        {change.version === 1
          ? words(change.points)
          : t('history.fromTo', { from: words(change.pointsBefore), to: words(change.points) })}
      </span>
      <span className={`quiet ${styles.reason}`}>{change.reason}</span>
    </li>
  );
}
