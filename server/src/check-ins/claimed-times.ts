import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { type Span, sharesTime, staySpan } from '@red-points/shared/domain/claims';
import type { AttendanceRecord } from './store.ts';

/** What somebody claims to have done, and when. */
export interface ClaimedTime {
  readonly claimId: string;
  readonly personId: string;
  readonly title: string;
  readonly occurredOn: string;
  /** Null where only the day is known. */
  readonly span: Span | null;
}

/** Told by the noun that keeps claims, which comes later. */
export interface ClaimedTimes {
  /** What these people claim for days from one to another, both included; what was rejected left out. */
  between(personIds: readonly string[], fromDay: string, untilDay: string): Promise<readonly ClaimedTime[]>;
  /** Marks those that still wait. */
  flag(claimIds: readonly string[]): Promise<void>;
}

export type Stay = Pick<AttendanceRecord, '_id' | 'personId' | 'checkedInAt' | 'checkedOutAt'>;

/** What each of these people claims for the time of their stay, by the attendance: a query for all. */
export async function claimedDuring(
  times: Pick<ClaimedTimes, 'between'>,
  stays: readonly Stay[],
): Promise<ReadonlyMap<string, readonly ClaimedTime[]>> {
  if (stays.length === 0) return new Map();
  const days = stays.map(({ checkedInAt }) => businessDate(checkedInAt.getTime())).sort();
  // What began on the day before may reach into the stay, and a stay into the day after.
  const [fromDay, untilDay] = [addDays(days[0] ?? '', -1), addDays(days.at(-1) ?? '', 1)];
  const personIds = [...new Set(stays.map(({ personId }) => personId))];
  const byPerson = new Map<string, ClaimedTime[]>();
  for (const claimed of await times.between(personIds, fromDay, untilDay)) {
    byPerson.set(claimed.personId, [...(byPerson.get(claimed.personId) ?? []), claimed]);
  }
  return new Map(
    stays.map((stay) => [stay._id, (byPerson.get(stay.personId) ?? []).filter((claimed) => meets(claimed, stay))]),
  );
}

function meets({ span, occurredOn }: ClaimedTime, stay: Stay): boolean {
  if (span === null) return businessDate(stay.checkedInAt.getTime()) === occurredOn;
  return sharesTime(span, staySpan(stay));
}
