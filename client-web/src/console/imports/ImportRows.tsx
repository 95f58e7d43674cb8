import CheckCircleOutlined from '@ant-design/icons-svg/es/asn/CheckCircleOutlined';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import WarningOutlined from '@ant-design/icons-svg/es/asn/WarningOutlined';
import { type Import, type ImportRow, imports } from '@red-points/shared/contracts';
import { App, Button, Segmented, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useList } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import styles from '../parts/filed/rows.module.css';
import { problemWords } from '../parts/problem-words.ts';
import { KeepRow } from './KeepRow.tsx';
import { errorWords, fieldName, warningWords } from './row-words.ts';

export const SHOWN = ['all', 'rejected', 'warnings', 'kept', 'accepted', 'existing'] as const;
export type Shown = (typeof SHOWN)[number];

const ALWAYS_SHOWN: readonly Shown[] = ['all', 'rejected', 'accepted'];

export interface ImportRowsProps {
  record: Import;
  show: Shown;
  onShow: (show: Shown) => void;
}

/** The rows of the sheet: the bad cell is outlined, the reason stands in words at the end of the row. */
export function ImportRows({ record, show, onShow }: ImportRowsProps) {
  const { t } = useTranslation('consoleImports');
  const { counts } = record;
  const list = useList(
    imports.rows,
    { params: { importId: record.importId }, query: { show, limit: 100 } },
    { enabled: record.state !== 'reading' },
  );
  const many: Record<Shown, number> = {
    all: counts.rows,
    rejected: counts.rejected,
    warnings: counts.warnings,
    accepted: counts.accepted,
    existing: counts.existing,
    kept: counts.kept,
  };
  const shown = SHOWN.filter((value) => ALWAYS_SHOWN.includes(value) || many[value] > 0);
  return (
    <RecordTable
      list={list}
      columns={useColumns(record)}
      rowKey={(row) => String(row.row)}
      total={many[show]}
      minWidthPx={840}
      empty={t('noRows')}
      rowClassName={(row) =>
        row.errors.length > 0 ? (styles.bad ?? '') : row.warnings.length > 0 ? (styles.warned ?? '') : ''
      }
      toolbar={
        <>
          <Segmented
            value={show}
            onChange={onShow}
            aria-label={t('show.label')}
            options={shown.map((value) => ({ value, label: t(`show.${value}`, { count: many[value] }) }))}
          />
          <span style={{ marginLeft: 'auto' }}>
            <BadRows record={record} />
          </span>
        </>
      }
    />
  );
}

function BadRows({ record }: { record: Import }) {
  const { t } = useTranslation('consoleImports');
  const { message } = App.useApp();
  const may = useMay();
  if (record.counts.rejected === 0 || !may('imports.propose')) return null;
  const name = record.fileName.replace(/\.(?:xlsx|csv)$/i, '');
  const save = (): void => {
    download(imports.badRows, { params: { importId: record.importId } }, t('badRows.fileName', { name })).catch(
      (error: unknown) => void message.error(messageOf(error)),
    );
  };
  return (
    <Button icon={<Icon of={DownloadOutlined} />} onClick={save}>
      {t('badRows.verb', { count: record.counts.rejected })}
    </Button>
  );
}

/** A cell as it is written, outlined where it is the reason. */
function Cell({ row, field, children }: { row: ImportRow; field: string; children: ReactNode }) {
  const { t } = useTranslation('consoleImports');
  const shown = children === '' ? '—' : children;
  if (row.errors.some((error) => error.field === field)) {
    return <span className={styles.wrong}>{children === '' ? t('emptyCell') : children}</span>;
  }
  if (row.warnings.some((warning) => warning.field === field)) return <span className={styles.doubtful}>{shown}</span>;
  return <>{shown}</>;
}

type Columns = NonNullable<TableProps<ImportRow>['columns']>;

