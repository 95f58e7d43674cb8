import { activities, checkIns } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList } from '../../api/index.ts';
import { formatTime } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';
import { outRoute } from '../router.tsx';

/** Signs out a list of those who are there: everybody ticked leaves now. */
export function SignOutPage() {
  const { t } = useTranslation('desk');
  const { activityId } = outRoute.useParams();
  const back = useBack();
  const navigate = useNavigate();
  const [staying, setStaying] = useState<ReadonlySet<string>>(new Set());
  const list = useList(
    checkIns.attendances,
    { params: { activityId }, query: { show: 'present', limit: 200 } },
    { staleMs: 0 },
  );
  const leaving = list.items.filter(({ attendanceId }) => !staying.has(attendanceId));
  const signOut = useChange(checkIns.signOutMany, {
    changes: [checkIns.attendances, activities.get, activities.list],
    onDone: ({ signedOut }) => {
      Toast.show(t('out.done', { count: signedOut }));
      void navigate({ to: '/activities/$activityId', params: { activityId }, replace: true });
    },
  });
  const toggle = (attendanceId: string): void => {
    const next = new Set(staying);
    if (!next.delete(attendanceId)) next.add(attendanceId);
    setStaying(next);
  };
  const none = leaving.length === 0;
  const toggleAll = (): void => setStaying(none ? new Set() : new Set(list.items.map((each) => each.attendanceId)));
  return (
    <PhonePage
      title={t('out.title')}
      onBack={back}
      bottom={
        <Button
          color="primary"
          block
          disabled={none}
          loading={signOut.isPending}
          onClick={() =>
            signOut.mutate({
              params: { activityId },
              body: { attendanceIds: leaving.map(({ attendanceId }) => attendanceId) },
            })
          }
        >
          {none ? t('out.choose') : t('out.check', { count: leaving.length })}
        </Button>
      }
    >
      <p className="small quiet">{t('out.hint')}</p>
      {signOut.error === null ? null : <Banner tone="danger">{messageOf(signOut.error)}</Banner>}
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError ? <Trouble error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess ? (
        <Card>
          {list.items.length === 0 ? <Nothing title={t('out.none')} /> : null}
          {list.items.length > 1 ? (
            <button type="button" className={`plain-button link ${styles.check}`} onClick={toggleAll}>
              {t(none ? 'list.all' : 'list.none')}
            </button>
          ) : null}
          {list.items.map(({ attendanceId, maskedName, checkedInAt }) => (
            <label key={attendanceId} className={styles.check}>
              <input type="checkbox" checked={!staying.has(attendanceId)} onChange={() => toggle(attendanceId)} />
              <span>{maskedName}</span>
              <span className="small quiet">{t('activity.since', { time: formatTime(checkedInAt) })}</span>
            </label>
          ))}
          <MoreButton list={list} />
        </Card>
      ) : null}
    </PhonePage>
  );
}
