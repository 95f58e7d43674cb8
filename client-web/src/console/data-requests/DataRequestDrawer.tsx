import { type DataRequest, type DataRequestDetail, dataRequests, reports } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Alert, App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatDay, formatMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import type { TagTone } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import styles from '../accounts/ChangeDrawer.module.css';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { Changes } from './Changes.tsx';
import { SeenField } from './SeenField.tsx';

const TONES: Record<DataRequest['state'], TagTone> = {
  asked: 'warning',
  first_approved: 'warning',
  confirmed: 'warning',
  done: 'success',
  refused: 'danger',
  withdrawn: 'plain',
};

/** 待办理, 待复核, 办理中, 已办结, 不予办理, 已撤回. */
export function RequestStateTag({ state }: { state: DataRequest['state'] }) {
  const { t } = useTranslation('ownData');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}

/** One request: who asks, by when it is answered, what stands in the way, and the office's words. */
export function DataRequestDrawer({ requestId, onClose }: { requestId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleDataRequests', 'ownData', 'common']);
  const read = useRead(
    dataRequests.get,
    { params: { requestId: requestId ?? '' } },
    { enabled: requestId !== undefined, staleMs: 0 },
  );
  const request = read.data;
  return (
    <RecordDrawer
      open={requestId !== undefined}
      onClose={onClose}
      title={
        request === undefined
          ? t('state.loading', { ns: 'common' })
          : `${t(`ownData:kind.${request.kind}`)} · ${request.maskedName}`
      }
      tags={request === undefined ? undefined : <RequestStateTag state={request.state} />}
      loading={read.isPending}
      error={request === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={request === undefined ? undefined : <Decision request={request} />}
    >
      {request === undefined ? null : (
        <>
          {request.blocks.length === 0 ? null : (
            <Alert
              type="warning"
              showIcon
              title={t('field.block')}
              description={request.blocks.map(({ code, words }) => <div key={code}>{words}</div>)}
              style={{ marginBottom: 16 }}
            />
          )}
          <Changes request={request} key={request.requestId} />
          <Facts request={request} />
          {request.kind === 'erasure' ? (
            <p className="small quiet" style={{ marginTop: 20 }}>
              {t('lost')}
              <br />
              {t('kept')}
            </p>
          ) : null}
        </>
      )}
    </RecordDrawer>
  );
}

const lastDay = (end: string): string => formatDay(new Date(Date.parse(end) - 1).toISOString());

function Facts({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation(['consoleDataRequests', 'ownData']);
  const undecided = request.state === 'asked' || request.state === 'first_approved';
  const rows = [
    {
      key: 'who',
      value: (
        <Link to="/people" search={{ open: request.personId }} className="link">
          {[request.maskedName, request.maskedPhone, request.unitName].filter(Boolean).join(' · ')}
        </Link>
      ),
    },
    {
      key: 'filed',
      value: `${formatMoment(request.filedAt)} · ${
        request.channel === 'office'
          ? [
              t('filedFor', { name: request.filedByName }),
              ...(request.seen === null ? [] : [t('seenBy', { seen: t(`ownData:seen.${request.seen}`) })]),
            ].join(' · ')
          : t(`ownData:channel.${request.channel}`)
      }`,
    },
    {
      key: 'cools',
      value:
        undecided && request.coolsUntil !== null ? t('field.coolsUntil', { day: lastDay(request.coolsUntil) }) : null,
    },
    {
      key: 'due',
      value: undecided ? `${lastDay(request.dueAt)}${request.overdue ? ` · ${t('overdue')}` : ''}` : null,
    },
    {
      key: 'rest',
      value:
        undecided && request.kind === 'erasure' ? (
          request.available > 0 ? (
            <>
              <Points value={request.available} strong /> {request.giveRest ? t('field.restGiven') : null}
            </>
          ) : (
            t('field.restNone')
          )
        ) : null,
    },
    {
      key: 'approvals',
      value: request.approvals.map(({ byName, at }) => (
        <div key={at}>{t('by', { name: byName, when: formatMoment(at) })}</div>
      )),
    },
    { key: 'answer', value: request.answer },
    { key: 'finished', value: request.finishedAt === null ? null : formatMoment(request.finishedAt) },
    { key: 'given', value: request.givenPoints ? <Points value={request.givenPoints} strong /> : null },
  ] as const;
  return (
    <dl className={styles['facts']}>
      {rows.map(({ key, value }) =>
        value === null || (Array.isArray(value) && value.length === 0) ? null : (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{t(`field.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

const CHANGES = [dataRequests.list, dataRequests.get, reports.tasks];

function Decision({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation('consoleDataRequests');
  const { message, modal } = App.useApp();
  const may = useMay();
  const [refusing, setRefusing] = useState(false);
  const params = { requestId: request.requestId };
  const say = (error: unknown): void => void message.warning(messageOf(error), 6);
  const approve = useMoneyMutation(dataRequests.approve, {
    changes: CHANGES,
    onDone: () => void message.success(t('done.approve')),
    onRefused: say,
  });
  const refuse = useMoneyMutation(dataRequests.refuse, {
    changes: CHANGES,
    onDone: () => {
      setRefusing(false);
      void message.success(t('done.refuse'));
    },
    onRefused: say,
  });
  if (request.state !== 'asked' && request.state !== 'first_approved') return null;
  const isErasure = request.kind === 'erasure';
  const isSecond = request.approvals.length > 0;
  const verb = isErasure ? (isSecond ? 'verb.second' : 'verb.approve') : 'verb.correct';
  const asksSecond = request.approvalsNeeded > 1 && !isSecond;
  const what = isErasure ? (asksSecond ? 'ask.second' : 'ask.approveWhat') : 'ask.correctWhat';
  return (
    <>
      {request.mayRefuse || !may('data_requests.decide') ? null : <span className="small quiet">{t('dependent')}</span>}
      {request.mayTakeBack ? <TakeBack request={request} /> : null}
      {request.mayRefuse ? <Button onClick={() => setRefusing(true)}>{t('verb.refuse')}</Button> : null}
      {request.mayRefuse ? (
        <Button
          type="primary"
          disabled={!request.mayApprove}
          loading={approve.sending}
          onClick={() =>
            void modal.confirm({
              title: t(isErasure ? 'ask.approve' : 'ask.correct', { name: request.maskedName }),
              content: t(what),
              okText: t(verb),
              onOk: () => approve.start({ params }),
            })
          }
        >
          {t(verb)}
        </Button>
      ) : null}
      <ReasonDialog
        open={refusing}
        title={t('ask.refuse')}
        explanation={t('ask.refuseWhat')}
        verb={t('verb.refuse')}
        busy={refuse.sending}
        onGive={(reason) => refuse.start({ params, body: { reason } })}
        onCancel={() => setRefusing(false)}
      />
    </>
  );
}

/** Whoever came to the office comes again and thinks better of it: known as before, on record. */
function TakeBack({ request }: { request: DataRequestDetail }) {
  const { t } = useTranslation('consoleDataRequests');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('takeBack')}</Button>
      <MoneyDialog
        endpoint={dataRequests.takeBack}
        params={{ requestId: request.requestId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('takeBack')}
        verb={t('takeBack')}
        explanation={t('takeBackAsk')}
        done={t('done.takeBack')}
        changes={CHANGES}
      >
        {() => <SeenField />}
      </MoneyDialog>
    </>
  );
}
