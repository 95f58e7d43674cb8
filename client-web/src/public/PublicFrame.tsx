import FontSizeOutlined from '@ant-design/icons-svg/es/asn/FontSizeOutlined';
import PrinterOutlined from '@ant-design/icons-svg/es/asn/PrinterOutlined';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../api/index.ts';
import { Icon, Logo } from '../components/icons.tsx';
import { LanguageSwitch } from '../components/LanguageSwitch.tsx';
import styles from './PublicFrame.module.css';

const LARGE_KEY = 'red-points.notice.large';

/** The pages that anybody may read, as the bar names them. */
const WAYS = [
  { key: 'notice', href: '/notice' },
  { key: 'activities', href: '/activities' },
  { key: 'rules', href: '/rules' },
  { key: 'digest', href: '/digest' },
  { key: 'spotChecks', href: '/spot-checks' },
  { key: 'certificate', href: '/certificate' },
] as const;

/** The frame of the public notices: brand, where one is, language, large print, paper. */
export function PublicFrame({ here, children }: { here: (typeof WAYS)[number]['key']; children: ReactNode }) {
  const { t } = useTranslation(['publicNotice', 'common']);
  const [large, setLarge] = useState(() => window.localStorage.getItem(LARGE_KEY) === 'yes');
  const ways = useRef<HTMLElement>(null);
  // On a phone the bar is wider than the screen: the page one is on is to be seen in it.
  useEffect(() => {
    const chosen = ways.current?.querySelector(`[aria-current="page"]`);
    chosen?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, []);
  useEffect(() => window.localStorage.setItem(LARGE_KEY, large ? 'yes' : 'no'), [large]);
  return (
    <div className={styles.page} data-large={large}>
      <header className={`${styles.top} no-print`}>
        <a href="/" className={styles.brand}>
          <Logo size={32} />
          <b>{t('brand', { ns: 'common' })}</b>
        </a>
        <nav ref={ways} className={styles.ways} aria-label={t('ways.name')}>
          {WAYS.map(({ key, href }) => (
            <a key={key} href={href} aria-current={key === here ? 'page' : undefined}>
              {t(`ways.${key}`)}
            </a>
          ))}
        </nav>
        <span className={styles.tools}>
          <LanguageSwitch className={styles.tool} />
          <button type="button" className={styles.tool} aria-pressed={large} onClick={() => setLarge(!large)}>
            <Icon of={FontSizeOutlined} />
            {t('large')}
          </button>
          <button type="button" className={`${styles.tool} ${styles.paper}`} onClick={() => window.print()}>
            <Icon of={PrinterOutlined} />
            {t('print')}
          </button>
        </span>
      </header>
      {children}
    </div>
  );
}

/** What could not be read, and another try. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation('common');
  return (
    <div className={styles.trouble} role="alert">
      <p>{messageOf(error)}</p>
      <button type="button" className={styles.tool} onClick={onRetry}>
        {t('action.retry')}
      </button>
    </div>
  );
}
