import { type RuleLine, type RuleVersion, rules } from '@red-points/shared/contracts';
import { RULE_SETS } from '@red-points/shared/domain/rules';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatDate } from '../../components/formatters.ts';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { useRuleWords } from '../../features/rules/words.ts';
import { useMay } from '../../features/use-may.ts';
import { MoreSteps } from '../components/MoreSteps.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import { CategoriesDrawer } from '../rules/CategoriesDrawer.tsx';
import { DraftRule } from '../rules/DraftRule.tsx';
import { EmergencyDrawer } from '../rules/EmergencyDrawer.tsx';
import { PublishDrafts } from '../rules/PublishDrafts.tsx';
import { RuleDrawer } from '../rules/RuleDrawer.tsx';
import { RulePhaseTag } from '../rules/RulePhaseTag.tsx';
import { StarHours } from '../rules/StarHours.tsx';
import { StarterDialog } from '../rules/StarterDialog.tsx';
import type { RulesSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

type Beside = 'emergency' | 'starter' | 'categories' | 'stars';

/** 积分标准: what earns how much; versions are never edited, and take over by their dates. */
export function RulesPage() {
  const { t } = useTranslation('consoleRules');
  const { unitId } = useUnit();
  const may = useMay();
  const search = useSearch({ strict: false }) as RulesSearch;
  const navigate = useNavigate();
  const [drafting, setDrafting] = useState<RuleVersion | 'new'>();
  const [beside, setBeside] = useState<Beside>();
  const { open, ...filters } = search;
  const ruleSet = filters.ruleSet ?? 'ordinary';
  const read = useRead(rules.list, { query: { unitId, ...given(filters), ruleSet } }, { enabled: unitId !== '' });
  const items = [...(read.data?.items ?? [])].sort((a, b) => a.code.localeCompare(b.code));
  const go = (next: RulesSearch): void => void navigate({ to: '/rules', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={read.data === undefined ? undefined : t('count', { count: items.length })}
        actions={
          <>
            <PublishDrafts lines={items} />
            <MoreMenu unitId={unitId} onChoose={setBeside} />
            <Button onClick={() => setBeside('emergency')}>{t('emergency.verb')}</Button>
            {may('rules.manage') ? (
              <Button type="primary" onClick={() => setDrafting('new')}>
                {t('draft.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      <RecordTable
        list={{ items, isPending: read.isPending, error: read.error, refetch: read.refetch }}
        columns={useColumns()}
        rowKey={(rule) => `${rule.code}.${rule.version}`}
        onOpen={(rule) => go({ ...search, open: rule.code })}
        openKey={items.filter((rule) => rule.code === open).map((rule) => `${rule.code}.${rule.version}`)[0]}
        empty={t(ruleSet === 'emergency' ? 'emergency.noEffects' : 'empty')}
        minWidthPx={1120}
        total={items.length}
        toolbar={<Filters search={search} onChange={go} />}
      />
      <RuleDrawer
        code={open}
        onClose={() => go({ ...search, open: undefined })}
        onDraft={(rule) => setDrafting(rule)}
      />
      <DraftRule
        from={drafting}
        onClose={() => setDrafting(undefined)}
        onDone={(code) => go({ ...search, open: code })}
      />
      <EmergencyDrawer unitId={unitId} open={beside === 'emergency'} onClose={() => setBeside(undefined)} />
      <StarterDialog unitId={unitId} open={beside === 'starter'} onClose={() => setBeside(undefined)} />
      <StarHours open={beside === 'stars'} onClose={() => setBeside(undefined)} />
      <CategoriesDrawer open={beside === 'categories'} onClose={() => setBeside(undefined)} />
    </Page>
  );
}

/** What is wanted a few times in the life of an installation, and the page that everybody may read. */
function MoreMenu({ unitId, onChoose }: { unitId: string; onChoose: (beside: Beside) => void }) {
  const { t } = useTranslation('consoleRules');
  const may = useMay();
  return (
    <MoreSteps
      steps={[
        { key: 'public', label: t('public'), href: `/rules/${encodeURIComponent(unitId)}` },
        may('rules.manage') && { key: 'starter', label: t('starter.verb'), onChoose: () => onChoose('starter') },
        may('categories.manage') && {
          key: 'categories',
          label: t('categories.verb'),
          onChoose: () => onChoose('categories'),
        },
        may('service.settings') && { key: 'stars', label: t('stars.verb'), onChoose: () => onChoose('stars') },
      ]}
    />
  );
}

function Filters({ search, onChange }: { search: RulesSearch; onChange: (search: RulesSearch) => void }) {
  const { t } = useTranslation('consoleRules');
  const { options: categories } = useCategories();
  return (
    <>
      <Segmented
        value={search.ruleSet ?? 'ordinary'}
        onChange={(ruleSet) => onChange({ ...search, ruleSet })}
        options={RULE_SETS.map((value) => ({ value, label: t(`set.${value}`) }))}
      />
      <Select
        allowClear
        value={search.category ?? null}
        placeholder={t('filter.category')}
        aria-label={t('filter.category')}
        style={{ width: 140 }}
        onChange={(category) => onChange({ ...search, category: category ?? undefined })}
        options={categories}
      />
      <Select
        allowClear
        value={search.state ?? null}
        placeholder={t('filter.state')}
        aria-label={t('filter.state')}
        style={{ width: 160 }}
        onChange={(state) => onChange({ ...search, state: state ?? undefined })}
        options={[
          { value: 'published' as const, label: t('filter.holds') },
          { value: 'draft' as const, label: t('filter.drafts') },
          { value: 'retired' as const, label: t('filter.retired') },
        ]}
      />
    </>
  );
}

function useColumns(): NonNullable<TableProps<RuleLine>['columns']> {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const words = useRuleWords();
  return [
    { key: 'code', title: t('column.code'), width: 90, render: (_, rule) => <b>{rule.code}</b> },
    { key: 'title', title: t('column.title'), render: (_, rule) => <Title rule={rule} /> },
    {
      key: 'category',
      title: t('column.category'),
      width: 120,
      render: (_, rule) => <CategoryTag category={rule.terms.category} />,
    },
    { key: 'earns', title: t('column.earns'), width: 170, render: (_, rule) => words.earns(rule.terms) },
    {
      key: 'caps',
      title: t('column.caps'),
      width: 210,
      render: (_, rule) => {
        const [first, ...rest] = words.caps(rule.terms);
        if (first === undefined) return <span className="quiet">{t('none')}</span>;
        return (
          <span className="small" title={[first, ...rest].join(t('comma'))}>
            {first}
            {rest.length === 0 ? '' : ` +${rest.length}`}
          </span>
        );
      },
    },
    {
      key: 'publicity',
      title: t('column.publicity'),
      width: 100,
      render: (_, rule) => words.value('publicityDays', rule.terms.publicityDays),
    },
    { key: 'from', title: t('column.from'), width: 120, render: (_, rule) => formatDate(rule.terms.validFrom) },
    {
      key: 'version',
      title: t('column.version'),
      width: 84,
      render: (_, rule) => t('version', { version: rule.version }),
    },
    { key: 'state', title: t('column.state'), width: 104, render: (_, rule) => <RulePhaseTag phase={rule.phase} /> },
  ];
}

/** The name, with what is about to become of the rule. */
function Title({ rule }: { rule: RuleLine }) {
  const { t } = useTranslation('consoleRules');
  return (
    <>
      {rule.terms.title}{' '}
      {rule.next === null ? null : (
        <Tag tone="slate">{t('line.next', { version: rule.next.version, from: formatDate(rule.next.from) })}</Tag>
      )}
      {rule.draft === null || rule.phase === 'draft' ? null : <Tag tone="warning">{t('line.draft')}</Tag>}
    </>
  );
}
