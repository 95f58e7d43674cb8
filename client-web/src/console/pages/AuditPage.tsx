import { audit, type audit as contract } from '@red-points/shared/contracts';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { useUnit } from '../unit.tsx';

type Act = ItemOf<typeof contract.list>;

/** 操作记录: who did what, newest first; nothing here can be changed. */
export function AuditPage() {
  const { t } = useTranslation('consoleOversight');
  const { unitId } = useUnit();
  const list = useList(audit.list, { query: { unitId, limit: 100 } }, { enabled: unitId !== '' });
  return (
    <Page>
      <PageHeader title={t('audit.title')} note={t('audit.note')} />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(act) => `${act.at}.${act.action}.${act.subjectId}`}
        empty={t('audit.none')}
        minWidthPx={800}
      />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Act>['columns']> {
  const { t, i18n } = useTranslation('consoleOversight');
  const words = (of: 'act' | 'subject', code: string): string => {
    const key = `consoleOversight:${of}.${code.replace('.', '_')}`;
    return i18n.exists(key) ? i18n.t(key as 'consoleOversight:act.people_unmask') : code;
  };
  return [
    { key: 'at', title: t('audit.at'), width: 200, render: (_, act) => formatMoment(act.at) },
    { key: 'by', title: t('audit.by'), width: 140, render: (_, act) => <b>{act.byName}</b> },
    { key: 'action', title: t('audit.action'), render: (_, act) => words('act', act.action) },
    {
      key: 'unit',
      title: t('audit.unit'),
      width: 160,
      render: (_, act) => act.unitName ?? <span className="quiet">—</span>,
    },
    {
      key: 'subject',
      title: t('audit.subject'),
      width: 260,
      render: (_, act) => (
        <>
          {words('subject', act.subjectKind)}
          <br />
          <span className="small quiet">{act.subjectId}</span>
        </>
      ),
    },
  ];
}
