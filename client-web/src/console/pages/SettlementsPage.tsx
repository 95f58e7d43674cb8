import { type Settlement, settlements } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatNumber, formatYuan } from '../../components/formatters.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { SETTLEMENT_TABS, type SettlementsSearch } from '../search.ts';
import { DisputesTable } from '../settlements/DisputesTable.tsx';
import { DuesTable } from '../settlements/DuesTable.tsx';
import { FundingTable } from '../settlements/FundingTable.tsx';
import { MatrixTable } from '../settlements/MatrixTable.tsx';
import { SettlementDrawer } from '../settlements/SettlementDrawer.tsx';
import { SettlementStateTag } from '../settlements/SettlementStateTag.tsx';
import { useUnit } from '../unit.tsx';

/** 结算单: what shops are owed, drafted, signed by three, closed by two and paid; disputes, funding, and who redeemed where. */
export function SettlementsPage() {
  const { t } = useTranslation('settlements');
  const { unit } = useUnit();
  const search = useSearch({ strict: false }) as SettlementsSearch;
  const navigate = useNavigate();
  const tab = search.tab ?? 'statements';
  const go = (next: SettlementsSearch): void => void navigate({ to: '/settlements', search: next, replace: true });
  const open = (settlementId: string): void => go({ ...search, open: settlementId });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={unit === undefined ? undefined : t('note', { unit: unit.name })}
        actions={
          <Segmented
            value={tab}
            onChange={(next) => go({ tab: next === 'statements' ? undefined : next })}
            options={SETTLEMENT_TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
          />
        }
      />
      {tab === 'statements' ? <Statements search={search} onSearch={go} onOpen={open} /> : null}
      {tab === 'dues' ? <DuesTable onOpen={open} /> : null}
      {tab === 'disputes' ? <DisputesTable /> : null}
      {tab === 'funding' ? <FundingTable /> : null}
      {tab === 'matrix' ? <MatrixTable /> : null}
      <SettlementDrawer settlementId={search.open} onClose={() => go({ ...search, open: undefined })} />
    </Page>
  );
}

interface StatementsProps {
  search: SettlementsSearch;
  onSearch: (search: SettlementsSearch) => void;
  onOpen: (settlementId: string) => void;
}

function Statements({ search, onSearch, onOpen }: StatementsProps) {
  const { t } = useTranslation('settlements');
  const { unitId } = useUnit();
  const show = search.show ?? 'all';
  const list = useList(settlements.list, { query: { unitId, show, limit: 50 } }, { enabled: unitId !== '' });
  return (
    <RecordTable
      list={list}
      columns={useColumns()}
      rowKey={(settlement) => settlement.settlementId}
      onOpen={(settlement) => onOpen(settlement.settlementId)}
      openKey={search.open}
      empty={t('empty')}
      minWidthPx={980}
      toolbar={
        <Segmented
          value={show}
          onChange={(next) => onSearch({ ...search, show: next === 'all' ? undefined : next })}
          options={(['all', 'open', 'unpaid'] as const).map((value) => ({ value, label: t(`show.${value}`) }))}
        />
      }
    />
  );
}

function useColumns(): NonNullable<TableProps<Settlement>['columns']> {
  const { t } = useTranslation('settlements');
  return [
    { key: 'number', title: t('column.number'), width: 150, render: (_, each) => each.number },
    { key: 'shop', title: t('column.shop'), render: (_, each) => <b>{each.shopName}</b> },
    {
      key: 'payer',
      title: t('column.payer'),
      width: 180,
      render: (_, each) => `${each.payer.unitName} ${t(`payerKind.${each.payer.kind}`)}`,
    },
    { key: 'until', title: t('column.until'), width: 120, render: (_, each) => each.until },
    {
      key: 'lines',
      title: t('column.lines'),
      width: 80,
      align: 'right',
      render: (_, each) => formatNumber(each.totals.lines),
    },
    {
      key: 'fen',
      title: t('column.fen'),
      width: 120,
      align: 'right',
      render: (_, each) => <b>{formatYuan(each.totals.fen)}</b>,
    },
    {
      key: 'signed',
      title: t('column.signed'),
      width: 80,
      align: 'right',
      render: (_, each) => t('signedOf', { count: each.signatures.length }),
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 140,
      render: (_, each) => (
        <>
          <SettlementStateTag state={each.state} />
          {each.disputesOpen === 0 ? null : (
            <div className="small quiet">{`${t('tab.disputes')} ${formatNumber(each.disputesOpen)}`}</div>
          )}
        </>
      ),
    },
  ];
}
