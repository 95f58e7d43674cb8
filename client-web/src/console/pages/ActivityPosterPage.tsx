import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import EnvironmentOutlined from '@ant-design/icons-svg/es/asn/EnvironmentOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import { activities } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatHours, formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { PosterArt } from '../print/PosterArt.tsx';
import { PosterFoot, PosterSheet } from '../print/PosterSheet.tsx';
import styles from '../print/poster.module.css';

/** Minutes between two instants. */
const minutesBetween = (from: string, until: string): number => (Date.parse(until) - Date.parse(from)) / 60_000;

const CALLS = ['volunteering', 'mediation', 'culture'] as const;

/** The call of a category that the installation added is that of a gathering. */
function callOf(category: string): (typeof CALLS)[number] {
  return CALLS.find((each) => each === category) ?? 'culture';
}

/** An A4 poster of an activity: what, when, where, and a code to sign up; checking in uses the screen, not the poster. */
export function ActivityPosterPage() {
  const { t } = useTranslation(['consolePrint', 'domain', 'common']);
  const { activityId = '' } = useParams({ strict: false }) as { activityId?: string };
  const read = useRead(activities.get, { params: { activityId } }, { enabled: activityId !== '' });
  const activity = read.data;
  if (activity === undefined)
    return <PosterSheet loading={read.isPending} error={read.error} onRetry={() => void read.refetch()} />;
  const hours = formatHours(minutesBetween(activity.startsAt, activity.endsAt));
  const steps = [
    t('activity.stepOne', { verb: t(activity.signUpNeeded ? 'activity.signUp' : 'activity.look') }),
    t('activity.stepTwo'),
    activity.publicityDays > 0 ? t('activity.stepPublicity', { days: activity.publicityDays }) : t('activity.stepPost'),
  ];
  return (
    <PosterSheet>
      <PosterArt category={activity.category} />
      <div className={styles['top']}>
        <p>{activity.unitName}</p>
        <h1 data-long={activity.title.length > 9}>{activity.title}</h1>
        <p>{t(`activity.call.${callOf(activity.category)}`)}</p>
      </div>
      <section className={styles['info']}>
        <Fact icon={CalendarOutlined} name={t('activity.time')} value={formatMoment(activity.startsAt)} />
        <Fact icon={EnvironmentOutlined} name={t('activity.place')} value={activity.place} />
        <Fact
          icon={TeamOutlined}
          name={t('activity.people')}
          value={t(activity.signUpNeeded ? 'activity.capacityWaiting' : 'activity.capacity', {
            count: activity.capacity,
          })}
        />
        <Fact
          icon={GiftOutlined}
          name={t('activity.points', { hours })}
          value={currentLanguage() === 'zh' ? activity.earnsZh : activity.earnsEn}
        />
      </section>
      <section className={styles['join']}>
        <div className={styles['qr']}>
          <QrCode
            text={`${window.location.origin}/app/activities/${activity.activityId}`}
            errorCorrection="Q"
            label={t('activity.code')}
          />
        </div>
        <div>
          <h2>{t('activity.scan')}</h2>
          <ol>
            {steps.map((step, index) => (
              <li key={step}>
                <b>{index + 1}</b>
                {step}
              </li>
            ))}
          </ol>
          <p>{t('activity.noPhone', { name: activity.organiserName })}</p>
        </div>
      </section>
      <PosterFoot
        unitName={activity.unitName}
        number={t('activity.number', { number: activity.activityId.slice(0, 8).toUpperCase() })}
      />
    </PosterSheet>
  );
}

function Fact({ icon, name, value }: { icon: IconDefinition; name: string; value: string }) {
  return (
    <div>
      <span className={styles['tile']}>
        <Icon of={icon} size={24} />
      </span>
      <span>
        <span className={styles['name']}>{name}</span>
        <b>{value}</b>
      </span>
    </div>
  );
}
