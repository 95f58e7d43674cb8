import { activities, checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../api/index.ts';
import { formatTimeSeconds, withLabel } from '../components/formatters.ts';
import { ListSection } from '../phone/components/ListSection.tsx';
import styles from './desk.module.css';

const REFRESH_MS = 10_000;

/** Scans that were delivered late: whoever runs the activity says whether the person was there. */
export function LateWords({ activityId }: { activityId: string }) {
  const { t } = useTranslation('desk');
  const wanted = useRead(
    checkIns.attendances,
    { params: { activityId }, query: { show: 'word_wanted', limit: 50 } },
    { everyMs: REFRESH_MS },
  );
  const items = wanted.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ListSection title={t('activity.words')}>
      <p className={`small quiet ${styles.ask}`}>{t('activity.wordsHint')}</p>
      {items.map((attendance) => (
        <Ask key={attendance.attendanceId} attendance={attendance} />
      ))}
    </ListSection>
  );
}

function Ask({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation('desk');
  const word = useChange(checkIns.giveWord, { changes: [checkIns.attendances, activities.get, activities.list] });
  const { attendanceId, activityId } = attendance;
  const say = (wasThere: boolean): void => {
    const reason = wasThere ? null : t('activity.notThereReason');
    word.mutate(
      { params: { activityId }, body: { attendanceId, wasThere, reason } },
      {
        onSuccess: () => Toast.show(t(wasThere ? 'activity.vouched' : 'activity.refused')),
        onError: (error) => Toast.show({ content: messageOf(error), duration: 3000 }),
      },
    );
  };
  const notThere = async (): Promise<void> => {
    const content = withLabel(t('activity.notThereAsk'), t('activity.notThereReason'));
    if (await Dialog.confirm({ content, confirmText: t('activity.notThere') })) say(false);
  };
  return (
    <div className={styles.ask}>
      <span>
        <b>{attendance.maskedName}</b>
        <br />
        <span className="small quiet">
          {t('activity.scannedAt', { time: formatTimeSeconds(attendance.checkedInAt) })}
        </span>
      </span>
      <Button size="small" disabled={word.isPending} onClick={() => void notThere()}>
        {t('activity.notThere')}
      </Button>
      <Button size="small" color="primary" fill="outline" loading={word.isPending} onClick={() => say(true)}>
        {t('activity.wasThere')}
      </Button>
    </div>
  );
}
