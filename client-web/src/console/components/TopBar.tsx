import ApartmentOutlined from '@ant-design/icons-svg/es/asn/ApartmentOutlined';
import DownOutlined from '@ant-design/icons-svg/es/asn/DownOutlined';
import SearchOutlined from '@ant-design/icons-svg/es/asn/SearchOutlined';
import type { OrgUnit } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Dropdown, Popover, Tree } from 'antd';
import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../../api/index.ts';
import { useNow } from '../../components/clock.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { chooseLanguage, currentLanguage } from '../../i18n/index.ts';
import { chooseTheme, type ThemeChoice, themeChoice } from '../../theme/mode.ts';
import { useUnit } from '../unit.tsx';
import { Reminders } from './Reminders.tsx';
import styles from './TopBar.module.css';

/** Unit, search, date, reminders, and the person. */
export function TopBar() {
  const nowMs = useNow(10_000);
  return (
    <header className={`${styles.top} no-print`}>
      <UnitChoice />
      <Search />
      <div className={styles.right}>
        <span className={`quiet nowrap ${styles.now}`}>{formatMoment(nowMs)}</span>
        <Reminders />
        <Person />
      </div>
    </header>
  );
}

interface UnitNode {
  key: string;
  title: string;
  children: UnitNode[];
}

function unitTree(units: readonly OrgUnit[]): UnitNode[] {
  const nodes = new Map<string, UnitNode>(
    units.map((unit) => [unit.id, { key: unit.id, title: unit.name, children: [] }]),
  );
  const roots: UnitNode[] = [];
  for (const unit of units) {
    const node = nodes.get(unit.id);
    if (node === undefined) continue;
    const parent = unit.parentId === null ? undefined : nodes.get(unit.parentId);
    if (parent === undefined) roots.push(node);
    else parent.children.push(node);
  }
  return roots;
}

function UnitChoice() {
  const { t } = useTranslation('console');
  const { unit, unitId, units, pathNames, choose } = useUnit();
  const [open, setOpen] = useState(false);
  const tree = useMemo(() => unitTree(units), [units]);
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      content={
        <div className={styles.tree}>
          <Tree
            blockNode
            treeData={tree}
            selectedKeys={[unitId]}
            defaultExpandedKeys={[unitId, ...(unit?.ancestorIds ?? [])]}
            onSelect={([key]) => {
              if (key !== undefined) choose(String(key));
              setOpen(false);
            }}
          />
        </div>
      }
    >
      <button type="button" className={styles.unit}>
        <span className="visually-hidden">{t('shell.unit')}</span>
        <Icon of={ApartmentOutlined} className="quiet" />
        {pathNames.length > 0 ? <span className={`quiet ${styles.path}`}>{`${pathNames.join(' / ')} /`}</span> : null}
        <b>{unit?.name ?? '—'}</b>
        <Icon of={DownOutlined} size={12} className="quiet" />
      </button>
    </Popover>
  );
}

function Search() {
  const { t } = useTranslation('console');
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const search = input.current?.value.trim() ?? '';
    if (search !== '') void navigate({ to: '/people', search: { search } });
  };
  return (
    <search className={styles.searchBox}>
      <form className={styles.search} onSubmit={submit}>
        <Icon of={SearchOutlined} />
        <input ref={input} type="search" placeholder={t('shell.search')} aria-label={t('shell.search')} />
        <kbd>Ctrl K</kbd>
      </form>
    </search>
  );
}

function Person() {
  const { t } = useTranslation(['common', 'domain']);
  const me = useMe();
  const role = me.grants[0]?.role;
  const themes: ThemeChoice[] = ['device', 'light', 'dark'];
  const other = currentLanguage() === 'zh' ? 'en' : 'zh';
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          { key: 'language', label: t(`language.${other}`), onClick: () => void chooseLanguage(other) },
          {
            key: 'theme',
            label: t('theme.name'),
            children: themes.map((choice) => ({
              key: choice,
              label: `${t(`theme.${choice}`)}${themeChoice() === choice ? ' ✓' : ''}`,
              onClick: () => chooseTheme(choice),
            })),
          },
          { type: 'divider' },
          { key: 'out', label: t('action.signOut'), onClick: () => void signOut() },
        ],
      }}
    >
      <button type="button" className={styles.me}>
        <span className="visually-hidden">{t('shell.me', { ns: 'console' })}</span>
        <span className={styles.avatar} aria-hidden="true">
          {me.displayName.slice(0, 1)}
        </span>
        <span className={`nowrap ${styles.name}`}>
          {me.displayName}
          {role === undefined ? null : <span className="quiet">{` · ${t(`role.${role}`, { ns: 'domain' })}`}</span>}
        </span>
        <Icon of={DownOutlined} size={12} className="quiet" />
      </button>
    </Dropdown>
  );
}
