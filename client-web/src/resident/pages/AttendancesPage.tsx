import { type Attendance, checkIns } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatHours, formatShortMoment, inOneLine } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

const TONES: Partial<Record<Attendance['state'], TagTone>> = {
  present: 'slate',
  waiting: 'warning',
  in_publicity: 'warning',
  objected: 'warning',
  posted: 'success',
  rejected: 'danger',
};

/** This person's attendances, newest first. */
export function AttendancesPage() {
  const { t } = useTranslation(['resident', 'common']);
  const back = useBack();
  const list = useList(checkIns.listOwn, { query: { limit: 20 } });
  return (
    <PhonePage title={t('attendance.title')} onBack={back}>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('attendance.none')} /> : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((attendance) => (
            <Row
              key={attendance.attendanceId}
              title={attendance.activityTitle}
              below={inOneLine(
                formatShortMoment(attendance.checkedInAt),
                attendance.minutes !== null &&
                  `${formatHours(attendance.minutes)} ${t('unit.hours', { ns: 'common' })}`,
              )}
              end={
                attendance.points === null ? undefined : (
                  <Points value={attendance.points} tone={attendance.state === 'posted' ? 'signed' : 'pending'} />
                )
              }
              endBelow={
                <Tag tone={TONES[attendance.state] ?? 'plain'}>
                  {attendance.word === 'wanted' ? t('attendance.word') : t(`attendance.state.${attendance.state}`)}
                </Tag>
              }
            />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
    </PhonePage>
  );
}
