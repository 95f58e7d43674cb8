import { type Activity, activities, checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList, useLive, useRead } from '../../api/index.ts';
import { formatSpan, formatTime } from '../../components/formatters.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';
import { EndSheet } from '../EndSheet.tsx';
import { LateWords } from '../LateWords.tsx';
import { ReturnedStays } from '../ReturnedStays.tsx';
import { activityRoute } from '../router.tsx';
import { VenueCard } from '../VenueCard.tsx';

/** One activity on the organiser's phone: who is there, and everything that is done at the door. */
export function ActivityPage() {
  const { activityId } = activityRoute.useParams();
  const back = useBack();
  const activity = useRead(activities.get, { params: { activityId } }, { staleMs: 0 });
  const { refetch } = activity;
  useLive(`/events?topics=activity:${activityId}`, {
    onEvent: () => void refetch(),
    onCatchUp: () => void refetch(),
    pollMs: 5000,
  });
  return (
    <PhonePage title={activity.data?.title ?? ''} onBack={back}>
      <Shown of={activity} rows={6}>
        {(found) => <Content activity={found} />}
      </Shown>
    </PhonePage>
  );
}

/** Who waits for a place is a figure where somebody does. */
function figuresOf({ waiting }: Activity) {
  const always = ['present', 'left', 'signedUp', 'capacity'] as const;
  return waiting === 0 ? always : ([...always, 'waiting'] as const);
}

function Content({ activity }: { activity: Activity }) {
  const { t } = useTranslation('desk');
  const running = activity.state === 'under_way';
  const approved = running || activity.state === 'open' || activity.state === 'approved';
  const came = running || activity.state === 'ended' || activity.state === 'settled';
  return (
    <>
      <Card className={styles.figures}>
        {figuresOf(activity).map((name) => (
          <div key={name}>
            <b>{name === 'left' ? activity.checkedOut : activity[name]}</b>
            <span>{t(`activity.figures.${name}`)}</span>
          </div>
        ))}
      </Card>
      {running ? <Door activity={activity} /> : null}
      {activity.state === 'open' || activity.state === 'approved' ? <Start activity={activity} /> : null}
      {came ? <LateWords activityId={activity.activityId} /> : null}
      {came && !running ? <ReturnedStays activityId={activity.activityId} /> : null}
      {came ? <People activityId={activity.activityId} /> : null}
      <Card>
        <Facts
          rows={[
            { label: t('activity.when'), value: formatSpan(activity.startsAt, activity.endsAt) },
            { label: t('activity.place'), value: activity.place },
            { label: t('activity.earns'), value: currentLanguage() === 'zh' ? activity.earnsZh : activity.earnsEn },
            { label: t('activity.organiser'), value: activity.organiserName },
          ]}
        />
      </Card>
      {approved ? <VenueCard activityId={activity.activityId} /> : null}
    </>
  );
}

/** What is done at the door while people come and go. */
function Door({ activity }: { activity: Activity }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const [ending, setEnding] = useState(false);
  const params = { activityId: activity.activityId };
  return (
    <>
      <Button color="primary" block onClick={() => void navigate({ to: '/activities/$activityId/code', params })}>
        {t('activity.code')}
      </Button>
      <div className={styles.two}>
        <Button onClick={() => void navigate({ to: '/activities/$activityId/scan', params, search: { act: 'in' } })}>
          {t('activity.scanIn')}
        </Button>
        <Button onClick={() => void navigate({ to: '/activities/$activityId/list', params })}>
          {t('activity.list')}
        </Button>
        <Button onClick={() => void navigate({ to: '/activities/$activityId/scan', params, search: { act: 'out' } })}>
          {t('activity.scanOut')}
        </Button>
        <Button onClick={() => void navigate({ to: '/activities/$activityId/out', params })}>
          {t('activity.out')}
        </Button>
      </div>
      <Button block onClick={() => setEnding(true)}>
        {t('activity.end')}
      </Button>
      <EndSheet activity={activity} open={ending} onClose={() => setEnding(false)} />
    </>
  );
}

function Start({ activity }: { activity: Activity }) {
  const { t } = useTranslation('desk');
  const start = useChange(activities.start, { changes: [activities.get, activities.list] });
  return (
    <>
      <Button
        color="primary"
        block
        loading={start.isPending}
        onClick={() =>
          start.mutate({ params: { activityId: activity.activityId }, body: { version: activity.version } })
        }
      >
        {t('activity.start')}
      </Button>
      {start.error === null ? (
        <p className="small quiet">{t('activity.startEarly')}</p>
      ) : (
        <Banner tone="danger">{messageOf(start.error)}</Banner>
      )}
    </>
  );
}

/** Who came, newest first; whoever is there can be signed out one by one. */
function People({ activityId }: { activityId: string }) {
  const { t } = useTranslation('desk');
  const list = useList(checkIns.attendances, { params: { activityId }, query: { limit: 50 } }, { everyMs: 5000 });
  return (
    <ListSection title={t('activity.people')}>
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('activity.peopleNone')} /> : null}
      {list.items.map((attendance) => (
        <Person key={attendance.attendanceId} attendance={attendance} />
      ))}
      <MoreButton list={list} />
    </ListSection>
  );
}

function Person({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation(['desk', 'domain']);
  const signOut = useChange(checkIns.signOutMany, { changes: [checkIns.attendances, activities.get] });
  const { checkedInAt, checkedOutAt, minutes, activityId, attendanceId } = attendance;
  const flags = [
    attendance.flags.includes('forgotten_checkout') && t('activity.forgotten'),
    attendance.flags.includes('stay_too_short') && t('activity.short'),
    attendance.venue === 'outside' && t('activity.outside'),
  ].filter((word) => word !== false);
  const when =
    checkedOutAt === null
      ? t('activity.since', { time: formatTime(checkedInAt) })
      : t('activity.stay', { from: formatTime(checkedInAt), until: formatTime(checkedOutAt), minutes: minutes ?? 0 });
  const leave = async (): Promise<void> => {
    if (!(await Dialog.confirm({ content: t('activity.leaveAsk', { name: attendance.maskedName }) }))) return;
    signOut.mutate(
      { params: { activityId }, body: { attendanceIds: [attendanceId] } },
      { onError: (error) => Toast.show({ content: messageOf(error), duration: 3000 }) },
    );
  };
  return (
    <Row
      title={attendance.maskedName}
      below={[when, ...flags].join(' · ')}
      end={
        checkedOutAt === null ? (
          <Button size="small" loading={signOut.isPending} onClick={() => void leave()}>
            {t('activity.leave')}
          </Button>
        ) : (
          <span className="small quiet">{t(`provenance.${attendance.provenance}`, { ns: 'domain' })}</span>
        )
      }
    />
  );
}
