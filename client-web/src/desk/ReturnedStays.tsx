import { checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../api/index.ts';
import { stayOf, useSendBack } from '../features/check-ins/use-send-back.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { Field } from '../phone/components/Field.tsx';
import { ListSection } from '../phone/components/ListSection.tsx';
import { Sheet, SheetFoot } from '../phone/components/Sheet.tsx';
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

function Stay({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation('desk');
  const [checking, setChecking] = useState(false);
  return (
    <div className={styles.ask}>
      <span>
        <b>{attendance.maskedName}</b>
        <br />
        <span className="small quiet">{t('activity.stay', stayOf(attendance))}</span>
        <br />
        <span className="small">{t('activity.returnedBecause', { reason: attendance.returnedBecause ?? '—' })}</span>
      </span>
      <Button size="small" color="primary" fill="outline" onClick={() => setChecking(true)}>
        {t('activity.returnedCheck')}
      </Button>
      <Sheet
        open={checking}
        title={t('activity.returnedTitle', { name: attendance.maskedName })}
        onClose={() => setChecking(false)}
      >
        <SendBack attendance={attendance} onClose={() => setChecking(false)} />
      </Sheet>
    </div>
  );
}

function SendBack({ attendance, onClose }: { attendance: StaffAttendance; onClose: () => void }) {
  const { t } = useTranslation('desk');
  const [note, setNote] = useState('');
  const send = useSendBack(attendance, (isTooShort) => {
    Toast.show({ content: t(isTooShort ? 'activity.returnedTooShort' : 'activity.returnedSent') });
    onClose();
  });
  return (
    <>
      <p>
        {t('activity.stay', stayOf(attendance))}
        <br />
        {t('activity.returnedBecause', { reason: attendance.returnedBecause ?? '—' })}
      </p>
      <Field label={t('activity.returnedLeftAt')} hint={t('activity.returnedLeftAtHint')}>
        <input type="time" value={send.leftAt} onChange={(event) => send.setLeftAt(event.target.value)} />
      </Field>
      <Field label={t('activity.returnedSay')} hint={t('activity.returnedSayHint')}>
        <textarea rows={3} maxLength={WORDS_MAX} value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
      {send.error === null ? null : <Banner tone="danger">{messageOf(send.error)}</Banner>}
      <SheetFoot>
        <Button
          color="primary"
          block
          disabled={note.trim().length < WORDS_MIN}
          loading={send.isPending}
          onClick={() => send.give(note.trim())}
        >
          {t('activity.returnedSend')}
        </Button>
      </SheetFoot>
    </>
  );
}
