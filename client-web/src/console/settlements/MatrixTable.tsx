import { type SettlementMatrix, settlements } from '@red-points/shared/contracts';
import { Input, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { useUnit } from '../unit.tsx';

interface Row {
  readonly redeemedIn: string;
  readonly cells: ReadonlyMap<string, SettlementMatrix['cells'][number]>;
}

const sumOf = (cells: readonly SettlementMatrix['cells'][number][]) => ({
  points: cells.reduce((sum, cell) => sum + cell.points, 0),
  fen: cells.reduce((sum, cell) => sum + cell.fen, 0),
});

/** Which community issued and which redeemed. */
export function MatrixTable() {
  const { t } = useTranslation('settlements');
  const { unitId } = useUnit();
  const month = businessDate().slice(0, 7);
  const [from, setFrom] = useState(`${month.slice(0, 4)}-01`);
  const [until, setUntil] = useState(month);
  const read = useRead(settlements.matrix, { query: { unitId, from, until } }, { enabled: unitId !== '' });
  if (read.error !== null) return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  const cells = read.data?.cells ?? [];
  const nameOf = (id: string): string => read.data?.units.find((unit) => unit.unitId === id)?.unitName ?? id;
  const columns = [...new Set(cells.map(({ issuedIn }) => issuedIn))];
  const rows = [...new Set(cells.map(({ redeemedIn }) => redeemedIn))].map(
    (redeemedIn): Row => ({
      redeemedIn,
      cells: new Map(cells.filter((cell) => cell.redeemedIn === redeemedIn).map((cell) => [cell.issuedIn, cell])),
    }),
  );
  const show = (cell: { points: number; fen: number } | undefined) =>
    cell === undefined ? (
      <span className="quiet">—</span>
    ) : (
      <>
        <Points value={cell.points} />
        <div className="small quiet">{t('yuan', { yuan: formatYuan(cell.fen) })}</div>
      </>
    );
  return (
    <section className="card" style={{ padding: 16 }}>
      <p className="small quiet">{t('matrix.explain')}</p>
      <p style={{ display: 'flex', gap: 12, flexWrap: 'wrap', margin: '12px 0 16px' }}>
        <Input
          type="month"
          aria-label={t('matrix.from')}
          prefix={<span className="quiet">{t('matrix.from')}</span>}
          value={from}
          max={until}
          style={{ width: 200 }}
          onChange={(event) => event.target.value !== '' && setFrom(event.target.value)}
        />
        <Input
          type="month"
          aria-label={t('matrix.until')}
          prefix={<span className="quiet">{t('matrix.until')}</span>}
          value={until}
          min={from}
          max={month}
          style={{ width: 200 }}
          onChange={(event) => event.target.value !== '' && setUntil(event.target.value)}
        />
      </p>
      <Table<Row>
        dataSource={rows}
        rowKey={(row) => row.redeemedIn}
        loading={read.isPending}
        pagination={false}
        size="middle"
        scroll={{ x: 320 + columns.length * 130 }}
        locale={{ emptyText: t('matrix.empty') }}
        columns={[
          {
            key: 'redeemed',
            title: `${t('column.redeemed')} \\ ${t('column.issued')}`,
            width: 180,
            fixed: 'left' as const,
            render: (_, row) => <b>{nameOf(row.redeemedIn)}</b>,
          },
          ...columns.map((issuedIn) => ({
            key: issuedIn,
            title: nameOf(issuedIn),
            align: 'right' as const,
            width: 130,
            render: (_: unknown, row: Row) => show(row.cells.get(issuedIn)),
          })),
          {
            key: 'total',
            title: t('matrix.total'),
            align: 'right' as const,
            width: 140,
            fixed: 'right' as const,
            render: (_, row) => <b>{show(sumOf([...row.cells.values()]))}</b>,
          },
        ]}
        summary={() =>
          rows.length < 2 ? null : (
            <Table.Summary.Row>
              <Table.Summary.Cell index={0}>
                <b>{t('matrix.total')}</b>
              </Table.Summary.Cell>
              {columns.map((issuedIn, at) => (
                <Table.Summary.Cell key={issuedIn} index={at + 1} align="right">
                  <b>{show(sumOf(cells.filter((cell) => cell.issuedIn === issuedIn)))}</b>
                </Table.Summary.Cell>
              ))}
              <Table.Summary.Cell index={columns.length + 1} align="right">
                <b>{show(sumOf(cells))}</b>
              </Table.Summary.Cell>
            </Table.Summary.Row>
          )
        }
      />
    </section>
  );
}
