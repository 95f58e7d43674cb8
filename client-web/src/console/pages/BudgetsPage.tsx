import { type Budget, budgets } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatNumber, formatShortDay } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { BudgetBar, BudgetLegend } from '../budgets/BudgetBar.tsx';
import { BudgetDrawer } from '../budgets/BudgetDrawer.tsx';
import { BudgetLevelTag } from '../budgets/BudgetLevelTag.tsx';
import { SetBudget } from '../budgets/SetBudget.tsx';
import { useCategoryWords, usePeriodWords } from '../budgets/words.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import type { BudgetsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import styles from './BudgetsPage.module.css';

/** Figures move while colleagues approve. */
const FRESH_MS = 15_000;

/** 积分预算: what the chosen unit and those below may issue, what of it is used and reserved, and who set it. */
export function BudgetsPage() {
  const { t } = useTranslation('consoleBudgets');
  const { unitId } = useUnit();
  const may = useMay();
  const search = useSearch({ strict: false }) as BudgetsSearch;
  const navigate = useNavigate();
  const [setting, setSetting] = useState<Budget | 'new'>();
  const thisYear = Number(businessDate().slice(0, 4));
  const year = search.year ?? thisYear;
  const read = useRead(budgets.list, { query: { unitId, year } }, { enabled: unitId !== '', everyMs: FRESH_MS });
  const items = read.data?.items ?? [];
  const go = (next: BudgetsSearch): void => void navigate({ to: '/budgets', search: next, replace: true });
  const years = [thisYear - 1, thisYear, thisYear + 1];
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={read.data === undefined ? undefined : t('note', { unit: read.data.unitName, year: String(year) })}
        actions={
          may('budgets.manage') ? (
            <Button type="primary" onClick={() => setSetting('new')}>
              {t('change.new')}
            </Button>
          ) : undefined
        }
      />
      <Notes items={items} unlimitedBelow={read.data?.unlimitedBelow ?? 0} onOpen={(open) => go({ ...search, open })} />
      <RecordTable
        list={{ items, isPending: read.isPending, error: read.error, refetch: read.refetch }}
        columns={useColumns()}
        rowKey={(budget) => budget.budgetId}
        onOpen={(budget) => go({ ...search, open: budget.budgetId })}
        openKey={search.open}
        empty={t('empty')}
        minWidthPx={1020}
        total={items.length}
        toolbar={
          <div className={styles.tools}>
            <Select
              value={year}
              aria-label={t('filter.year')}
              style={{ width: 120 }}
              onChange={(chosen) => go({ ...search, year: chosen === thisYear ? undefined : chosen, open: undefined })}
              options={years.map((value) => ({ value, label: t('period.year', { year: String(value) }) }))}
            />
            <BudgetLegend />
          </div>
        }
      />
      <BudgetDrawer
        budget={items.find((budget) => budget.budgetId === search.open)}
        onClose={() => go({ ...search, open: undefined })}
        onChange={setSetting}
      />
      <SetBudget
        from={setting}
        onClose={() => setSetting(undefined)}
        onDone={(budget) => go({ year: yearOf(budget, thisYear), open: budget.budgetId })}
      />
    </Page>
  );
}

function yearOf({ period }: Budget, thisYear: number): number | undefined {
  const year = Number(period.slice(0, 4));
  return year === thisYear ? undefined : year;
}

interface NotesProps {
  items: readonly Budget[];
  unlimitedBelow: number;
  onOpen: (budgetId: string) => void;
}

/** What needs somebody's eyes: budgets near their end, units that have none. */
function Notes({ items, unlimitedBelow, onOpen }: NotesProps) {
  const { t } = useTranslation('consoleBudgets');
  const period = usePeriodWords();
  const category = useCategoryWords();
  const pressing = items.filter(({ level }) => level === 'near' || level === 'used_up');
  if (pressing.length === 0 && unlimitedBelow === 0) return null;
  return (
    <div className={styles.notes}>
      {pressing.slice(0, 3).map((budget) => (
        <Alert
          key={budget.budgetId}
          type={budget.level === 'near' ? 'warning' : 'error'}
          showIcon
          title={t(`pressing.${budget.level === 'near' ? 'near' : 'used_up'}`, {
            unit: budget.unitName,
            period: period(budget.period),
            category: category(budget.category),
            left: formatNumber(Math.max(0, budget.left ?? 0)),
          })}
          action={
            <Button size="small" onClick={() => onOpen(budget.budgetId)}>
              {t('pressing.look')}
            </Button>
          }
        />
      ))}
      {unlimitedBelow === 0 || items.length === 0 ? null : (
        <Alert type="info" showIcon title={t('unlimitedBelow', { count: unlimitedBelow })} />
      )}
    </div>
  );
}

function useColumns(): NonNullable<TableProps<Budget>['columns']> {
  const { t } = useTranslation('consoleBudgets');
  const period = usePeriodWords();
  const category = useCategoryWords();
  const figure = (value: number | null) =>
    value === null ? <span className="quiet">{t('unlimited')}</span> : formatNumber(value);
  return [
    { key: 'unit', title: t('column.unit'), width: 130, render: (_, each) => <b>{each.unitName}</b> },
    { key: 'period', title: t('column.period'), width: 140, render: (_, each) => period(each.period) },
    { key: 'category', title: t('column.category'), width: 100, render: (_, each) => category(each.category) },
    { key: 'bar', title: t('column.bar'), render: (_, each) => <BudgetBar budget={each} /> },
    { key: 'points', title: t('column.points'), width: 96, align: 'right', render: (_, each) => figure(each.points) },
    { key: 'used', title: t('column.used'), width: 90, align: 'right', render: (_, each) => figure(each.used) },
    {
      key: 'reserved',
      title: t('column.reserved'),
      width: 90,
      align: 'right',
      render: (_, each) => figure(each.reserved),
    },
    {
      key: 'left',
      title: t('column.left'),
      width: 96,
      align: 'right',
      render: (_, each) => <b>{figure(each.left)}</b>,
    },
    {
      key: 'level',
      title: t('column.level'),
      width: 110,
      render: (_, each) => <BudgetLevelTag level={each.level} />,
    },
    {
      key: 'by',
      title: t('column.by'),
      width: 130,
      render: (_, each) => (
        <>
          {each.changedByName}
          <div className="small quiet">{formatShortDay(each.changedAt)}</div>
        </>
      ),
    },
  ];
}
