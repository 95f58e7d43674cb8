import { type Transaction, transactions } from '@red-points/shared/contracts';
import { ENTRY_KINDS } from '@red-points/shared/domain/ledger';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { DatePicker, Select, type TableProps } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { EntryDrawer } from '../ledger/EntryDrawer.tsx';
import { WaitingAdjustments } from '../ledger/WaitingAdjustments.tsx';
import { WaitingContests } from '../ledger/WaitingContests.tsx';
import { given } from '../parts/given.ts';
import type { TransactionsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

/** 积分流水: every entry of the unit, newest first; a row opens what explains it. */
export function TransactionsPage() {
  const { t } = useTranslation('consoleLedger');
  const { unitId, unit } = useUnit();
  const search = useSearch({ strict: false }) as TransactionsSearch;
  const navigate = useNavigate();
  const { open, ...filters } = search;
  const list = useList(
    transactions.list,
    { query: { unitId, limit: 50, ...given(filters) } },
    { enabled: unitId !== '' },
  );
  const go = (next: TransactionsSearch): void => void navigate({ to: '/transactions', search: next, replace: true });
  return (
    <Page>
      <PageHeader title={t('title')} note={t('note', { unit: unit?.name ?? '' })} />
      <WaitingAdjustments onOpen={(entryId) => go({ ...search, open: entryId })} />
      <WaitingContests onOpen={(entryId) => go({ ...search, open: entryId })} />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(entry) => entry.entryId}
        onOpen={(entry) => go({ ...search, open: entry.entryId })}
        openKey={open}
        empty={t('empty')}
        minWidthPx={960}
        toolbar={<Filters search={search} onChange={go} />}
      />
      <EntryDrawer entryId={open} onClose={() => go({ ...search, open: undefined })} />
    </Page>
  );
}

function Filters({ search, onChange }: { search: TransactionsSearch; onChange: (search: TransactionsSearch) => void }) {
  const { t } = useTranslation(['consoleLedger', 'domain']);
  const { options: categories } = useCategories();
  return (
    <>
      <Select
        allowClear
        value={search.kind ?? null}
        placeholder={t('filter.kind')}
        aria-label={t('filter.kind')}
        style={{ width: 140 }}
        onChange={(kind) => onChange({ ...search, kind: kind ?? undefined })}
        options={ENTRY_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
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
      <DatePicker.RangePicker
        value={[
          search.from === undefined ? null : dayjs(search.from),
          search.until === undefined ? null : dayjs(search.until),
        ]}
        allowEmpty={[true, true]}
        onChange={(range) =>
          onChange({ ...search, from: range?.[0]?.format('YYYY-MM-DD'), until: range?.[1]?.format('YYYY-MM-DD') })
        }
      />
    </>
  );
}

function useColumns(): NonNullable<TableProps<Transaction>['columns']> {
  const { t } = useTranslation('consoleLedger');
  return [
    { key: 'when', title: t('column.when'), width: 150, render: (_, entry) => formatShortMoment(entry.recordedAt) },
    { key: 'who', title: t('column.who'), width: 100, render: (_, entry) => <b>{entry.maskedName}</b> },
    { key: 'what', title: t('column.what'), ellipsis: true, render: (_, entry) => entry.title },
    {
      key: 'kind',
      title: t('column.kind'),
      width: 100,
      render: (_, entry) => <Tag tone={entry.kind === 'hold' ? 'warning' : 'plain'}>{t(`kind.${entry.kind}`)}</Tag>,
    },
    {
      key: 'category',
      title: t('column.category'),
      width: 110,
      render: (_, entry) =>
        entry.category === null ? <span className="quiet">—</span> : <CategoryTag category={entry.category} />,
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 100,
      align: 'right',
      render: (_, entry) =>
        entry.kind === 'hold' ? (
          <Points value={entry.holdPoints ?? 0} tone="pending" />
        ) : (
          <Points value={entry.points} tone="signed" />
        ),
    },
    { key: 'unit', title: t('column.unit'), width: 150, ellipsis: true, render: (_, entry) => entry.unitName },
    {
      key: 'receipt',
      title: t('column.receipt'),
      width: 140,
      render: (_, entry) => <span className="quiet">{entry.receiptCode}</span>,
    },
  ];
}
