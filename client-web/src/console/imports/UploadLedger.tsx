import FileExcelOutlined from '@ant-design/icons-svg/es/asn/FileExcelOutlined';
import { imports } from '@red-points/shared/contracts';
import { Alert, Spin, Upload } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { useUnit } from '../unit.tsx';
import styles from './UploadLedger.module.css';

/** Takes a hand-kept ledger; nothing is written before a second person confirmed it. */
export function UploadLedger({ onUploaded }: { onUploaded: (importId: string) => void }) {
  const { t } = useTranslation('consoleImports');
  const { unit, unitId } = useUnit();
  const upload = useChange(imports.upload, {
    changes: [imports.list],
    onDone: (answer) => onUploaded(answer.importId),
  });
  const suitable = unit?.kind === 'community';
  const send = (file: File): void => {
    const form = new FormData();
    form.append('file', file, file.name);
    upload.mutate({ query: { unitId }, form });
  };
  return (
    <section className={`card ${styles.upload}`} aria-label={t('upload.label')}>
      {suitable ? null : (
        <Alert type="info" showIcon title={t('upload.chooseCommunity')} className={styles.alert ?? ''} />
      )}
      {upload.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(upload.error)} className={styles.alert ?? ''} />
      )}
      <Upload.Dragger
        accept=".xlsx"
        showUploadList={false}
        disabled={!suitable || upload.isPending}
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
            <b>{t('upload.drop')}</b>
            <span className="quiet">{t('upload.what', { unit: unit?.name ?? '' })}</span>
          </div>
        )}
      </Upload.Dragger>
    </section>
  );
}
