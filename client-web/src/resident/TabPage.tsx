import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import HomeFilled from '@ant-design/icons-svg/es/asn/HomeFilled';
import HomeOutlined from '@ant-design/icons-svg/es/asn/HomeOutlined';
import UserOutlined from '@ant-design/icons-svg/es/asn/UserOutlined';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/icons.tsx';
import { PhonePage } from '../phone/components/PhonePage.tsx';
import styles from './TabPage.module.css';

export type Tab = 'home' | 'activities' | 'offers' | 'me';

const TABS = [
  { key: 'home', to: '/', icon: HomeOutlined, iconOn: HomeFilled },
  { key: 'activities', to: '/activities', icon: CalendarOutlined, iconOn: CalendarOutlined },
  { key: 'offers', to: '/offers', icon: GiftOutlined, iconOn: GiftOutlined },
  { key: 'me', to: '/me', icon: UserOutlined, iconOn: UserOutlined },
] as const;

/** One of the four pages with the bar of tabs at the foot. */
export function TabPage({
  tab,
  title,
  header,
  children,
}: {
  tab: Tab;
  title?: ReactNode;
  header?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation('resident');
  return (
    <div className={styles.frame}>
      <PhonePage title={title} {...(header === undefined ? {} : { header })}>
        {children}
      </PhonePage>
      <nav className={styles.tabs}>
        {TABS.map(({ key, to, icon, iconOn }) => (
          <Link key={key} to={to} data-on={key === tab} aria-current={key === tab ? 'page' : undefined}>
            <Icon of={key === tab ? iconOn : icon} size={24} />
            {t(`tabs.${key}`)}
          </Link>
        ))}
      </nav>
    </div>
  );
}