function useColumns(record: Import): Columns {
  const ledger = useLedgerColumns(record);
  const { t } = useTranslation('consoleImports');
  if (record.kind === 'ledger') return ledger;
  // Other sheets are shown as they are: their own columns in their own order.
  const read = record.mapping.filter(({ column }) => column !== 'sequence' && column !== 'remark');
  return [
    {
      key: 'row',
      title: t('cell.row'),
      width: 56,
      render: (_, row) => (
        <span className="quiet">
          <Cell row={row} field="row">
            {row.row}
          </Cell>
        </span>
      ),
    },
    ...read.map(({ column }) => ({
      key: column,
      title: fieldName(column),
      render: (_: unknown, row: ImportRow) => (
        <Cell row={row} field={column}>
          {row.texts[column] ?? ''}
        </Cell>
      ),
    })),
    { key: 'why', title: t('cell.why'), width: 240, render: (_, row) => <Why record={record} row={row} /> },
  ];
}

function useLedgerColumns(record: Import): Columns {
  const { t } = useTranslation(['consoleImports', 'domain']);
  const { nameOf: category } = useCategories();
  return [
    {
      key: 'row',
      title: t('cell.row'),
      width: 56,
      render: (_, row) => (
        <span className="quiet">
          <Cell row={row} field="row">
            {row.row}
          </Cell>
        </span>
      ),
    },
    {
      key: 'name',
      title: t('cell.name'),
      width: 64,
      render: (_, row) => (
        <b>
          <Cell row={row} field="name">
            {row.maskedName}
          </Cell>
        </b>
      ),
    },
    {
      key: 'phone',
      title: `${t('cell.phone')} / ${t('cell.grid')}`,
      width: 144,
      render: (_, row) => (
        <>
          <Cell row={row} field="phone">
            {row.maskedPhone}
          </Cell>
          <div className="small quiet">
            <Cell row={row} field="grid">
              {row.unitName}
            </Cell>
          </div>
        </>
      ),
    },
    {
      key: 'date',
      title: t('cell.date'),
      width: 108,
      render: (_, row) => (
        <Cell row={row} field="date">
          {row.date}
        </Cell>
      ),
    },
    {
      key: 'item',
      title: t('cell.item'),
      render: (_, row) => (
        <>
          <Cell row={row} field="item">
            {row.item}
          </Cell>
          <div className="small quiet">
            <Cell row={row} field="category">
              {category(row.category)}
            </Cell>
          </div>
        </>
      ),
    },
    {
      key: 'hours',
      title: t('cell.hours'),
      width: 64,
      align: 'right',
      render: (_, row) => (
        <Cell row={row} field="hours">
          {row.hours}
        </Cell>
      ),
    },
    {
      key: 'points',
      title: t('cell.points'),
      width: 68,
      align: 'right',
      render: (_, row) => (
        <Cell row={row} field="points">
          {row.points}
        </Cell>
      ),
    },
    { key: 'why', title: t('cell.why'), width: 196, render: (_, row) => <Why record={record} row={row} /> },
  ];
}

function Why({ record, row }: { record: Import; row: ImportRow }) {
  const { t } = useTranslation('consoleImports');
  return (
    <ul className={`small ${styles.why}`}>
      {row.errors.map((error) => (
        <li key={`${error.field}.${error.code}`} data-tone="bad">
          <Icon of={CloseCircleOutlined} />
          <span>{errorWords(error)}</span>
        </li>
      ))}
      {row.warnings.map((warning) => (
        <li key={`${warning.field}.${warning.code}`} data-tone="warn">
          <Icon of={WarningOutlined} />
          <span>{warningWords(warning)}</span>
        </li>
      ))}
      {row.verdict === 'existing' ? (
        <li className="quiet">{t(record.kind === 'ledger' ? 'already' : 'alreadyThere')}</li>
      ) : null}
      {row.kept === null ? null : (
        <li data-tone="warn">
          <Icon of={WarningOutlined} />
          <span>{t('keep.kept', { name: row.kept.byName, reason: row.kept.reason })}</span>
        </li>
      )}
      <KeepRow record={record} row={row} />
      {row.undo === null ? null : (
        <li data-tone={row.undo === 'undone' ? 'done' : 'bad'}>
          <Icon of={row.undo === 'undone' ? CheckCircleOutlined : CloseCircleOutlined} />
          <span>{row.undo === 'undone' ? t('undo.row') : problemWords(row.undo)}</span>
        </li>
      )}
      {row.posted && row.undo === null ? (
        <li data-tone="done">
          <Icon of={CheckCircleOutlined} />
          <span>{t(record.kind === 'ledger' ? 'postedRow' : 'writtenRow')}</span>
        </li>
      ) : null}
    </ul>
  );
}
