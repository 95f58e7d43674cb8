import type { OwnDataRequest } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import styles from './own-data.module.css';

/** What a correction changes, old value and new. */
export function ChangeList({ changes }: { changes: OwnDataRequest['changes'] }) {
  const { t } = useTranslation('ownData');
  if (changes.length === 0) return null;
  return (
    <ul className={styles.changes}>
      {changes.map(({ field, from, to }) => (
        <li key={field}>
          {t(`field.${field}`)}: <span className="quiet">{from ?? t('nothing')}</span> → <b>{to ?? t('nothing')}</b>
        </li>
      ))}
    </ul>
  );
}
