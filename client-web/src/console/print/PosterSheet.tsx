import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Logo } from '../../components/icons.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './poster.module.css';

export interface PosterSheetProps {
  loading?: boolean;
  error?: unknown;
  onRetry?: () => void;
  children?: ReactNode;
}

/** One A4 sheet on screen as it will be on paper, with a button to print it. */
export function PosterSheet({ loading = false, error = null, onRetry, children }: PosterSheetProps) {
  const { t } = useTranslation('consolePrint');
  return (
    <main className={styles['desk']}>
      <div className={`${styles['tools'] ?? ''} no-print`}>
        <span className="quiet">{t('hint')}</span>
        <Button onClick={() => window.close()}>{t('close')}</Button>
        <Button type="primary" onClick={() => window.print()} disabled={children === undefined}>
          {t('print')}
        </Button>
      </div>
      {loading ? <Spin /> : null}
      {error === null ? null : <Trouble error={error} {...(onRetry === undefined ? {} : { onRetry })} />}
      {children === undefined ? null : <article className={`paper ${styles['sheet']}`}>{children}</article>}
    </main>
  );
}

/** Brand, publisher and number at the foot of a poster. */
export function PosterFoot({ unitName, number }: { unitName: string; number: string }) {
  const { t } = useTranslation(['consolePrint', 'common']);
  return (
    <footer className={styles['foot']}>
      <Logo size={32} />
      <b>{t('brand', { ns: 'common' })}</b>
      <span>{t('publisher', { unit: unitName })}</span>
      <span className={styles['number']}>{number}</span>
    </footer>
  );
}
