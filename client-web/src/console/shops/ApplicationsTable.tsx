import { type StaffShopApplication, shopApplications } from '@red-points/shared/contracts';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import type { TagTone } from '../../components/Tag.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useUnit } from '../unit.tsx';

const TONES: Record<StaffShopApplication['state'], TagTone> = {
  draft: 'plain',
  submitted: 'warning',
  returned: 'slate',
  approved: 'success',
  refused: 'plain',
  withdrawn: 'plain',
};

/** 待审批, 已退回, 已通过, 未通过, 已撤回. */
export function ApplicationStateTag({ state }: { state: StaffShopApplication['state'] }) {
  const { t } = useTranslation('consoleShopWork');
  return <StateTag tone={TONES[state]}>{t(`applications.state.${state}`)}</StateTag>;
}

/** 入驻申请: which shops want to take part, newest first. */
export function ApplicationsTable({
  openId,
  onOpen,
}: {
  openId: string | undefined;
  onOpen: (applicationId: string) => void;
}) {
  const { t } = useTranslation('consoleShopWork');
  const { unitId } = useUnit();
  const list = useList(shopApplications.list, { query: { unitId, limit: 50 } }, { enabled: unitId !== '', staleMs: 0 });
  return (
    <RecordTable
      list={list}
      columns={useColumns()}
      rowKey={({ applicationId }) => applicationId}
      onOpen={({ applicationId }) => onOpen(applicationId)}
      openKey={openId}
      empty={t('applications.none')}
      minWidthPx={800}
    />
  );
}

function useColumns(): NonNullable<TableProps<StaffShopApplication>['columns']> {
  const { t } = useTranslation('consoleShopWork');
  return [
    {
      key: 'shop',
      title: t('applications.column.shop'),
      render: (_, { shopName, kind, address }) => (
        <>
          <b>{shopName}</b>
          <div className="small quiet">{[t(`applications.kind.${kind}`), address].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    { key: 'unit', title: t('applications.column.unit'), width: 130, render: (_, { unitName }) => unitName ?? '—' },
    {
      key: 'contact',
      title: t('applications.column.contact'),
      width: 170,
      render: (_, { contactName, maskedPhone }) => `${contactName} ${maskedPhone}`,
    },
    {
      key: 'submitted',
      title: t('applications.column.submitted'),
      width: 180,
      render: (_, { submittedAt }) => (submittedAt === null ? '—' : formatMoment(submittedAt)),
    },
    {
      key: 'state',
      title: t('applications.column.state'),
      width: 110,
      render: (_, { state }) => <ApplicationStateTag state={state} />,
    },
  ];
}
