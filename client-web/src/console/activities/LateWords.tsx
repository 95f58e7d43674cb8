import { activities, checkIns, type StaffAttendance } from '@red-points/shared/contracts';
import { App, Button, Card, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatTimeSeconds } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

const REFRESH_MS = 10_000;

/** Scans that were delivered late: whoever runs the activity says whether the person was there. */
export function LateWords({ activityId }: { activityId: string }) {
  const { t } = useTranslation('consoleDisplays');
  const may = useMay();
  const wanted = useRead(
    checkIns.attendances,
    { params: { activityId }, query: { show: 'word_wanted', limit: 50 } },
    { enabled: may('activities.run'), everyMs: REFRESH_MS },
  );
  const items = wanted.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card size="small" title={t('word.title')} style={{ marginBottom: 16 }}>
      <p className="small quiet">{t('word.what')}</p>
      {items.map((attendance) => (
        <Ask key={attendance.attendanceId} attendance={attendance} />
      ))}
    </Card>
  );
}

function Ask({ attendance }: { attendance: StaffAttendance }) {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const [asked, setAsked] = useState(false);
  const word = useChange(checkIns.giveWord, {
    changes: [checkIns.attendances, activities.attendances, activities.get, activities.list],
  });
  const { attendanceId, activityId } = attendance;
  const say = (reason: string | null): void =>
    word.mutate(
      { params: { activityId }, body: { attendanceId, wasThere: reason === null, reason } },
      {
        onSuccess: () => {
          setAsked(false);
          void message.success(t(reason === null ? 'word.given' : 'word.refused'));
        },
        onError: (error) => void message.error(messageOf(error)),
      },
    );
  return (
    <Space style={{ width: '100%', justifyContent: 'space-between', padding: '8px 0' }}>
      <span>
        <b>{attendance.maskedName}</b>{' '}
        <span className="small quiet">{t('word.scanned', { time: formatTimeSeconds(attendance.checkedInAt) })}</span>
      </span>
      <Space>
        <Button size="small" onClick={() => setAsked(true)}>
          {t('word.notThere')}
        </Button>
        <Button size="small" loading={word.isPending} onClick={() => say(null)}>
          {t('word.there')}
        </Button>
      </Space>
      <ReasonDialog
        open={asked}
        title={attendance.maskedName}
        explanation={t('word.why')}
        verb={t('word.notThere')}
        busy={word.isPending}
        onGive={say}
        onCancel={() => setAsked(false)}
      />
    </Space>
  );
}
