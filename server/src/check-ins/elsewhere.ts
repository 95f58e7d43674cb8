import { ACTIVITY_HOURS_MAX } from '@red-points/shared/domain/activities';
import type { AttendanceCollection, AttendanceRecord } from './store.ts';

/** From when until when somebody was there. */
export interface Between {
  readonly inAtMs: number;
  readonly outAtMs: number;
}

/** No stay lasts longer than the longest activity: what began before that cannot reach into a time. */
export const LONGEST_STAY_MS = ACTIVITY_HOURS_MAX * 3_600_000;

/** Whether an attendance shares time with another; one that is open goes on. */
export function overlaps({ checkedInAt, checkedOutAt, open }: AttendanceRecord, { inAtMs, outAtMs }: Between): boolean {
  const endMs = open || checkedOutAt === null ? Number.POSITIVE_INFINITY : checkedOutAt.getTime();
  return checkedInAt.getTime() < outAtMs && endMs > inAtMs;
}

/** An attendance of the same person at another activity at that time; null where there is none. Reads a day of theirs. */
export async function elsewhereAt(
  attendances: AttendanceCollection,
  { personId, activityId }: Pick<AttendanceRecord, 'personId' | 'activityId'>,
  between: Between,
): Promise<AttendanceRecord | null> {
  const near = await attendances
    .find({
      personId,
      activityId: { $ne: activityId },
      tooShort: false,
      state: { $ne: 'rejected' },
      checkedInAt: { $gt: new Date(between.inAtMs - LONGEST_STAY_MS), $lt: new Date(between.outAtMs) },
    })
    .toArray();
  return near.find((other) => overlaps(other, between)) ?? null;
}
