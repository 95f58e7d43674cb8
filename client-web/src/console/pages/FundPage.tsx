import { type DonationLine, donations, type Fund } from '@red-points/shared/contracts';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, type TableProps } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { StatCard } from '../components/StatCard.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { given } from '../parts/given.ts';
import { Panel } from '../parts/Panel.tsx';
import type { FundSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import styles from './FundPage.module.css';

/** 公益基金: what residents gave to the fund of the chosen unit and below, and every donation. */
export function FundPage() {
  const { t } = useTranslation(['consoleAccounts', 'common']);
  const { unitId } = useUnit();
  const search = useSearch({ strict: false }) as FundSearch;
  const navigate = useNavigate();
  const enabled = unitId !== '';
  const fund = useRead(donations.fund, { query: { unitId } }, { enabled, everyMs: 30_000 });
  const list = useList(
    donations.list,
    { query: { unitId, limit: 50, ...given(search) } },
    { enabled, everyMs: 30_000 },
  );
  const chosen = search.to ?? 'all';
  return (
    <Page>
      <PageHeader title={t('fund.title')} note={t('fund.note')} />
      {fund.error !== null && fund.data === undefined ? (
        <Trouble error={fund.error} onRetry={() => void fund.refetch()} />
      ) : (
        <div className={styles['top']} data-children={(fund.data?.children.length ?? 0) > 0}>
          <StatCard
            title={t('fund.total')}
            value={fund.data?.points}
            unit={t('unit.points', { ns: 'common' })}
            meaning={t('fund.totalHow')}
            curve={standing(fund.data)}
          />
          <StatCard
            title={t('fund.month')}
            value={fund.data?.thisMonth}
            unit={t('unit.points', { ns: 'common' })}
            meaning={t('fund.monthHow')}
            curve={(fund.data?.months ?? []).map(({ points }) => points)}
          />
          {fund.data === undefined || fund.data.children.length === 0 ? null : <Units fund={fund.data} />}
        </div>
      )}
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(donation) => donation.donationId}
        onOpen={(donation) => void navigate({ to: '/transactions', search: { open: donation.entryId } })}
        empty={t('fund.listNone')}
        minWidthPx={860}
        toolbar={
          <Segmented
            value={chosen}
            onChange={(to) => void navigate({ to: '/fund', search: to === 'all' ? {} : { to }, replace: true })}
            options={[
              { value: 'all' as const, label: t('fund.all') },
              { value: 'fund' as const, label: t('fund.toFund') },
              { value: 'organisation' as const, label: t('fund.toOrganisation') },
            ]}
          />
        }
      />
    </Page>
  );
}

/** What the fund stood at after each of the last months. */
function standing(fund: Fund | undefined): number[] {
  if (fund === undefined) return [];
  let stands = fund.points - fund.months.reduce((sum, { points }) => sum + points, 0);
  return fund.months.map(({ points }) => {
    stands += points;
    return stands;
  });
}

function Units({ fund }: { fund: Fund }) {
  const { t } = useTranslation('consoleAccounts');
  const most = Math.max(1, ...fund.children.map(({ points }) => points));
  const giving = fund.children.filter(({ points }) => points > 0).sort((one, other) => other.points - one.points);
  return (
    <Panel title={t('fund.children')} padded>
      {giving.length === 0 ? <p className="quiet">{t('fund.childrenNone')}</p> : null}
      <div className={styles['units']}>
        {giving.slice(0, 6).map((unit) => (
          <Fragment key={unit.unitId}>
            <span>{unit.unitName}</span>
            <span className={styles['bar']} aria-hidden="true">
              <span style={{ width: `${(100 * unit.points) / most}%` }} />
            </span>
            <Points value={unit.points} strong />
          </Fragment>
        ))}
      </div>
    </Panel>
  );
}

function useColumns(): NonNullable<TableProps<DonationLine>['columns']> {
  const { t } = useTranslation('consoleAccounts');
  return [
    { key: 'when', title: t('fund.column.when'), width: 200, render: (_, line) => formatMoment(line.postedAt) },
    {
      key: 'who',
      title: t('fund.column.who'),
      width: 140,
      render: (_, line) => (
        <Link
          to="/people"
          search={{ open: line.personId }}
          className="link"
          onClick={(event) => event.stopPropagation()}
        >
          {line.maskedName}
        </Link>
      ),
    },
    { key: 'from', title: t('fund.column.from'), width: 120, render: (_, line) => t(`fund.from.${line.fromKind}`) },
    {
      key: 'to',
      title: t('fund.column.to'),
      render: (_, line) => (line.to === 'fund' ? t('fund.ofUnit', { unit: line.toName }) : line.toName),
    },
    {
      key: 'points',
      title: t('fund.column.points'),
      width: 110,
      align: 'right',
      render: (_, line) => <Points value={line.points} strong />,
    },
    {
      key: 'receipt',
      title: t('fund.column.receipt'),
      width: 160,
      render: (_, line) => <span className="mono small">{line.receiptCode}</span>,
    },
  ];
}
