import { type ImportMapping, type InspectedSheet, imports } from '@red-points/shared/contracts';
import { columnLetters, type ImportKind } from '@red-points/shared/domain/imports';
import { Alert, Button, Select, Skeleton } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { inList } from '../../components/formatters.ts';
import styles from './MappingStep.module.css';
import { fieldName } from './row-words.ts';

/** A file and what it is read as. */
export interface SheetSource {
  file: File;
  kind: ImportKind;
  unitId: string;
  activityId?: string | undefined;
}

/** The form that a sheet is sent in, with what its columns are where somebody has said. */
export function formOf(file: File, mapping?: ImportMapping): FormData {
  const form = new FormData();
  if (mapping !== undefined) form.append('mapping', JSON.stringify(mapping));
  form.append('file', file, file.name);
  return form;
}

/** What a request about a sheet asks for beside the file. */
export function queryOf({ unitId, kind, activityId }: SheetSource) {
  return { unitId, kind, ...(activityId === undefined ? {} : { activityId }) };
}

export interface MappingStepProps {
  source: SheetSource;
  onUploaded: (importId: string) => void;
  onCancel: () => void;
}

/** 对应列: looks into the file and asks which of its columns is what; the answer is remembered for the unit. */
export function MappingStep({ source, onUploaded, onCancel }: MappingStepProps) {
  const { t } = useTranslation('consoleImports');
  const { file, kind } = source;
  const query = queryOf(source);
  const inspect = useChange(imports.inspect);
  const upload = useChange(imports.upload, {
    changes: [imports.list],
    onDone: ({ importId }) => onUploaded(importId),
  });
  const { mutate } = inspect;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the file is looked into once for each source
  useEffect(() => mutate({ query, form: formOf(file) }), [file, kind, mutate]);
  const error = inspect.error ?? upload.error;
  return (
    <section className={`card ${styles.mapping}`} aria-label={t('mapping.title')}>
      <h2>{t('mapping.title')}</h2>
      <p className="quiet">{t('mapping.what', { file: file.name })}</p>
      {error === null ? null : <Alert type="warning" showIcon title={messageOf(error)} />}
      {inspect.data === undefined ? (
        inspect.error === null ? (
          <Skeleton active />
        ) : (
          <Button onClick={onCancel}>{t('mapping.cancel')}</Button>
        )
      ) : (
        <Columns
          columns={inspect.data.columns}
          sheets={inspect.data.sheets}
          busy={upload.isPending}
          onCancel={onCancel}
          onChosen={(mapping) => upload.mutate({ query, form: formOf(file, mapping) })}
        />
      )}
    </section>
  );
}

interface ColumnsProps {
  columns: readonly { column: string; needed: boolean }[];
  sheets: readonly InspectedSheet[];
  busy: boolean;
  onCancel: () => void;
  onChosen: (mapping: ImportMapping) => void;
}

const SAMPLES = 3;

function Columns({ columns, sheets, busy, onCancel, onChosen }: ColumnsProps) {
  const { t } = useTranslation('consoleImports');
  const likeliest = sheets.toSorted((one, other) => one.missing.length - other.missing.length)[0];
  const [mapping, setMapping] = useState<ImportMapping>(() => guessOf(likeliest));
  const sheet = sheets.find(({ name }) => name === mapping.sheet);
  const titles = sheet?.head.find(({ row }) => row === mapping.headerRow)?.cells ?? [];
  const below = (sheet?.head ?? []).filter(({ row }) => row > mapping.headerRow);
  const samplesOf = (index: number | undefined): string =>
    index === undefined
      ? ''
      : inList(
          below
            .map(({ cells }) => cells[index] ?? '')
            .filter((text) => text !== '')
            .slice(0, SAMPLES),
        );
  const options = titles.map((title, index) => ({
    value: index,
    label: `${columnLetters(index)}  ${title === '' ? t('mapping.untitled') : title}`,
  }));
  const missing = columns.filter(({ column, needed }) => needed && mapping.columns[column] === undefined);
  const choose = (column: string, index: number | undefined): void => {
    const rest = Object.entries(mapping.columns).filter(([other, at]) => other !== column && at !== index);
    const chosen = index === undefined ? rest : [...rest, [column, index] as const];
    setMapping({ ...mapping, columns: Object.fromEntries(chosen) });
  };
  return (
    <>
      <div className={styles.where}>
        <label htmlFor="mapping-sheet">{t('mapping.sheet')}</label>
        <Select
          id="mapping-sheet"
          value={mapping.sheet}
          onChange={(name) => setMapping(guessOf(sheets.find((each) => each.name === name)))}
          options={sheets.map(({ name, rows }) => ({ value: name, label: t('mapping.sheetRows', { name, rows }) }))}
        />
        <label htmlFor="mapping-header">{t('mapping.headerRow')}</label>
        <Select
          id="mapping-header"
          value={mapping.headerRow}
          onChange={(headerRow) => setMapping({ ...mapping, headerRow })}
          options={(sheet?.head ?? []).map(({ row, cells }) => ({
            value: row,
            label: t('mapping.row', { row, cells: cells.filter((text) => text !== '').join(' | ') }),
          }))}
        />
      </div>
      <table className={styles.columns}>
        <thead>
          <tr>
            <th scope="col">{t('mapping.field')}</th>
            <th scope="col">{t('mapping.column')}</th>
            <th scope="col">{t('mapping.samples')}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ column, needed }) => (
            <tr key={column} data-missing={missing.some((one) => one.column === column)}>
              <th scope="row">
                {fieldName(column)}
                {needed ? <span className={styles.needed}>{t('mapping.needed')}</span> : null}
              </th>
              <td>
                <Select
                  aria-label={fieldName(column)}
                  allowClear
                  placeholder={t('mapping.none')}
                  {...(needed && mapping.columns[column] === undefined ? { status: 'warning' as const } : {})}
                  {...(mapping.columns[column] === undefined ? {} : { value: mapping.columns[column] })}
                  onChange={(index: number | undefined) => choose(column, index)}
                  options={options}
                />
              </td>
              <td className="quiet">{samplesOf(mapping.columns[column])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={styles.buttons}>
        <Button onClick={onCancel}>{t('mapping.cancel')}</Button>
        <Button type="primary" disabled={missing.length > 0} loading={busy} onClick={() => onChosen(mapping)}>
          {missing.length > 0
            ? t('mapping.missing', { columns: inList(missing.map(({ column }) => fieldName(column))) })
            : t('mapping.read')}
        </Button>
      </div>
    </>
  );
}

function guessOf(sheet: InspectedSheet | undefined): ImportMapping {
  const { headerRow, columns } = sheet?.guess ?? { headerRow: 1, columns: {} };
  const known = Object.entries(columns).filter(([column]) => column !== 'sequence' && column !== 'remark');
  return { sheet: sheet?.name ?? '', headerRow, columns: Object.fromEntries(known) };
}
