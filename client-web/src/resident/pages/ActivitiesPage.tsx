import { activities, type ResidentActivity } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatTileDay, formatTime, inOneLine } from '../../components/formatters.ts';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { DayTile, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { EarnsText, OwnPart } from '../OwnPart.tsx';
import { TabPage } from '../TabPage.tsx';
import styles from './ActivitiesPage.module.css';

/** Activities near, and those that this person signed up for. */
export function ActivitiesPage() {
  const { t } = useTranslation('resident');
  const [mine, setMine] = useState<'all' | 'mine'>('all');
  const list = useList(activities.listForResidents, { query: { mine, limit: 20 } });
  return (
    <TabPage tab="activities" title={t('activities.title')}>
      <Chips
        chips={[
          { key: 'all', label: t('activities.all') },
          { key: 'mine', label: t('activities.mine') },
        ]}
        chosen={mine}
        onChoose={setMine}
      />
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t(mine === 'mine' ? 'activities.noneMine' : 'activities.none')} />
      ) : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((activity) => (
            <ActivityRow key={activity.activityId} activity={activity} />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
    </TabPage>
  );
}

function ActivityRow({ activity }: { activity: ResidentActivity }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <Row
      mark={<DayTile day={formatTileDay(activity.startsAt)} time={formatTime(activity.startsAt)} />}
      title={<b>{activity.title}</b>}
      below={
        <>
          {inOneLine(
            activity.place,
            t('activities.peopleValue', { signedUp: activity.signedUp, capacity: activity.capacity }),
          )}
          <span className={styles.tags}>
            <CategoryTag category={activity.category} />
            <Tag>
              <EarnsText activity={activity} />
            </Tag>
          </span>
        </>
      }
      end={<OwnPart activity={activity} />}
      wide
      onOpen={() => void navigate({ to: '/activities/$activityId', params: { activityId: activity.activityId } })}
    />
  );
}
