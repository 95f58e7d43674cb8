import { activities, checkIns, reports, type StaffAttendance } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useChange } from '../../api/index.ts';
import { formatTime } from '../../components/formatters.ts';

const CHANGED = [checkIns.attendances, activities.attendances, activities.get, activities.list, reports.tasks];

/** From when to when somebody was there, as pages tell it. */
export function stayOf({ checkedInAt, checkedOutAt, minutes }: StaffAttendance) {
  const until = checkedOutAt === null ? '—' : formatTime(checkedOutAt);
  return { from: formatTime(checkedInAt), until, minutes: minutes ?? 0 };
}

/**
 * Sends an attendance that a reviewer returned back to review, with the end as it stands in the form: it is corrected only where
 * that is another one.
 * @param onSent told whether the stay is too short now, and so was not sent
 */
export function useSendBack(
  { attendanceId, activityId, checkedOutAt }: StaffAttendance,
  onSent: (isTooShort: boolean) => void,
) {
  const until = checkedOutAt === null ? '' : formatTime(checkedOutAt);
  const [leftAt, setLeftAt] = useState(until);
  const send = useChange(checkIns.sendBack, {
    changes: CHANGED,
    onDone: ({ state }) => onSent(state === 'rejected'),
  });
  const give = (note: string): void => {
    const corrected = leftAt === until || leftAt === '' ? null : leftAt;
    send.mutate({ params: { activityId }, body: { attendanceId, leftAt: corrected, note } });
  };
  return { leftAt, setLeftAt, give, isPending: send.isPending, error: send.error };
}
