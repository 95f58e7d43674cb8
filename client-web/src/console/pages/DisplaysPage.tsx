import { activities, type Display, displays } from '@red-points/shared/contracts';
import { App, Button, Select, Space, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList, useRead } from '../../api/index.ts';
import { formatWhen } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { PairScreen } from '../display/PairScreen.tsx';
import { TraceCode } from '../display/TraceCode.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';

const FRESH_MS = 15_000;

/** 签到屏幕: which screens show codes, what they show, and the end of one that is lost. */
export function DisplaysPage() {
  const { t } = useTranslation('consoleDisplays');
  const { unitId } = useUnit();
  const [pairing, setPairing] = useState(false);
  const [tracing, setTracing] = useState(false);
  const list = useList(displays.list, { query: { unitId, limit: 50 } }, { enabled: unitId !== '', everyMs: FRESH_MS });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t('note')}
        actions={
          <Space>
            <Button onClick={() => setTracing(true)}>{t('trace')}</Button>
            <Button type="primary" onClick={() => setPairing(true)}>
              {t('register')}
            </Button>
          </Space>
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={({ displayId }) => displayId}
        minWidthPx={1080}
        empty={
          <>
            {t('none')}
            <br />
            <span className="small quiet">{t('noneHint', { address: `${window.location.origin}/screen` })}</span>
          </>
        }
      />
      <PairScreen open={pairing} unitId={unitId} onClose={() => setPairing(false)} />
      <TraceCode open={tracing} onClose={() => setTracing(false)} />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Display>['columns']> {
  const { t } = useTranslation('consoleDisplays');
  return [
    {
      title: t('column.name'),
      render: (_value, display) => (
        <>
          <b>{display.name}</b>
          <div className="small quiet">{`${display.unitName} · ${t(`kind.${display.kind}`)}`}</div>
        </>
      ),
    },
    { title: t('column.shows'), width: 260, render: (_value, display) => <Shows display={display} /> },
    {
      title: t('column.registered'),
      width: 180,
      render: (_value, display) => (
        <>
          {formatWhen(display.registeredAt)}
          <div className="small quiet">{display.registeredByName}</div>
        </>
      ),
    },
    {
      title: t('column.seen'),
      width: 140,
      render: (_value, { lastSeenAt }) => (lastSeenAt === null ? t('never') : formatWhen(lastSeenAt)),
    },
    {
      title: t('column.state'),
      width: 200,
      render: (_value, display) => (
        <>
          <Tag tone={display.state === 'active' ? 'success' : 'plain'}>{t(`state.${display.state}`)}</Tag>
          {display.revokeReason === null ? null : (
            <div className="small quiet">
              {t('revokedBy', { name: display.revokedByName ?? '', reason: display.revokeReason })}
            </div>
          )}
        </>
      ),
    },
    { title: <ActsHead />, width: 100, align: 'right', render: (_value, display) => <Act display={display} /> },
  ];
}

/** What a hall's screen shows, to be chosen among today's activities; staff open their own. */
function Shows({ display }: { display: Display }) {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const hall = display.kind === 'hall' && display.state === 'active';
  const today = useRead(
    activities.list,
    { query: { unitId: display.unitId, when: 'today', limit: 50 } },
    { enabled: hall },
  );
  const show = useChange(displays.show, { changes: [displays.list] });
  if (!hall) return <span className="quiet">{t(display.kind === 'staff' ? 'shows.own' : 'shows.nothing')}</span>;
  const choices = (today.data?.items ?? []).filter(({ state }) => state === 'open' || state === 'under_way');
  const shown = display.activity;
  const options = [...choices, ...(shown === null ? [] : [shown])].map(({ activityId, title }) => ({
    value: activityId,
    label: title,
  }));
  return (
    <Select
      value={shown?.activityId ?? null}
      allowClear
      loading={show.isPending}
      placeholder={t('shows.nothing')}
      aria-label={t('shows.choose')}
      options={[...new Map(options.map((option) => [option.value, option])).values()]}
      style={{ width: '100%' }}
      onChange={(activityId) =>
        show.mutate(
          { params: { displayId: display.displayId }, body: { activityId: activityId ?? null } },
          { onError: (error) => void message.error(messageOf(error)) },
        )
      }
    />
  );
}

function Act({ display }: { display: Display }) {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const [asked, setAsked] = useState(false);
  const params = { displayId: display.displayId };
  const revoke = useChange(displays.revoke, { changes: [displays.list] });
  const restore = useChange(displays.restore, { changes: [displays.list] });
  const failed = (error: unknown): void => void message.error(messageOf(error));
  if (display.state === 'revoked') {
    return (
      <Button
        size="small"
        loading={restore.isPending}
        onClick={() =>
          restore.mutate({ params }, { onSuccess: () => void message.success(t('restored')), onError: failed })
        }
      >
        {t('restore')}
      </Button>
    );
  }
  return (
    <>
      <Button size="small" onClick={() => setAsked(true)}>
        {t('revoke')}
      </Button>
      <ReasonDialog
        open={asked}
        title={t('revokeTitle', { name: display.name })}
        explanation={t('revokeWhat')}
        verb={t('revoke')}
        busy={revoke.isPending}
        onCancel={() => setAsked(false)}
        onGive={(reason) =>
          revoke.mutate(
            { params, body: { reason } },
            {
              onSuccess: () => {
                setAsked(false);
                void message.success(t('revoked'));
              },
              onError: failed,
            },
          )
        }
      />
    </>
  );
}
