import { type AccountChange, accountChanges } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { ChangeDrawer } from '../accounts/ChangeDrawer.tsx';
import { ChangeStateTag } from '../accounts/ChangeStateTag.tsx';
import { CreditingPanel } from '../accounts/CreditingPanel.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import type { AccountsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import styles from './AccountsPage.module.css';

const SHOWN = ['waiting', 'all'] as const;

/** 账户办理: closings and joinings that wait for a second person, and whose account is credited. */
export function AccountsPage() {
  const { t } = useTranslation('consoleAccounts');
  const { unitId } = useUnit();
  const search = useSearch({ strict: false }) as AccountsSearch;
  const navigate = useNavigate();
  const show = search.show ?? 'waiting';
  const list = useList(accountChanges.list, { query: { unitId, show, limit: 50 } }, { enabled: unitId !== '' });
  const go = (next: AccountsSearch): void => void navigate({ to: '/accounts', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          <Segmented
            value={show}
            onChange={(next) => go({ ...search, show: next === 'waiting' ? undefined : next })}
            options={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
          />
        }
      />
      <div className={styles['stack']}>
        <RecordTable
          list={list}
          columns={useColumns()}
          rowKey={(change) => change.changeId}
          onOpen={(change) => go({ ...search, open: change.changeId })}
          openKey={search.open}
          empty={t(`none.${show}`)}
          minWidthPx={860}
        />
        <CreditingPanel />
      </div>
      <ChangeDrawer changeId={search.open} onClose={() => go({ ...search, open: undefined })} />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<AccountChange>['columns']> {
  const { t } = useTranslation(['consoleAccounts', 'consolePeople']);
  return [
    { key: 'kind', title: t('field.kind'), width: 90, render: (_, change) => <b>{t(`kind.${change.kind}`)}</b> },
    {
      key: 'who',
      title: t('field.who'),
      render: (_, change) => (
        <>
          {change.subject.maskedName}
          {change.kept === null ? null : ` ${t('into')} ${change.kept.maskedName}`}{' '}
          {change.subjectKind === 'person' ? null : <Tag>{t(`consolePeople:kind.${change.subjectKind}`)}</Tag>}
          <div className="small quiet">{change.subject.unitName}</div>
        </>
      ),
    },
    {
      key: 'points',
      title: t('field.available'),
      width: 110,
      align: 'right',
      render: (_, change) => <Points value={change.movedPoints ?? change.subject.available} />,
    },
    {
      key: 'proposed',
      title: t('field.proposed'),
      width: 220,
      render: (_, change) => (
        <>
          {change.proposedByName}
          <div className="small quiet">{formatMoment(change.proposedAt)}</div>
        </>
      ),
    },
    {
      key: 'decided',
      title: t('field.decided'),
      width: 220,
      render: (_, change) =>
        change.decidedByName === null || change.decidedAt === null ? (
          <span className="quiet">—</span>
        ) : (
          <>
            {change.decidedByName}
            <div className="small quiet">{formatMoment(change.decidedAt)}</div>
          </>
        ),
    },
    {
      key: 'state',
      title: t('field.state'),
      width: 120,
      render: (_, change) => <ChangeStateTag state={change.state} />,
    },
  ];
}
