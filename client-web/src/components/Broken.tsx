import { useTranslation } from 'react-i18next';
import styles from './Broken.module.css';

/** The page could not be shown, or there is no such page. */
export function Broken({ kind = 'broken', homeHref }: { kind?: 'broken' | 'notFound'; homeHref?: string }) {
  const { t } = useTranslation('common');
  return (
    <main className={styles.broken}>
      <div role={kind === 'broken' ? 'alert' : undefined}>
        <h1>{t(kind === 'broken' ? 'state.broken' : 'state.notFound')}</h1>
        <p>{t(kind === 'broken' ? 'state.brokenHint' : 'state.notFoundHint')}</p>
      </div>
      {homeHref === undefined ? (
        <button type="button" onClick={() => window.location.reload()}>
          {t('state.reload')}
        </button>
      ) : (
        <a href={homeHref}>{t('action.back')}</a>
      )}
    </main>
  );
}
