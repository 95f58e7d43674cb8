import { type Activity, activities } from '@red-points/shared/contracts';
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatSpan } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { PlanBudget } from '../budgets/PlanBudget.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { ActivityActions } from './ActivityActions.tsx';
import styles from './ActivityDrawer.module.css';
import { ActivityStateTag } from './ActivityStateTag.tsx';
import { Attendances } from './Attendances.tsx';

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
  const { t } = useTranslation(['consoleActivities', 'common']);
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
              { label: t('figure.present'), value: activity.present, unit: people },
              { label: t('figure.checkedOut'), value: activity.checkedOut, unit: people },
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
            { key: 'people', label: t('tab.people'), children: <Attendances activity={activity} /> },
          ]}
        />
      )}
    </RecordDrawer>
  );
}

function Plan({ activity }: { activity: Activity }) {
  const { t } = useTranslation('consoleActivities');
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
    [t('field.organiser'), activity.organiserName],
  ];
  return (
    <>
      {activity.reviewReason === null || activity.reviewReason === '' ? null : (
        <p className={styles['reason']}>
          <b>{t('reviewReason')}</b>
          {activity.reviewReason}
        </p>
      )}
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
