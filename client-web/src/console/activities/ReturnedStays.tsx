import { checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { App, Button, Card, Input, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { stayOf, useSendBack } from '../../features/check-ins/use-send-back.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

/** Attendances that a reviewer returned: whoever runs the activity corrects or explains each, and sends it back. */
export function ReturnedStays({ activityId }: { activityId: string }) {
  const { t } = useTranslation('consoleDisplays');
  const may = useMay();
  const returned = useRead(
    checkIns.attendances,
    { params: { activityId }, query: { show: 'returned', limit: 50 } },
    { enabled: may('activities.run') },
  );
  const items = returned.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card size="small" title={t('returned.title')} style={{ marginBottom: 16 }}>
      <p className="small quiet">{t('returned.what')}</p>
      {items.map((attendance) => (
        <Stay key={attendance.attendanceId} attendance={attendance} />
      ))}
    </Card>
  );
}

function Stay({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation('consoleDisplays');
  const [checking, setChecking] = useState(false);
  return (
    <Space style={{ width: '100%', justifyContent: 'space-between', padding: '8px 0' }}>
      <span>
        <b>{attendance.maskedName}</b> <span className="small quiet">{t('returned.stay', stayOf(attendance))}</span>
        <div className="small">{t('returned.because', { reason: attendance.returnedBecause ?? '—' })}</div>
      </span>
      <Button size="small" onClick={() => setChecking(true)}>
        {t('returned.verb')}
      </Button>
      {checking ? <SendBack attendance={attendance} onClose={() => setChecking(false)} /> : null}
    </Space>
  );
}

function SendBack({ attendance, onClose }: { attendance: StaffAttendance; onClose: () => void }) {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const send = useSendBack(attendance, (isTooShort) => {
    void message.success(t(isTooShort ? 'returned.tooShort' : 'returned.sent'));
    onClose();
  });
  return (
    <ReasonDialog
      open
      title={t('returned.name', { name: attendance.maskedName })}
      explanation={
        <>
          {t('returned.stay', stayOf(attendance))}
          <br />
          {t('returned.because', { reason: attendance.returnedBecause ?? '—' })}
        </>
      }
      placeholder={t('returned.sayHint')}
      verb={t('returned.send')}
      busy={send.isPending}
      error={send.error === null ? undefined : messageOf(send.error)}
      onGive={send.give}
      onCancel={onClose}
    >
      <div>
        <label htmlFor="returned-left-at">{t('returned.leftAt')}</label>{' '}
        <Input
          id="returned-left-at"
          type="time"
          value={send.leftAt}
          style={{ width: 140 }}
          onChange={({ target }) => send.setLeftAt(target.value)}
        />
        <div className="small quiet">{t('returned.leftAtHint')}</div>
      </div>
    </ReasonDialog>
  );
}
