import FileExcelOutlined from '@ant-design/icons-svg/es/asn/FileExcelOutlined';
import { activities, imports } from '@red-points/shared/contracts';
import { IMPORT_KINDS, type ImportKind } from '@red-points/shared/domain/imports';
import { Alert, Segmented, Select, Spin, Upload } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useChange, useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { useUnit } from '../unit.tsx';
import { formOf, MappingStep, queryOf, type SheetSource } from './MappingStep.tsx';
import styles from './UploadSheet.module.css';

export interface UploadSheetProps {
  onUploaded: (importId: string, source: SheetSource) => void;
}

/** Takes a sheet in: what it is of, then the file; nothing is written before a second person confirmed it. */
export function UploadSheet({ onUploaded }: UploadSheetProps) {
  const { t } = useTranslation('consoleImports');
  const may = useMay();
  const { unit, unitId } = useUnit();
  const [kind, setKind] = useState<ImportKind>('ledger');
  const [activityId, setActivityId] = useState<string>();
  const [unclear, setUnclear] = useState<SheetSource>();
  const upload = useChange(imports.upload, { changes: [imports.list] });
  const inCommunity = unit?.kind === 'community';
  const isReady = inCommunity && (kind !== 'roster' || activityId !== undefined);
  const send = (file: File): void => {
    const source: SheetSource = { file, kind, unitId, ...(kind === 'roster' ? { activityId } : {}) };
    upload.mutate(
      { query: queryOf(source), form: formOf(file) },
      {
        onSuccess: (answer) => onUploaded(answer.importId, source),
        // The titles say too little: somebody has to tell which column is what.
        onError: (error) => setUnclear(isUnclear(error) ? source : undefined),
      },
    );
  };
  if (unclear !== undefined) {
    return (
      <MappingStep
        source={unclear}
        onUploaded={(importId) => onUploaded(importId, unclear)}
        onCancel={() => setUnclear(undefined)}
      />
    );
  }
  const kinds = IMPORT_KINDS.filter((each) => each !== 'rules' || may('rules.manage'));
  return (
    <section className={`card ${styles.upload}`} aria-label={t('upload.label')}>
      <div className={styles.choice}>
        <Segmented
          className={styles.kinds ?? ''}
          value={kind}
          aria-label={t('kind.label')}
          onChange={(chosen) => {
            setKind(chosen);
            upload.reset();
          }}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        {kind === 'roster' && inCommunity ? (
          <ActivitySelect unitId={unitId} value={activityId} onChange={setActivityId} />
        ) : null}
      </div>
      {inCommunity ? null : (
        <Alert type="info" showIcon title={t('upload.chooseCommunity')} className={styles.alert ?? ''} />
      )}
      {upload.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(upload.error)} className={styles.alert ?? ''} />
      )}
      <div>
        <Upload.Dragger
          accept=".xlsx,.csv"
          showUploadList={false}
          disabled={!isReady || upload.isPending}
          beforeUpload={(file) => {
            send(file);
            return Upload.LIST_IGNORE;
          }}
        >
          {upload.isPending ? (
            <div className={styles.inside} role="status">
              <Spin />
              <b>{t('upload.reading')}</b>
              <span className="quiet">{t('upload.readingHint')}</span>
            </div>
          ) : (
            <div className={styles.inside}>
              <span className={styles.tile}>
                <Icon of={FileExcelOutlined} size={24} />
              </span>
              <b>{kind === 'roster' && activityId === undefined ? t('upload.chooseActivity') : t('upload.drop')}</b>
              <span className="quiet">{t(`upload.what.${kind}`, { unit: unit?.name ?? '' })}</span>
              <span className="small quiet">{t(`upload.columns.${kind}`)}</span>
            </div>
          )}
        </Upload.Dragger>
      </div>
    </section>
  );
}

/** The server does not know which column is what. */
function isUnclear(error: unknown): boolean {
  return error instanceof ProblemError && error.code === 'import_header_missing';
}

interface ActivitySelectProps {
  unitId: string;
  value: string | undefined;
  onChange: (activityId: string) => void;
}

/** Of which activity the list is: those that are or were held, newest first. */
function ActivitySelect({ unitId, value, onChange }: ActivitySelectProps) {
  const { t } = useTranslation('consoleImports');
  const list = useList(activities.list, { query: { unitId, limit: 100 } });
  const held = list.items.filter(({ state }) => ['under_way', 'ended', 'settled'].includes(state));
  return (
    <Select
      className={styles.activity ?? ''}
      aria-label={t('activity.label')}
      placeholder={t('activity.choose')}
      loading={list.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      notFoundContent={t('activity.none')}
      {...(value === undefined ? {} : { value })}
      onChange={onChange}
      options={held.map(({ activityId, title, startsAt }) => ({
        value: activityId,
        label: `${title} · ${formatMoment(startsAt)}`,
      }))}
    />
  );
}
