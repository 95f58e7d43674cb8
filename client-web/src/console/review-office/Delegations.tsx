import { type Delegation, delegations, reviewOffice } from '@red-points/shared/contracts';
import { App, Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList } from '../../api/index.ts';
import { formatDate } from '../../components/formatters.ts';
import type { TagTone } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { LendRight } from './LendRight.tsx';
import styles from './office.module.css';

const TONES: Record<Delegation['state'], TagTone> = {
  ahead: 'slate',
  in_force: 'success',
  over: 'plain',
  revoked: 'plain',
};

/** Rights to review that were lent in the chosen unit: who, to whom, which days, why; appointed and taken back here. */
export function Delegations({ unitId }: { unitId: string }) {
  const { t } = useTranslation('consoleReviewOffice');
  const { modal, message } = App.useApp();
  const may = useMay();
  const [lending, setLending] = useState(false);
  const list = useList(delegations.list, { query: { unitId } });
  const revoke = useChange(delegations.revoke, {
    changes: [delegations.list, reviewOffice.get],
    onDone: () => void message.success(t('lend.revoked')),
  });
  const askRevoke = ({ delegationId, deputyName }: Delegation): void => {
    modal.confirm({
      title: t('lend.revokeAsk', { name: deputyName }),
      content: t('lend.revokeHint'),
      okText: t('lend.revoke'),
      onOk: () =>
        revoke
          .mutateAsync({ params: { delegationId } })
          .then(() => undefined)
          .catch((error: unknown) => void message.error(messageOf(error))),
    });
  };
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns(askRevoke)}
        rowKey={({ delegationId }) => delegationId}
        empty={t('lend.empty')}
        minWidthPx={860}
        toolbar={
          <div className={styles['tools']}>
            <h2>{t('lend.title')}</h2>
            <span className="small quiet">{t('lend.hint')}</span>
            {may('delegations.manage') ? (
              <Button className={styles['end'] ?? ''} onClick={() => setLending(true)}>
                {t('lend.verb')}
              </Button>
            ) : null}
          </div>
        }
      />
      <LendRight unitId={unitId} open={lending} onClose={() => setLending(false)} />
    </>
  );
}

function useColumns(onRevoke: (delegation: Delegation) => void): NonNullable<TableProps<Delegation>['columns']> {
  const { t } = useTranslation('consoleReviewOffice');
  return [
    { key: 'deputy', title: t('lend.deputy'), width: 130, render: (_, each) => <b>{each.deputyName}</b> },
    { key: 'by', title: t('lend.by'), width: 120, render: (_, each) => each.byName },
    { key: 'unit', title: t('lend.unit'), width: 130, render: (_, each) => each.unitName },
    {
      key: 'days',
      title: t('lend.days'),
      width: 200,
      render: (_, each) => `${formatDate(each.from)} – ${formatDate(each.until)}`,
    },
    { key: 'reason', title: t('lend.reason'), render: (_, each) => each.reason },
    {
      key: 'state',
      title: t('lend.state'),
      width: 130,
      render: (_, each) => (
        <>
          <StateTag tone={TONES[each.state]}>{t(`lend.states.${each.state}`)}</StateTag>
          {each.revokedByName === null ? null : (
            <div className="small quiet">{t('lend.revokedBy', { name: each.revokedByName })}</div>
          )}
        </>
      ),
    },
    {
      key: 'revoke',
      title: <ActsHead />,
      width: 96,
      align: 'right',
      render: (_, each) =>
        each.mayRevoke ? (
          <Button size="small" onClick={() => onRevoke(each)}>
            {t('lend.revoke')}
          </Button>
        ) : null,
    },
  ];
}
