import { NavBar } from 'antd-mobile';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PhonePage.module.css';

export interface PhonePageProps {
  title?: ReactNode;
  /** Without it there is no way back (the tabs' pages). */
  onBack?: () => void;
  /** A quiet word at the right of the bar. */
  action?: ReactNode;
  /** In place of the bar: the home pages have a greeting there. */
  header?: ReactNode;
  /** Buttons that stay at the foot. */
  bottom?: ReactNode;
  /** White ground instead of grey: codes and forms. */
  white?: boolean;
  children: ReactNode;
}

/** The frame of every phone page: bar, content, and buttons that stay above the home indicator. */
export function PhonePage({ title, onBack, action, header, bottom, white = false, children }: PhonePageProps) {
  const { t } = useTranslation('common');
  return (
    <div className={styles.page} data-white={white}>
      {header ?? (
        <NavBar
          className={styles.bar ?? ''}
          backIcon={onBack !== undefined}
          back={onBack === undefined ? null : <span className="visually-hidden">{t('action.back')}</span>}
          {...(onBack === undefined ? {} : { onBack })}
          right={action}
        >
          <h1>{title}</h1>
        </NavBar>
      )}
      <main className={styles.content}>{children}</main>
      {bottom === undefined ? null : <footer className={styles.bottom}>{bottom}</footer>}
    </div>
  );
}
