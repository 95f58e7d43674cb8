import { type Activity, activities, type SignUp } from '@red-points/shared/contracts';
import { Button, Empty, Segmented, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { Trouble } from '../components/Trouble.tsx';
import styles from './ActivityDrawer.module.css';

type Show = 'places' | 'waiting' | 'no_shows';

/** Who signed up, who waits in which order, and who did not come. */
export function SignUps({ activity }: { activity: Activity }) {
  const { t } = useTranslation(['consoleActivityLife', 'common']);
  const [show, setShow] = useState<Show>('places');
  const { activityId } = activity;
  const list = useList(activities.signUps, { params: { activityId }, query: { show, limit: 100 } }, { staleMs: 0 });
  const counts: Record<Show, number> = {
    places: activity.signedUp,
    waiting: activity.waiting,
    no_shows: activity.noShows,
  };
  const shown = (['places', 'waiting', 'no_shows'] as const).filter(
    (each) => each === 'places' || (each === 'waiting' ? activity.waitingMax > 0 : activity.state === 'settled'),
  );
  return (
    <>
      <Segmented
        aria-label={t('signUps.show')}
        value={show}
        onChange={(chosen) => setShow(chosen as Show)}
        options={shown.map((each) => ({ value: each, label: `${t(`signUps.${each}`)} ${counts[each]}` }))}
        style={{ marginBottom: 12 }}
      />
      {list.isError ? <Trouble error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(`signUps.none.${show}`)} />
      ) : null}
      <ul className={styles['people']}>
        {list.items.map((signUp, at) => (
          <Row key={signUp.personId} signUp={signUp} place={at + 1} />
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

function Row({ signUp, place }: { signUp: SignUp; place: number }) {
  const { t } = useTranslation('consoleActivityLife');
  return (
    <li>
      <span>
        <b>{signUp.maskedName}</b>
        <span className="small quiet">{` ${signUp.unitName}`}</span>
        <br />
        <span className="small quiet">
          {signUp.movedUpAt === null
            ? t('signUps.at', { time: formatMoment(signUp.signedUpAt) })
            : t('signUps.movedUp', { time: formatMoment(signUp.movedUpAt) })}
        </span>
      </span>
      <span>
        {signUp.assisted ? <Tag tone="plain">{t('signUps.assisted')}</Tag> : null}
        {signUp.state === 'waiting' ? <Tag tone="warning">{t('signUps.line', { place })}</Tag> : null}
        {signUp.state === 'no_show' ? <Tag tone="plain">{t('signUps.no_shows')}</Tag> : null}
      </span>
    </li>
  );
}
