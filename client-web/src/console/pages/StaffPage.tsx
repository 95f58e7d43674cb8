import { type StaffMember, staff } from '@red-points/shared/contracts';
import { App, Button, Space, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { Tag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { OwnLinkHint } from '../staff/OwnLinkHint.tsx';
import { ResidentSearch, residentWords } from '../staff/ResidentSearch.tsx';
import { useUnit } from '../unit.tsx';

/** 工作人员账号: staff of the chosen unit and below, and which resident each of them is too. */
export function StaffPage() {
  const { t } = useTranslation('consoleStaff');
  const { message, modal } = App.useApp();
  const { unitId } = useUnit();
  const [linking, setLinking] = useState<StaffMember>();
  const read = useRead(staff.list, { query: { unitId } }, { enabled: unitId !== '' });
  const change = useChange(staff.link, { changes: [staff.list] });
  const link = ({ userId }: StaffMember, personId: string) =>
    change.mutate(
      { params: { userId }, body: { personId } },
      {
        onSuccess: () => {
          setLinking(undefined);
          void message.success(t('dialog.done'));
        },
      },
    );
  const unlink = ({ userId, name }: StaffMember) =>
    modal.confirm({
      title: t('dialog.unlinkTitle', { name }),
      content: t('dialog.unlinkWhat'),
      okText: t('act.unlink'),
      onOk: () =>
        change
          .mutateAsync({ params: { userId }, body: { personId: null } })
          .then(() => message.success(t('dialog.unlinkDone')))
          .catch((error: unknown) => message.error(messageOf(error))),
    });
  const list = { items: read.data?.items ?? [], isPending: read.isPending, error: read.error, refetch: read.refetch };
  return (
    <Page>
      <PageHeader title={t('title')} note={t('note')} />
      <OwnLinkHint />
      <RecordTable
        list={list}
        columns={useColumns({ onLink: setLinking, onUnlink: unlink })}
        rowKey={({ userId }) => userId}
        empty={t('empty')}
        minWidthPx={860}
      />
      {linking === undefined ? null : (
        <ResidentSearch
          title={t('dialog.title', { name: linking.name })}
          what={t('dialog.what')}
          busy={change.isPending}
          error={change.error}
          onChoose={(personId) => link(linking, personId)}
          onCancel={() => {
            change.reset();
            setLinking(undefined);
          }}
        />
      )}
    </Page>
  );
}

const TONES = { linked: 'success', no_resident: 'plain', unknown: 'warning' } as const;

interface ColumnActs {
  onLink: (member: StaffMember) => void;
  onUnlink: (member: StaffMember) => void;
}

function useColumns({ onLink, onUnlink }: ColumnActs): NonNullable<TableProps<StaffMember>['columns']> {
  const { t } = useTranslation(['consoleStaff', 'domain']);
  return [
    {
      key: 'name',
      title: t('field.name'),
      width: 180,
      render: (_, { name, isYou }) => (
        <>
          {name} {isYou ? <span className="small quiet">{t('you')}</span> : null}
        </>
      ),
    },
    {
      key: 'roles',
      title: t('field.roles'),
      render: (_, { grants }) =>
        grants.map(({ role, unitName }) => (
          <div key={`${role}.${unitName ?? ''}`}>
            {t(`domain:role.${role}`)} <span className="small quiet">{unitName ?? t('everywhere')}</span>
          </div>
        )),
    },
    {
      key: 'resident',
      title: t('field.resident'),
      render: (_, { link, resident }) => (
        <>
          <Tag tone={TONES[link]}>{t(`link.${link}`)}</Tag>
          {resident === null ? null : <div className="small quiet">{residentWords(resident)}</div>}
        </>
      ),
    },
    {
      key: 'act',
      title: t('field.act'),
      width: 200,
      render: (_, member) =>
        member.mayLink ? (
          <Space>
            <Button size="small" onClick={() => onLink(member)}>
              {t(member.link === 'linked' ? 'act.relink' : 'act.link')}
            </Button>
            {member.link === 'linked' ? (
              <Button size="small" danger onClick={() => onUnlink(member)}>
                {t('act.unlink')}
              </Button>
            ) : null}
          </Space>
        ) : null,
    },
  ];
}
