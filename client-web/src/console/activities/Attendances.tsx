import { type Activity, type Attendance, activities, checkIns } from '@red-points/shared/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { App, Button, Empty, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf, useChange } from '../../api/index.ts';
import { formatTime } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { Trouble } from '../components/Trouble.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import styles from './ActivityDrawer.module.css';
import { LateWords } from './LateWords.tsx';
import { ReturnedStays } from './ReturnedStays.tsx';
import { Witness } from './Witness.tsx';

const TONES = {
  present: 'success',
  waiting: 'warning',
  returned: 'warning',
  rejected: 'plain',
  in_publicity: 'warning',
  objected: 'danger',
  posted: 'slate',
  not_posted: 'plain',
} as const;

/** Who is and was there; the organiser checks people in and out here. */
export function Attendances({ activity }: { activity: Activity }) {
  const { t } = useTranslation(['consoleActivities', 'common']);
  const { activityId } = activity;
  const list = useInfiniteQuery({
    queryKey: [activities.attendances.id, activityId],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ signal, pageParam }): Promise<CallAnswer<typeof activities.attendances>> =>
      call(activities.attendances, {
        params: { activityId },
        query: { limit: 100, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: activity.state === 'under_way' ? 5000 : false,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      {activity.state === 'under_way' ? (
        <Desk activity={activity} present={items.filter((each) => each.state === 'present')} />
      ) : null}
      {activity.state === 'under_way' || activity.state === 'ended' ? <LateWords activityId={activityId} /> : null}
      {activity.state === 'ended' || activity.state === 'settled' ? <ReturnedStays activityId={activityId} /> : null}
      {list.error !== null && list.data === undefined ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.data !== undefined && items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('attendance.none')} />
      ) : null}
      <ul className={styles['people']}>
        {items.map((attendance) => (
          <Row key={attendance.attendanceId} attendance={attendance} running={activity.state === 'under_way'} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </>
  );
}

const CHANGED = [activities.attendances, activities.get, activities.list];

function Desk({ activity, present }: { activity: Activity; present: readonly Attendance[] }) {
  const { t } = useTranslation('consoleActivities');
  const { message, modal } = App.useApp();
  const may = useMay();
  const [witnessing, setWitnessing] = useState(false);
  const signOut = useChange(checkIns.signOutMany, {
    changes: CHANGED,
    onDone: (answer) => void message.success(t('signOut.done', { count: answer.signedOut })),
  });
  if (!may('activities.run')) return null;
  const everybody = (): void => {
    modal.confirm({
      title: t('signOut.title', { count: activity.present }),
      content: t('signOut.what'),
      okText: t('signOut.verb'),
      onOk: () =>
        signOut
          .mutateAsync({ params: { activityId: activity.activityId }, body: { attendanceIds: null } })
          .catch((error: unknown) => void message.error(messageOf(error))),
    });
  };
  return (
    <div className={styles['bar']}>
      <span className="quiet">{t('attendance.present', { count: present.length })}</span>
      <Button onClick={() => setWitnessing(true)}>{t('witness.verb')}</Button>
      <Button disabled={present.length === 0} loading={signOut.isPending} onClick={everybody}>
        {t('signOut.verb')}
      </Button>
      <Witness open={witnessing} activityId={activity.activityId} onClose={() => setWitnessing(false)} />
    </div>
  );
}

function Row({ attendance, running }: { attendance: Attendance; running: boolean }) {
  const { t } = useTranslation(['consoleActivities', 'domain', 'consoleDisplays']);
  const { message } = App.useApp();
  const may = useMay();
  const signOut = useChange(checkIns.signOutMany, { changes: CHANGED });
  const leave = (): void =>
    signOut.mutate(
      { params: { activityId: attendance.activityId }, body: { attendanceIds: [attendance.attendanceId] } },
      { onError: (error) => void message.error(messageOf(error)) },
    );
  const out = attendance.checkedOutAt;
  return (
    <li>
      <div>
        <b>{attendance.maskedName}</b>{' '}
        <span className="small quiet">{t(`provenance.${attendance.provenance}`, { ns: 'domain' })}</span>
        <div className="small quiet">
          {out === null
            ? t('attendance.since', { time: formatTime(attendance.checkedInAt) })
            : t('attendance.stay', {
                from: formatTime(attendance.checkedInAt),
                until: formatTime(out),
                minutes: attendance.minutes ?? 0,
              })}
        </div>
        {attendance.flags.map((flag) => (
          <Tag key={flag} tone="warning">
            {flagWords(t, flag)}
          </Tag>
        ))}
      </div>
      <div>
        {attendance.points === null ? null : (
          <Points value={attendance.points} tone={attendance.state === 'posted' ? 'signed' : 'pending'} />
        )}
      </div>
      <div>
        {attendance.state === 'present' && running && may('activities.run') ? (
          <Button size="small" loading={signOut.isPending} onClick={leave}>
            {t('signOut.one')}
          </Button>
        ) : (
          <StateTag tone={TONES[attendance.state]}>{t(`attendanceState.${attendance.state}`)}</StateTag>
        )}
      </div>
    </li>
  );
}

type Words = ReturnType<typeof useTranslation<['consoleActivities', 'domain', 'consoleDisplays']>>['t'];
const FLAGS = ['forgotten_checkout', 'late', 'stay_too_short'] as const;
const OTHER_FLAGS = { no_word: 'noWord', activity_cancelled: 'cancelled' } as const;

function flagWords(t: Words, flag: string): string {
  const known = FLAGS.find((each) => each === flag);
  if (flag in OTHER_FLAGS) return t(`word.${OTHER_FLAGS[flag as keyof typeof OTHER_FLAGS]}`, { ns: 'consoleDisplays' });
  return known === undefined ? flag : t(`flag.${known}`);
}
