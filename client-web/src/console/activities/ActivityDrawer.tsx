import { type Activity, activities } from '@red-points/shared/contracts';
import { Tabs } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatMoment, formatSpan, inList } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { PlanBudget } from '../budgets/PlanBudget.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { ActivityActions } from './ActivityActions.tsx';
import styles from './ActivityDrawer.module.css';
import { ActivityStateTag } from './ActivityStateTag.tsx';
import { Attendances } from './Attendances.tsx';
import { Series } from './Series.tsx';
import { SignUps } from './SignUps.tsx';

/** Head counts of a running activity are asked again this often, in milliseconds. */
const RUNNING_MS = 10_000;

export interface ActivityDrawerProps {
  activityId: string | undefined;
  onClose: () => void;
  /** Opens the form to change a draft. */
  onChange: (activity: Activity) => void;
}

/** One activity: its plan, who was there, and the next step. */
export function ActivityDrawer({ activityId, onClose, onChange }: ActivityDrawerProps) {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife', 'common']);
  const read = useRead(
    activities.get,
    { params: { activityId: activityId ?? '' } },
    { enabled: activityId !== undefined, everyMs: RUNNING_MS },
  );
  const activity = read.data;
  const people = t('unit.people', { ns: 'common' });
  return (
    <RecordDrawer
      open={activityId !== undefined}
      onClose={onClose}
      mark={activity?.title.slice(0, 1) ?? ''}
      title={activity?.title ?? t('state.loading', { ns: 'common' })}
      tags={
        activity === undefined ? undefined : (
          <>
            <ActivityStateTag state={activity.state} />
            <CategoryTag category={activity.category} />
          </>
        )
      }
      subtitle={
        activity === undefined ? undefined : (
          <>
            <span>{formatSpan(activity.startsAt, activity.endsAt)}</span>
            <span>{`${activity.unitName} · ${activity.place}`}</span>
          </>
        )
      }
      figures={
        activity === undefined
          ? []
          : [
              { label: t('figure.capacity'), value: activity.capacity, unit: people },
              { label: t('figure.signedUp'), value: activity.signedUp, unit: people },
              ...(activity.waiting === 0
                ? []
                : [
                    {
                      label: t('figure.waiting', { ns: 'consoleActivityLife' }),
                      value: activity.waiting,
                      unit: people,
                    },
                  ]),
              { label: t('figure.present'), value: activity.present, unit: people },
              { label: t('figure.checkedOut'), value: activity.checkedOut, unit: people },
              ...(activity.noShows === 0
                ? []
                : [
                    {
                      label: t('figure.noShows', { ns: 'consoleActivityLife' }),
                      value: activity.noShows,
                      unit: people,
                    },
                  ]),
              ...(activity.headCount === null
                ? []
                : [{ label: t('figure.headCount'), value: activity.headCount, unit: people }]),
            ]
      }
      loading={read.isPending}
      error={activity === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={
        activity === undefined ? undefined : <ActivityActions activity={activity} onChange={() => onChange(activity)} />
      }
    >
      {activity === undefined ? null : (
        <Tabs
          key={activity.activityId}
          defaultActiveKey={activity.present + activity.checkedOut > 0 ? 'people' : 'plan'}
          items={[
            { key: 'plan', label: t('tab.plan'), children: <Plan activity={activity} /> },
            {
              key: 'signUps',
              label: t('tab.signUps', { ns: 'consoleActivityLife' }),
              children: <SignUps activity={activity} />,
            },
            ...(activity.seriesId === null
              ? []
              : [
                  {
                    key: 'series',
                    label: t('series.tab', { ns: 'consoleActivityLife' }),
                    children: <Series activity={activity} seriesId={activity.seriesId} />,
                  },
                ]),
            { key: 'people', label: t('tab.people'), children: <Attendances activity={activity} /> },
          ]}
        />
      )}
    </RecordDrawer>
  );
}

function Plan({ activity }: { activity: Activity }) {
  const { t } = useTranslation('consoleActivities');
  const { t: life } = useTranslation('consoleActivityLife');
  const rule =
    activity.ruleVersion === null
      ? activity.ruleCode
      : t('ruleVersion', { code: activity.ruleCode, version: activity.ruleVersion });
  const facts: [string, string][] = [
    [t('field.earns'), currentLanguage() === 'zh' ? activity.earnsZh : activity.earnsEn],
    [t('field.rule'), rule],
    [
      t('field.publicity'),
      activity.publicityDays === 0 ? t('noPublicity') : t('days', { count: activity.publicityDays }),
    ],
    [t('field.stay'), t('minutes', { count: activity.stayMinutesMin })],
    [t('field.signUp'), t(activity.signUpNeeded ? 'signUpNeeded' : 'signUpFree')],
    [life('field.window'), windowWords(life, activity)],
    [
      life('field.waitingMax'),
      activity.waitingMax === 0 ? life('value.none') : life('value.people', { count: activity.waitingMax }),
    ],
    ...(activity.sharedWithNames.length === 0
      ? []
      : [[life('field.sharedWith'), inList(activity.sharedWithNames)] as [string, string]]),
    ...(activity.asks.length === 0
      ? []
      : [[life('field.asks'), inList(activity.asks.map((ask) => life(`value.asks.${ask}`)))] as [string, string]]),
    [t('field.organiser'), activity.organiserName],
    ...(activity.coOrganiserNames.length === 0
      ? []
      : [[life('field.organisers'), inList(activity.coOrganiserNames)] as [string, string]]),
  ];
  return (
    <>
      {activity.reviewReason === null || activity.reviewReason === '' ? null : (
        <p className={styles['reason']}>
          <b>{t('reviewReason')}</b>
          {activity.reviewReason}
        </p>
      )}
      {activity.notHeld ? <p className={styles['reason']}>{t('notHeld')}</p> : null}
      {activity.state === 'submitted' ? <PlanBudget activity={activity} /> : null}
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {activity.description === '' ? null : <p className={styles['description']}>{activity.description}</p>}
    </>
  );
}

function windowWords(t: TFunction<'consoleActivityLife'>, { signUpFrom, signUpUntil }: Activity): string {
  const from = signUpFrom === null ? '' : formatMoment(signUpFrom);
  const until = signUpUntil === null ? '' : formatMoment(signUpUntil);
  if (from === '' && until === '') return t('value.open');
  if (until === '') return t('value.from', { from });
  return from === '' ? t('value.until', { until }) : t('value.span', { from, until });
}
