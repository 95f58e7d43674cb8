import type { Import } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from '../parts/filed/panels.module.css';
import { fieldName } from './row-words.ts';

/** Which title of the sheet was read as what; who has the file at hand may say it otherwise. */
export function ReadAs({ record, onChange }: { record: Import; onChange?: (() => void) | undefined }) {
  const { t } = useTranslation('consoleImports');
  const read = record.mapping.filter(({ column }) => column !== 'sequence' && column !== 'remark');
  if (read.length === 0) return null;
  return (
    <section className={`card ${styles.panel}`}>
      <h2>{t('mapping.readAs')}</h2>
      <dl className={styles.effect}>
        {read.map(({ column, title, letters }) => (
          <div key={column} style={{ display: 'contents' }}>
            <dt>{fieldName(column)}</dt>
            <dd>{t('mapping.titleAt', { letters, title: title === '' ? t('mapping.untitled') : title })}</dd>
          </div>
        ))}
      </dl>
      {onChange === undefined ? (
        <p className="small quiet">{t('mapping.remembered')}</p>
      ) : (
        <Button block onClick={onChange}>
          {t('mapping.change')}
        </Button>
      )}
    </section>
  );
}
