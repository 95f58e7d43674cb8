import type { PeriodReport } from '@red-points/shared/contracts';
import { REPORT_COLUMNS, REPORT_WORDS } from '@red-points/shared/domain/reports';
import { Skeleton, Table, type TableProps } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { Panel } from '../parts/Panel.tsx';
import { useUnit } from '../unit.tsx';
import { FIGURE_COLUMNS, SUBJECT_COLUMNS } from './columns.ts';
import styles from './reports.module.css';

type Row = PeriodReport['rows'][number];

/** The units below, one row each; they add up to the last row. */
export function UnitsPanel({ report }: { report: PeriodReport | undefined }) {
  const { t } = useTranslation('consoleReports');
  const columns = useColumns();
  return (
    <Panel title={t('units.title')} hint={t('units.hint')}>
      {report === undefined ? (
        <Skeleton active title={false} paragraph={{ rows: 8 }} style={{ padding: 20 }} />
      ) : (
        <>
          <Table<Row>
            size="small"
            rowKey={({ unitId, own }) => `${unitId}${own ? ' own' : ''}`}
            dataSource={[...report.rows]}
            columns={columns}
            pagination={false}
            tableLayout="auto"
            scroll={{ x: 1090 }}
            className={styles.units ?? ''}
            locale={{ emptyText: t('units.none') }}
            summary={() => <Total report={report} />}
          />
          <Sums report={report} />
        </>
      )}
    </Panel>
  );
}

function useColumns(): NonNullable<TableProps<Row>['columns']> {
  const { t } = useTranslation('consoleReports');
  const { choose } = useUnit();
  const language = currentLanguage();
  const figures = FIGURE_COLUMNS.map(({ column, shown }) => ({
    key: column,
    title: REPORT_COLUMNS[column][language],
    align: 'right' as const,
    render: (_: unknown, row: Row) => shown(row),
  }));
  const name = (_: unknown, row: Row) =>
    row.own ? (
      <span title={t('units.ownWhat')}>{REPORT_WORDS.own[language]}</span>
    ) : (
      <button
        type="button"
        className="link plain-button"
        aria-label={t('units.open', { name: row.name })}
        onClick={() => choose(row.unitId)}
      >
        {row.name}
      </button>
    );
  return [
    { key: 'unit', title: REPORT_COLUMNS.unit[language], fixed: 'left', width: 150, render: name },
    {
      key: 'subjects',
      title: REPORT_COLUMNS.subjects[language],
      children: figures.filter((_figure, at) => isSubject(at)),
    },
    ...figures.filter((_figure, at) => !isSubject(at)),
  ];
}

const isSubject = (at: number): boolean => SUBJECT_COLUMNS.has(FIGURE_COLUMNS[at]?.column ?? 'unit');

function Total({ report }: { report: PeriodReport }) {
  return (
    <Table.Summary.Row className={styles.total ?? ''}>
      <Table.Summary.Cell index={0}>{REPORT_WORDS.total[currentLanguage()]}</Table.Summary.Cell>
      {FIGURE_COLUMNS.map(({ column, shown }, at) => (
        <Table.Summary.Cell key={column} index={at + 1} align="right">
          {shown(report.total)}
        </Table.Summary.Cell>
      ))}
    </Table.Summary.Row>
  );
}

/** How what stood before became what stands after: the parts add up. */
function Sums({ report: { total } }: { report: PeriodReport }) {
  const { t } = useTranslation('consoleReports');
  const parts = [
    ['+', t('sums.issued'), total.issued],
    ['−', t('sums.redeemed'), total.redeemed],
    ['−', t('sums.expired'), total.expired],
    ['−', t('sums.donated'), total.donated],
    ['+', t('sums.other'), total.other],
  ] as const;
  return (
    <div className={styles.sums} role="note" aria-label={t('sums.title')}>
      <div>
        <span className="quiet">{t('sums.opening')}</span>
        <b>{formatNumber(total.outstanding - total.outstandingChange)}</b>
      </div>
      {parts.map(([sign, name, value]) => (
        <Fragment key={name}>
          <span aria-hidden="true">{value < 0 ? (sign === '+' ? '−' : '+') : sign}</span>
          <div>
            <span className="quiet">{name}</span>
            <b>{formatNumber(Math.abs(value))}</b>
          </div>
        </Fragment>
      ))}
      <span aria-hidden="true">=</span>
      <div>
        <span className="quiet">{t('sums.closing')}</span>
        <b>{formatNumber(total.outstanding)}</b>
      </div>
    </div>
  );
}
