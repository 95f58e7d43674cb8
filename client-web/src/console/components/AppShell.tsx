import MenuFoldOutlined from '@ant-design/icons-svg/es/asn/MenuFoldOutlined';
import MenuUnfoldOutlined from '@ant-design/icons-svg/es/asn/MenuUnfoldOutlined';
import { Link, useLocation, useRouter } from '@tanstack/react-router';
import { Grid } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon, Logo } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { FOOT, itemAt, MENU, type MenuItem, type MenuKey } from '../menu.ts';
import styles from './AppShell.module.css';
import { useMenuCounts } from './menu-counts.ts';
import { TopBar } from './TopBar.tsx';

const STORE_KEY = 'red-points.console.menu';
/** Pages that need the width: the menu folds by itself there. */
const WIDE_PAGES = ['/reviews'];

/** Menu at the left, top bar, and the page. */
export function AppShell({ children }: { children: ReactNode }) {
  const { t } = useTranslation('console');
  const { pathname } = useLocation();
  const [folded, setFolded] = useState(() => window.localStorage.getItem(STORE_KEY) === 'folded');
  const wide = WIDE_PAGES.some((page) => pathname.startsWith(page));
  const narrow = Grid.useBreakpoint().lg === false;
  const mini = folded || wide || narrow;
  useEffect(() => window.localStorage.setItem(STORE_KEY, folded ? 'folded' : 'open'), [folded]);
  return (
    <div className={styles.shell}>
      <aside className={styles.sider} data-mini={mini} aria-label={t('menu.main')}>
        <Link to="/" className={styles.logo ?? ''}>
          <Logo />
          {mini ? (
            <span className="visually-hidden">{t('brand', { ns: 'common' })}</span>
          ) : (
            <span>{t('brand', { ns: 'common' })}</span>
          )}
        </Link>
        <MainMenu mini={mini} />
        {wide || narrow ? null : (
          <button
            type="button"
            className={styles.fold}
            onClick={() => setFolded(!folded)}
            aria-label={t(mini ? 'menu.unfold' : 'menu.fold')}
          >
            <Icon of={mini ? MenuUnfoldOutlined : MenuFoldOutlined} size={16} />
          </button>
        )}
      </aside>
      <div className={styles.main}>
        <TopBar />
        <main className={styles.page}>{children}</main>
      </div>
    </div>
  );
}

function MainMenu({ mini }: { mini: boolean }) {
  const { t } = useTranslation('console');
  const may = useMay();
  const router = useRouter();
  const counts = useMenuCounts();
  const paths = Object.keys(router.routesByPath);
  const visible = (item: MenuItem): boolean => paths.includes(item.to) && (item.for.length === 0 || item.for.some(may));
  return (
    <nav className={styles.menu} aria-label={t('menu.main')}>
      {MENU.map((group) => {
        const items = group.items.filter(visible);
        if (items.length === 0) return null;
        return (
          <div key={group.key ?? 'home'}>
            {group.key !== undefined && !mini ? <h3>{t(`menu.${group.key}`)}</h3> : null}
            {items.map((item) => (
              <MenuLink key={item.key} item={item} mini={mini} count={counts[item.key]} />
            ))}
          </div>
        );
      })}
      <span className={styles.grow} />
      {visible(FOOT) ? <MenuLink item={FOOT} mini={mini} count={undefined} /> : null}
    </nav>
  );
}

function MenuLink({ item, mini, count }: { item: MenuItem; mini: boolean; count: number | undefined }) {
  const { t } = useTranslation('console');
  const { pathname } = useLocation();
  const on = itemAt(pathname) === item;
  const name = t(`menu.${item.key satisfies MenuKey}`);
  return (
    <Link
      to={item.to}
      className={styles.item ?? ''}
      data-on={on}
      title={mini ? name : undefined}
      aria-label={mini ? name : undefined}
      aria-current={on ? 'page' : undefined}
    >
      <Icon of={item.icon} size={mini ? 18 : 16} className={styles.icon} />
      {mini ? null : name}
      {count !== undefined && count > 0 ? (
        mini ? (
          <i className={styles.dot} />
        ) : (
          <span className={styles.count}>{count}</span>
        )
      ) : null}
    </Link>
  );
}
