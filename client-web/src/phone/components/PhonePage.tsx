import LeftOutlined from '@ant-design/icons-svg/es/asn/LeftOutlined';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
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
        <header className={styles.bar}>
          {onBack === undefined ? null : (
            <button
              type="button"
              className={`plain-button ${styles.back}`}
              onClick={onBack}
              aria-label={t('action.back')}
            >
              <Icon of={LeftOutlined} size={18} />
            </button>
          )}
          <h1>{title}</h1>
          {action === undefined ? null : <div className={styles.action}>{action}</div>}
        </header>
      )}
      <main className={styles.content}>{children}</main>
      {bottom === undefined ? null : <footer className={styles.bottom}>{bottom}</footer>}
    </div>
  );
}
