import { activities, checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { Button, Popup, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../api/index.ts';
import { formatTime } from '../components/formatters.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { Field } from '../phone/components/Field.tsx';
import { ListSection } from '../phone/components/ListSection.tsx';
import styles from './desk.module.css';

/** As the contract's reasons: shortest and longest, in characters. */
const WORDS_MIN = 2;
const WORDS_MAX = 300;

/** Attendances that a reviewer returned: whoever runs the activity corrects or explains each, and sends it back. */
export function ReturnedStays({ activityId }: { activityId: string }) {
  const { t } = useTranslation('desk');
  const returned = useRead(checkIns.attendances, { params: { activityId }, query: { show: 'returned', limit: 50 } });
  const items = returned.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <ListSection title={t('activity.returned')}>
      <p className={`small quiet ${styles.ask}`}>{t('activity.returnedHint')}</p>
      {items.map((attendance) => (
        <Stay key={attendance.attendanceId} attendance={attendance} />
      ))}
    </ListSection>
  );
}

function useStay({ checkedInAt, checkedOutAt, minutes }: StaffAttendance): string {
  const { t } = useTranslation('desk');
  const until = checkedOutAt === null ? '—' : formatTime(checkedOutAt);
  return t('activity.stay', { from: formatTime(checkedInAt), until, minutes: minutes ?? 0 });
}

function Stay({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation('desk');
  const [checking, setChecking] = useState(false);
  const stay = useStay(attendance);
  return (
    <div className={styles.ask}>
      <span>
        <b>{attendance.maskedName}</b>
        <br />
        <span className="small quiet">{stay}</span>
        <br />
        <span className="small">{t('activity.returnedBecause', { reason: attendance.returnedBecause ?? '—' })}</span>
      </span>
      <Button size="small" color="primary" fill="outline" onClick={() => setChecking(true)}>
        {t('activity.returnedCheck')}
      </Button>
      <Popup
        visible={checking}
        onMaskClick={() => setChecking(false)}
        bodyStyle={{ borderRadius: '12px 12px 0 0' }}
        destroyOnClose
      >
        <SendBack attendance={attendance} onClose={() => setChecking(false)} />
      </Popup>
    </div>
  );
}

function SendBack({ attendance, onClose }: { attendance: StaffAttendance; onClose: () => void }) {
  const { t } = useTranslation(['desk', 'common']);
  const { attendanceId, activityId, checkedOutAt } = attendance;
  const until = checkedOutAt === null ? '' : formatTime(checkedOutAt);
  const [leftAt, setLeftAt] = useState(until);
  const [note, setNote] = useState('');
  const stay = useStay(attendance);
  const send = useChange(checkIns.sendBack, {
    changes: [checkIns.attendances, activities.get, activities.list],
    onDone: ({ state }) => {
      Toast.show({ content: t(state === 'rejected' ? 'activity.returnedTooShort' : 'activity.returnedSent') });
      onClose();
    },
  });
  const corrected = leftAt === until || leftAt === '' ? null : leftAt;
  return (
    <div
      className={styles.find}
      role="dialog"
      aria-label={t('activity.returnedTitle', { name: attendance.maskedName })}
    >
      <h2>{t('activity.returnedTitle', { name: attendance.maskedName })}</h2>
      <p>
        {stay}
        <br />
        {t('activity.returnedBecause', { reason: attendance.returnedBecause ?? '—' })}
      </p>
      <Field label={t('activity.returnedLeftAt')} hint={t('activity.returnedLeftAtHint')}>
        <input type="time" value={leftAt} onChange={(event) => setLeftAt(event.target.value)} />
      </Field>
      <Field label={t('activity.returnedSay')} hint={t('activity.returnedSayHint')}>
        <textarea rows={3} maxLength={WORDS_MAX} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {send.error === null ? null : <Banner tone="danger">{messageOf(send.error)}</Banner>}
      <Button
        color="primary"
        block
        disabled={note.trim().length < WORDS_MIN}
        loading={send.isPending}
        onClick={() =>
          send.mutate({ params: { activityId }, body: { attendanceId, leftAt: corrected, note: note.trim() } })
        }
      >
        {t('activity.returnedSend')}
      </Button>
      <Button block onClick={onClose}>
        {t('action.cancel', { ns: 'common' })}
      </Button>
    </div>
  );
}
