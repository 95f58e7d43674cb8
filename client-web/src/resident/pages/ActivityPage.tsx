import { activities, calendars, type ResidentActivity } from '@red-points/shared/contracts';
import { placeFor, signUpRefusal } from '@red-points/shared/domain/activities';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useChange, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatMoment, formatSpan, inList, inOneLine, withLabel } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { OwnPart } from '../OwnPart.tsx';
import { activityRoute } from '../router.tsx';
import styles from './ActivityPage.module.css';

/** One activity: when, where, what it earns; sign up, withdraw, scan to check in. */
export function ActivityPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const { activityId } = activityRoute.useParams();
  const activity = useRead(activities.getForResident, { params: { activityId } }, { everyMs: 20_000, staleMs: 0 });
  return (
    <PhonePage
      title={t('activities.detail')}
      onBack={back}
      bottom={activity.data === undefined ? undefined : <Acts activity={activity.data} />}
    >
      <Shown of={activity} rows={6}>
        {(data) => <Plan activity={data} />}
      </Shown>
    </PhonePage>
  );
}

function Plan({ activity }: { activity: ResidentActivity }) {
  const { t, i18n } = useTranslation(['resident', 'residentTeams']);
  const keep = async (): Promise<void> => {
    try {
      await download(calendars.file, { params: { activityId: activity.activityId } }, 'red-points.ics');
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 3000 });
    }
  };
  const nowMs = serverNowMs();
  const earns = i18n.language === 'en' ? activity.earnsEn : activity.earnsZh;
  return (
    <>
      <Card className={styles.head}>
        <h2>{activity.title}</h2>
        <div>
          <CategoryTag category={activity.category} />
          <OwnPart activity={activity} />
        </div>
        {activity.description === '' ? null : <p>{activity.description}</p>}
      </Card>
      {activity.notHeld ? <Banner tone="danger">{t('activities.notHeld')}</Banner> : null}
      {activity.cancelledBecause === null ? null : (
        <Banner tone="danger">{withLabel(t('activities.cancelledBecause'), activity.cancelledBecause)}</Banner>
      )}
      <Card>
        <Facts
          rows={[
            { label: t('activities.when'), value: formatSpan(activity.startsAt, activity.endsAt), strong: true },
            { label: t('activities.where'), value: activity.place },
            {
              label: t('activities.earns'),
              value:
                activity.publicityDays > 0
                  ? t('activities.earnsAfter', { earns, days: activity.publicityDays })
                  : t('activities.earnsNow', { earns }),
            },
            {
              label: t('activities.people'),
              value: inOneLine(
                t('activities.peopleValue', { signedUp: activity.signedUp, capacity: activity.capacity }),
                activity.waiting === 0 ? '' : t('activities.waitingNow', { count: activity.waiting }),
              ),
            },
            ...(activity.signUpFrom !== null && Date.parse(activity.signUpFrom) > nowMs
              ? [
                  {
                    label: t('activities.window'),
                    value: t('activities.windowFrom', { from: formatMoment(activity.signUpFrom) }),
                  },
                ]
              : activity.signUpUntil === null
                ? []
                : [
                    {
                      label: t('activities.window'),
                      value: t('activities.windowUntil', { until: formatMoment(activity.signUpUntil) }),
                    },
                  ]),
            {
              label: t('activities.organiser'),
              value: inList([activity.organiserName, ...activity.coOrganiserNames]),
            },
            ...(activity.sharedWithNames.length === 0
              ? []
              : [{ label: t('activities.sharedWith'), value: inList(activity.sharedWithNames) }]),
            { label: t('activities.unit'), value: activity.unitName },
          ]}
        />
      </Card>
      {Date.parse(activity.endsAt) > nowMs && activity.state !== 'cancelled' ? (
        <Button block onClick={() => void keep()}>
          {t('file', { ns: 'residentTeams' })}
        </Button>
      ) : null}
      {activity.stayMinutesMin > 0 ? (
        <p className="small quiet">{t('activities.stay', { minutes: activity.stayMinutesMin })}</p>
      ) : null}
    </>
  );
}

const CHANGED = [activities.getForResident, activities.listForResidents];

function Acts({ activity }: { activity: ResidentActivity }) {
  const { t } = useTranslation(['resident', 'common']);
  const navigate = useNavigate();
  const signUp = useChange(activities.signUp, {
    changes: CHANGED,
    onDone: ({ mine, waitingPlace }) =>
      Toast.show({
        content: t(mine === 'waiting' ? 'activities.queued' : 'activities.signUpDone', { place: waitingPlace ?? 0 }),
        duration: 4000,
      }),
  });
  const withdraw = useChange(activities.withdraw, {
    changes: CHANGED,
    onDone: () => Toast.show(t('activities.withdrawn')),
  });
  const params = { activityId: activity.activityId };
  const onError = (error: unknown): void => {
    Toast.show({ content: messageOf(error), duration: 3000 });
  };
  const running = activity.state === 'under_way' || activity.mine === 'checked_in';
  const places = { capacity: activity.capacity, signedUp: activity.signedUp, waiting: activity.waiting };
  const next = placeFor({ ...places, waitingMax: activity.waitingMax });
  const closed = signUpRefusal(
    {
      fromMs: activity.signUpFrom === null ? null : Date.parse(activity.signUpFrom),
      untilMs: activity.signUpUntil === null ? null : Date.parse(activity.signUpUntil),
      endsAtMs: Date.parse(activity.endsAt),
    },
    serverNowMs(),
  );
  const waits = activity.mine === 'waiting';
  const beforeIt = activity.state === 'open' || activity.state === 'approved';
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({
      content: t(waits ? 'activities.leaveQueueAsk' : 'activities.withdrawAsk'),
      confirmText: t(waits ? 'activities.leaveQueue' : 'activities.withdraw'),
      cancelText: t('action.back', { ns: 'common' }),
    });
    if (sure) withdraw.mutate({ params }, { onError });
  };
  return (
    <>
      {running && activity.mine !== 'checked_out' ? (
        <Button
          color="primary"
          block
          onClick={() => void navigate({ to: '/scan', search: { activity: activity.activityId } })}
        >
          {t(activity.mine === 'checked_in' ? 'activities.scanOut' : 'activities.scan')}
        </Button>
      ) : null}
      {activity.mine === 'none' && (beforeIt || activity.state === 'under_way') ? (
        <Button
          color={running ? 'default' : 'primary'}
          block
          disabled={next === 'full' || closed !== null}
          loading={signUp.isPending}
          onClick={() => signUp.mutate({ params }, { onError })}
        >
          {t(signUpWords(next, closed))}
        </Button>
      ) : null}
      {(activity.mine === 'signed_up' || waits) && beforeIt ? (
        <Button block loading={withdraw.isPending} onClick={() => void ask()}>
          {t(waits ? 'activities.leaveQueue' : 'activities.withdraw')}
        </Button>
      ) : null}
    </>
  );
}

/** What the button to sign up says. */
function signUpWords(next: ReturnType<typeof placeFor>, closed: ReturnType<typeof signUpRefusal>) {
  if (closed === 'signup_not_open') return 'activities.notOpen';
  if (closed !== null) return 'activities.deadlineOver';
  if (next === 'full') return 'activities.full';
  return next === 'waiting' ? 'activities.queue' : 'activities.signUp';
}
