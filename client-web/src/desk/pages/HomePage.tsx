import FormOutlined from '@ant-design/icons-svg/es/asn/FormOutlined';
import HeartOutlined from '@ant-design/icons-svg/es/asn/HeartOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import UserOutlined from '@ant-design/icons-svg/es/asn/UserOutlined';
import { type Activity, activities, checkIns, claims } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useMe, useRead } from '../../api/index.ts';
import { formatTileDay, formatTime, partOfDay } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { ActionTiles } from '../../phone/components/ActionTiles.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { DayTile, ListSection, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { BookingsUnanswered } from '../BookedFor.tsx';
import styles from '../desk.module.css';
import { oncePerCase } from '../ReturnedClaims.tsx';

const REFRESH_MS = 15_000;
const TO_COME = 10;
const TO_CORRECT = 200;
/** What whoever runs activities still has to do with. */
const LISTED: readonly Activity['state'][] = ['open', 'approved', 'under_way', 'ended'];

/** The staff's phone: what takes check-ins now, two big acts, what comes next. */
export function HomePage() {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const today = useRead(activities.list, { query: { when: 'today', limit: 50 } }, { everyMs: REFRESH_MS });
  const coming = useRead(activities.list, { query: { when: 'coming', limit: TO_COME } });
  const over = useRead(activities.list, { query: { when: 'past', state: 'ended', limit: TO_COME } });
  const returned = useRead(claims.listReturned, { query: { limit: TO_CORRECT } }, { staleMs: 0 });
  const toCorrect = oncePerCase(returned.data?.items ?? []).length;
  return (
    <PhonePage header={<Greeting />}>
      {toCorrect === 0 ? null : (
        <Banner onOpen={() => void navigate({ to: '/claims/new' })}>{t('home.returned', { count: toCorrect })}</Banner>
      )}
      <Shown of={today} rows={6}>
        {({ items }) => {
          const running = items.filter(({ state }) => state === 'under_way');
          const known = new Set(items.map(({ activityId }) => activityId));
          const later = (coming.data?.items ?? []).filter(({ activityId }) => !known.has(activityId));
          const others = [...items, ...later].filter(({ state }) => state !== 'under_way' && LISTED.includes(state));
          const unsettled = (over.data?.items ?? []).filter(({ activityId }) => !known.has(activityId));
          return (
            <>
              {running.length === 0 ? (
                <Card>
                  <Nothing title={t('home.runningNone')} />
                </Card>
              ) : (
                running.map((activity, at) => <Running key={activity.activityId} activity={activity} main={at === 0} />)
              )}
              <ActionTiles
                tiles={[
                  {
                    key: 'help',
                    icon: HeartOutlined,
                    title: t('home.help'),
                    hint: t('home.helpHint'),
                    onOpen: () => void navigate({ to: '/help' }),
                  },
                  {
                    key: 'claim',
                    icon: FormOutlined,
                    title: t('home.claim'),
                    hint: t('home.claimHint'),
                    onOpen: () => void navigate({ to: '/claims/new' }),
                  },
                ]}
              />
              <BookingsUnanswered />
              <ListSection title={t('home.today')}>
                {others.length === 0 ? (
                  <Nothing title={t('home.none')}>
                    <span className="small quiet">{t('home.noneHint')}</span>
                  </Nothing>
                ) : (
                  others.map((activity) => <Line key={activity.activityId} activity={activity} />)
                )}
              </ListSection>
              {unsettled.length === 0 ? null : (
                <ListSection title={t('home.unsettled')}>
                  {unsettled.map((activity) => (
                    <Line key={activity.activityId} activity={activity} />
                  ))}
                </ListSection>
              )}
            </>
          );
        }}
      </Shown>
    </PhonePage>
  );
}

function Greeting() {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const me = useMe();
  const unit = me.grants.find(({ unitName }) => unitName !== null)?.unitName ?? '';
  return (
    <header className={styles.greeting}>
      <h1>{t('home.hello', { name: me.displayName, greeting: t(`home.${partOfDay()}`) })}</h1>
      <span className="small quiet">{unit}</span>
      <button
        type="button"
        className="plain-button"
        aria-label={t('me.title')}
        onClick={() => void navigate({ to: '/me' })}
      >
        <Icon of={UserOutlined} size={22} />
      </button>
    </header>
  );
}

/** An activity that takes check-ins: its two commonest acts at once, everything else behind it. */
function Running({ activity, main }: { activity: Activity; main: boolean }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const params = { activityId: activity.activityId };
  const wanted = useRead(
    checkIns.attendances,
    { params, query: { show: 'word_wanted', limit: 50 } },
    { everyMs: REFRESH_MS },
  ).data?.items.length;
  const open = (): void => void navigate({ to: '/activities/$activityId', params });
  return (
    <Card className={styles.running} label={t('home.running')}>
      <button type="button" className="plain-button" onClick={open}>
        <header>
          <span>
            <h3>{activity.title}</h3>
            <span className="small quiet">
              {t('home.place', { place: activity.place, time: formatTime(activity.endsAt) })}
            </span>
          </span>
          <span className={styles.present}>{t('home.present', { count: activity.present })}</span>
        </header>
      </button>
      {wanted === undefined || wanted === 0 ? null : (
        <Banner onOpen={open}>{t('home.words', { count: wanted })}</Banner>
      )}
      <div className={styles.two}>
        <Button
          color={main ? 'primary' : 'default'}
          onClick={() => void navigate({ to: '/activities/$activityId/code', params })}
        >
          {t('activity.code')}
        </Button>
        <Button onClick={() => void navigate({ to: '/activities/$activityId/scan', params, search: { act: 'in' } })}>
          {t('activity.scanIn')}
        </Button>
      </div>
    </Card>
  );
}

function Line({ activity }: { activity: Activity }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const { activityId, startsAt, endsAt, title, place, state } = activity;
  return (
    <Row
      mark={<DayTile day={formatTileDay(startsAt)} time={formatTime(startsAt)} />}
      title={title}
      below={t('home.place', { place, time: formatTime(endsAt) })}
      end={
        <span className={`small quiet ${styles.state}`}>
          {t(`activity.state.${state}`)}
          <Icon of={RightOutlined} size={12} />
        </span>
      }
      onOpen={() => void navigate({ to: '/activities/$activityId', params: { activityId } })}
    />
  );
}
