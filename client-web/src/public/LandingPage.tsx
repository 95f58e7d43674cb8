import DesktopOutlined from '@ant-design/icons-svg/es/asn/DesktopOutlined';
import MobileOutlined from '@ant-design/icons-svg/es/asn/MobileOutlined';
import NotificationOutlined from '@ant-design/icons-svg/es/asn/NotificationOutlined';
import PlusSquareOutlined from '@ant-design/icons-svg/es/asn/PlusSquareOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import StopOutlined from '@ant-design/icons-svg/es/asn/StopOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import UserOutlined from '@ant-design/icons-svg/es/asn/UserOutlined';
import { useTranslation } from 'react-i18next';
import type { Face } from '../api/index.ts';
import { DemoCards, FACE_PATHS, useDemoSignIns } from '../components/DemoCards.tsx';
import { Icon, Logo } from '../components/icons.tsx';
import { LanguageSwitch } from '../components/LanguageSwitch.tsx';
import styles from './LandingPage.module.css';

const FACES: readonly { face: Face; icon: typeof UserOutlined }[] = [
  { face: 'console', icon: DesktopOutlined },
  { face: 'resident', icon: UserOutlined },
  { face: 'merchant', icon: ShopOutlined },
];

/** The entries of the page: the three faces, and the staff's own phone pages, which share the console's sign-in. */
const ENTRIES = [
  ...FACES.map(({ face, icon }) => ({ key: face, icon, href: `${FACE_PATHS[face]}/` })),
  { key: 'desk', icon: MobileOutlined, href: '/desk/' },
] as const;

const PROMISES = [
  { key: 'append', icon: PlusSquareOutlined },
  { key: 'review', icon: TeamOutlined },
  { key: 'open', icon: NotificationOutlined },
  { key: 'cash', icon: StopOutlined },
] as const;

/** What this is, the three faces, and the role cards of a demo. */
export function LandingPage() {
  const { t } = useTranslation(['public', 'common']);
  const cards = useDemoSignIns();
  return (
    <>
      <header className={styles.top}>
        <div>
          <Logo size={32} />
          <b>{t('brand', { ns: 'common' })}</b>
          <nav>
            <a href="/notice">{t('notices')}</a>
            <a href="/digest">{t('digests')}</a>
            <a href="/api/docs/">{t('api')}</a>
            <LanguageSwitch />
          </nav>
        </div>
      </header>
      <main className={styles.page}>
        <h1>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        <ul className={styles.faces}>
          {ENTRIES.map(({ key, icon, href }) => (
            <li key={key}>
              <a href={href} target={`red-points-${key}`}>
                <span className={styles.tile}>
                  <Icon of={icon} size={26} />
                </span>
                <span>
                  <b>{t(`faces.${key}.name`)}</b>
                  <span>{t(`faces.${key}.what`)}</span>
                  <span>{t(`faces.${key}.device`)}</span>
                </span>
                <Icon of={RightOutlined} className="quiet" />
              </a>
            </li>
          ))}
        </ul>
        {cards.length === 0 ? null : (
          <div className={styles.demo}>
            <DemoCards cards={cards} />
          </div>
        )}
        <section className={styles.promises}>
          <h2>
            <Icon of={SafetyCertificateOutlined} size={20} />
            {t('promises.title')}
          </h2>
          <ul>
            {PROMISES.map(({ key, icon }) => (
              <li key={key}>
                <Icon of={icon} size={18} className="quiet" />
                <div>
                  <b>{t(`promises.${key}.name`)}</b>
                  <p>{t(`promises.${key}.what`)}</p>
                </div>
              </li>
            ))}
          </ul>
        </section>
      </main>
    </>
  );
}
