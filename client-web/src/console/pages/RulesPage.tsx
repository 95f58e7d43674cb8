import { type RuleVersion, rules } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatDate } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import { useMay } from '../permissions.ts';
import { DraftRule } from '../rules/DraftRule.tsx';
import { RuleDrawer } from '../rules/RuleDrawer.tsx';
import { RuleStateTag } from '../rules/RuleStateTag.tsx';
import { useEarnsWords } from '../rules/words.ts';
import type { RulesSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

/** 积分标准: what earns how much; versions are never edited. */
export function RulesPage() {
  const { t } = useTranslation(['consoleRules', 'domain']);
  const { unitId } = useUnit();
  const may = useMay();
  const { options: categories } = useCategories();
  const search = useSearch({ strict: false }) as RulesSearch;
  const navigate = useNavigate();
  const [drafting, setDrafting] = useState<RuleVersion | 'new'>();
  const { open, ...filters } = search;
  const read = useRead(rules.list, { query: { unitId, ...given(filters) } }, { enabled: unitId !== '' });
  const items = [...(read.data?.items ?? [])].sort((a, b) => a.code.localeCompare(b.code));
  const go = (next: RulesSearch): void => void navigate({ to: '/rules', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={read.data === undefined ? undefined : t('count', { count: items.length })}
        actions={
          may('rules.manage') ? (
            <Button type="primary" onClick={() => setDrafting('new')}>
              {t('draft.verb')}
            </Button>
          ) : undefined
        }
      />
      <RecordTable
        list={{ items, isPending: read.isPending, error: read.error, refetch: read.refetch }}
        columns={useColumns()}
        rowKey={(rule) => `${rule.code}.${rule.version}`}
        onOpen={(rule) => go({ ...search, open: rule.code })}
        openKey={items.filter((rule) => rule.code === open).map((rule) => `${rule.code}.${rule.version}`)[0]}
        empty={t('empty')}
        minWidthPx={900}
        total={items.length}
        toolbar={
          <Select
            allowClear
            value={search.category ?? null}
            placeholder={t('filter.category')}
            aria-label={t('filter.category')}
            style={{ width: 140 }}
            onChange={(category) => go({ ...search, category: category ?? undefined })}
            options={categories}
          />
        }
      />
      <RuleDrawer
        code={open}
        onClose={() => go({ ...search, open: undefined })}
        onDraft={(rule) => setDrafting(rule)}
      />
      <DraftRule from={drafting} onClose={() => setDrafting(undefined)} onDone={(code) => go({ open: code })} />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<RuleVersion>['columns']> {
  const { t } = useTranslation('consoleRules');
  const earns = useEarnsWords();
  return [
    { key: 'code', title: t('column.code'), width: 90, render: (_, rule) => <b>{rule.code}</b> },
    { key: 'title', title: t('column.title'), render: (_, rule) => rule.terms.title },
    {
      key: 'category',
      title: t('column.category'),
      width: 120,
      render: (_, rule) => <CategoryTag category={rule.terms.category} />,
    },
    { key: 'earns', title: t('column.earns'), width: 160, render: (_, rule) => earns(rule.terms) },
    {
      key: 'caps',
      title: t('column.monthCap'),
      width: 110,
      align: 'right',
      render: (_, rule) =>
        rule.terms.caps.perMonth === null ? (
          <span className="quiet">{t('none')}</span>
        ) : (
          t('points', { points: rule.terms.caps.perMonth })
        ),
    },
    {
      key: 'publicity',
      title: t('column.publicity'),
      width: 100,
      align: 'right',
      render: (_, rule) =>
        rule.terms.publicityDays === 0 ? t('noPublicity') : t('days', { count: rule.terms.publicityDays }),
    },
    { key: 'from', title: t('column.from'), width: 130, render: (_, rule) => formatDate(rule.terms.validFrom) },
    {
      key: 'version',
      title: t('column.version'),
      width: 90,
      render: (_, rule) => t('version', { version: rule.version }),
    },
    { key: 'state', title: t('column.state'), width: 100, render: (_, rule) => <RuleStateTag state={rule.state} /> },
  ];
}
