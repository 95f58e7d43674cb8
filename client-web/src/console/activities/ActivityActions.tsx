import { type Activity, activities, reports } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { type MoreStep, MoreSteps } from '../components/MoreSteps.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { useOpenings } from '../parts/use-openings.ts';
import { ArrangeActivity } from './ArrangeActivity.tsx';
import { CoOrganisers } from './CoOrganisers.tsx';
import { EndActivity } from './EndActivity.tsx';

const CHANGED = [activities.get, activities.list, activities.attendances, reports.tasks];

type Asked = 'return' | 'reject' | 'cancel';

/** The next steps of an activity, at most one of them red, and behind 更多 what is wanted now and then. */
export function ActivityActions({ activity, onChange }: { activity: Activity; onChange: () => void }) {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife']);
  const { message } = App.useApp();
  const may = useMay();
  const [asked, setAsked] = useState<Asked>();
  const [sharing, setSharing] = useState(false);
  const [ending, setEnding] = useState(false);
  const [arranging, setArranging] = useState(false);
  const openings = useOpenings(arranging);
  const refused = (error: unknown): void => void message.warning(messageOf(error), 6);
  const done = (step: 'submit' | 'approve' | 'return' | 'reject' | 'start' | 'cancel') => () => {
    setAsked(undefined);
    void message.success(t(`done.${step}`));
  };
  const submit = useChange(activities.submit, { changes: CHANGED, onDone: done('submit') });
  const decide = useChange(activities.decide, { changes: CHANGED });
  const start = useChange(activities.start, { changes: CHANGED, onDone: done('start') });
  const cancel = useChange(activities.cancel, { changes: CHANGED, onDone: done('cancel') });
  const params = { activityId: activity.activityId };
  const { version, state } = activity;
  const decideAs = (decision: 'approve' | 'return' | 'reject', reason?: string): void =>
    decide.mutate(
      { params, body: { version, decision, ...(reason === undefined ? {} : { reason }) } },
      { onSuccess: done(decision), onError: refused },
    );
  const give = (reason: string): void => {
    if (asked === 'cancel') cancel.mutate({ params, body: { version, reason } }, { onError: refused });
    else if (asked !== undefined) decideAs(asked, reason);
  };
  const more = useMoreSteps(activity, {
    arrange: () => setArranging(true),
    share: () => setSharing(true),
    cancel: () => setAsked('cancel'),
  });
  const ready = state === 'approved' || state === 'open';
  return (
    <>
      <MoreSteps steps={more} />
      {(state === 'draft' || state === 'returned') && may('activities.plan') ? (
        <>
          <Button onClick={onChange}>{t('verb.change')}</Button>
          <Button
            type="primary"
            loading={submit.isPending}
            onClick={() => submit.mutate({ params, body: { version } }, { onError: refused })}
          >
            {t('verb.submit')}
          </Button>
        </>
      ) : null}
      {state === 'submitted' && may('activities.approve') ? (
        <>
          <Button onClick={() => setAsked('reject')}>{t('verb.reject')}</Button>
          <Button onClick={() => setAsked('return')}>{t('verb.return')}</Button>
          <Button type="primary" loading={decide.isPending} onClick={() => decideAs('approve')}>
            {t('verb.approve')}
          </Button>
        </>
      ) : null}
      {state === 'submitted' && !may('activities.approve') ? <span className="quiet">{t('waitsForOther')}</span> : null}
      {ready && may('activities.run') ? (
        <>
          <Button onClick={() => setArranging(true)}>{t('arrange.verb', { ns: 'consoleActivityLife' })}</Button>
          <Button
            type="primary"
            loading={start.isPending}
            onClick={() => start.mutate({ params, body: { version } }, { onError: refused })}
          >
            {t('verb.start')}
          </Button>
        </>
      ) : null}
      {state === 'under_way' && may('activities.run') ? (
        <>
          <Button onClick={() => setEnding(true)}>{t('verb.end')}</Button>
          <Button type="primary" href={`/console/display/${encodeURIComponent(activity.activityId)}`} target="_blank">
            {t('verb.display')}
          </Button>
        </>
      ) : null}
      <ReasonDialog
        open={asked !== undefined}
        title={t(`ask.${asked ?? 'cancel'}`, { title: activity.title })}
        explanation={t(`askWhat.${asked ?? 'cancel'}`)}
        verb={t(`verb.${asked ?? 'cancel'}`)}
        busy={decide.isPending || cancel.isPending}
        onGive={give}
        onCancel={() => setAsked(undefined)}
      />
      <CoOrganisers activity={activity} open={sharing} onClose={() => setSharing(false)} />
      <ArrangeActivity key={openings} activity={activity} open={arranging} onClose={() => setArranging(false)} />
      <EndActivity activity={activity} open={ending} onClose={() => setEnding(false)} />
    </>
  );
}

/** What can be done with an activity beside its next step. */
function useMoreSteps(
  { activityId, state }: Activity,
  open: { arrange: () => void; share: () => void; cancel: () => void },
): (MoreStep | false)[] {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife', 'consoleDisplays']);
  const runs = useMay()('activities.run');
  const isOver = state === 'ended' || state === 'settled' || state === 'cancelled' || state === 'rejected';
  const isOn = state === 'approved' || state === 'open' || state === 'under_way';
  const sheet = (name: string): string => `/console/print/${name}/${encodeURIComponent(activityId)}`;
  return [
    // Before it begins, arranging stands beside the next step.
    state === 'under_way' &&
      runs && { key: 'arrange', label: t('arrange.verb', { ns: 'consoleActivityLife' }), onChoose: open.arrange },
    isOn && { key: 'poster', label: t('verb.poster'), href: sheet('activity') },
    isOn && runs && { key: 'sheet', label: t('sheet.verb', { ns: 'consoleActivityLife' }), href: sheet('sign-ups') },
    isOn && runs && { key: 'checkIn', label: t('poster.verb', { ns: 'consoleDisplays' }), href: sheet('check-in') },
    !isOver &&
      runs && { key: 'share', label: t('organisers.verb', { ns: 'consoleActivityLife' }), onChoose: open.share },
    !isOver && runs && { key: 'cancel', label: t('verb.cancel'), onChoose: open.cancel, danger: true },
  ];
}
