import { orgUnits } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import styles from './NoticePage.module.css';
import { Trouble } from './PublicFrame.tsx';

/** Whose page it is to be, where the address names no community: each leads to `<path>/<community>`. */
export function ChooseCommunity({ title, path }: { title: string; path: string }) {
  const { t } = useTranslation('common');
  const units = useRead(orgUnits.list, { query: { kind: 'community' } });
  return (
    <main className={styles.choose}>
      <h1>{title}</h1>
      {units.isPending ? <p className={styles.quiet}>{t('state.loading')}</p> : null}
      {units.error === null ? null : <Trouble error={units.error} onRetry={() => void units.refetch()} />}
      <ul>
        {(units.data?.items ?? []).map((unit) => (
          <li key={unit.id}>
            <a href={`${path}/${encodeURIComponent(unit.id)}`}>{unit.name}</a>
          </li>
        ))}
      </ul>
    </main>
  );
}
