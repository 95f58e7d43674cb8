import { type Activity, activities, activitySeries, reports, type SeriesOutcomes } from '@red-points/shared/contracts';
import { Alert, App, Button, Skeleton, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatSpan, inClauses } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { problemWords } from '../parts/problem-words.ts';
import { useOpenings } from '../parts/use-openings.ts';
import styles from './ActivityDrawer.module.css';
import { ActivityStateTag } from './ActivityStateTag.tsx';
import { ChangeSeries } from './ChangeSeries.tsx';

const CHANGED = [activitySeries.get, activities.get, activities.list, reports.tasks];

/** All dates of a series, and what is done for all of them, or from this one on. */
export function Series({ activity, seriesId }: { activity: Activity; seriesId: string }) {
  const { t } = useTranslation('consoleActivityLife');
  const may = useMay();
  const params = { seriesId };
  const read = useRead(activitySeries.get, { params }, { staleMs: 0 });
  const [outcomes, setOutcomes] = useState<SeriesOutcomes>();
  const [cancelling, setCancelling] = useState(false);
  const [changing, setChanging] = useState(false);
  const openings = useOpenings(changing);
  const { message } = App.useApp();
  const onError = (error: unknown): void => void message.warning(messageOf(error), 6);
  const done = (answer: SeriesOutcomes): void => {
    setCancelling(false);
    setChanging(false);
    setOutcomes(answer);
    const count = answer.items.filter(({ refused }) => refused === null).length;
    void message.success(t('series.done', { count }));
  };
  const submit = useChange(activitySeries.submit, { changes: CHANGED, onDone: done });
  const decide = useChange(activitySeries.decide, { changes: CHANGED, onDone: done });
  const cancel = useChange(activitySeries.cancel, { changes: CHANGED, onDone: done });
  if (read.data === undefined) {
    return read.error === null ? (
      <Skeleton active title={false} />
    ) : (
      <Trouble error={read.error} onRetry={() => void read.refetch()} />
    );
  }
  const { occasions } = read.data;
  const has = (...states: Activity['state'][]): boolean => occasions.some(({ state }) => states.includes(state));
  const from = activity.activityId;
  const over = activity.state === 'ended' || activity.state === 'settled' || activity.state === 'cancelled';
  const failed = (outcomes?.items ?? []).filter(({ refused }) => refused !== null);
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        {has('draft', 'returned') && may('activities.plan') ? (
          <Button loading={submit.isPending} onClick={() => submit.mutate({ params }, { onError })}>
            {t('series.submit')}
          </Button>
        ) : null}
        {has('submitted') && may('activities.approve') ? (
          <Button
            loading={decide.isPending}
            onClick={() => decide.mutate({ params, body: { decision: 'approve' } }, { onError })}
          >
            {t('series.approve')}
          </Button>
        ) : null}
        {!over && may('activities.plan') ? (
          <Button onClick={() => setChanging(true)}>{t('series.change')}</Button>
        ) : null}
        {!over && may('activities.run') ? (
          <Button onClick={() => setCancelling(true)}>{t('series.cancel')}</Button>
        ) : null}
      </Space>
      {failed.length === 0 ? null : (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          title={t('series.failed', {
            count: failed.length,
            why: inClauses(...new Set(failed.map(({ refused }) => problemWords(refused ?? '')))),
          })}
        />
      )}
      <ul className={styles['people']}>
        {occasions.map((each) => (
          <li key={each.activityId}>
            <span>
              <b>{formatSpan(each.startsAt, each.endsAt)}</b>
              <br />
              <span className="small quiet">{each.place}</span>
            </span>
            <span>
              <span className="small quiet">{t('series.people', { count: each.signedUp })}</span>
              <ActivityStateTag state={each.state} />
            </span>
          </li>
        ))}
      </ul>
      <ChangeSeries
        key={openings}
        activity={activity}
        seriesId={seriesId}
        open={changing}
        onClose={() => setChanging(false)}
        onDone={done}
      />
      <ReasonDialog
        open={cancelling}
        title={t('series.cancel')}
        explanation={t('series.cancelWhat')}
        verb={t('series.cancel')}
        busy={cancel.isPending}
        onGive={(reason) => cancel.mutate({ params, body: { from, reason } }, { onError })}
        onCancel={() => setCancelling(false)}
      />
    </>
  );
}
