import type { RuleTerms } from '@red-points/shared/contracts';
import { signOutAt, stayMinutes } from '@red-points/shared/domain/activities';
import { type Priced, price } from '@red-points/shared/domain/rules';
import type { ActivityFacts } from '../activities/index.ts';
import type { AttendanceFlag, AttendanceRecord } from './store.ts';

/** What a check-in has earned so far. */
export const NOTHING_YET: Priced = { points: 0, minutes: 0, workingZh: '', workingEn: '', notes: [] };

export interface SignOut {
  readonly atMs: number;
  /** The sign-in that signs out; null when it happens by itself. */
  readonly by: string | null;
  /** Nobody signed out in time: closed at the planned end. */
  readonly forgotten: boolean;
}

export type ClosedStay = Pick<
  AttendanceRecord,
  'state' | 'open' | 'checkedOutAt' | 'priced' | 'flags' | 'tooShort' | 'effectiveAt'
>;

/**
 * The end of a stay: its minutes up to the sign-out or the planned end, priced by the version that the activity was
 * approved with. One below the minimum is recorded, flagged, and earns nothing.
 */
export function closeStay(
  activity: ActivityFacts,
  terms: RuleTerms,
  attendance: Pick<AttendanceRecord, 'checkedInAt' | 'provenance' | 'flags'>,
  signOut: SignOut,
): ClosedStay {
  const outAtMs = Math.max(signOutAt(activity.plan, signOut.atMs), attendance.checkedInAt.getTime());
  const minutes = stayMinutes(activity.plan, attendance.checkedInAt.getTime(), outAtMs);
  const priced = price(
    { ...terms, minutesMin: minutesMinOf(activity, terms) },
    { minutes, provenance: attendance.provenance },
  );
  const tooShort = priced.notes.includes('below_minimum_stay');
  const flags: AttendanceFlag[] = [...attendance.flags];
  if (signOut.forgotten) flags.push('forgotten_checkout');
  if (tooShort) flags.push('stay_too_short');
  return {
    state: tooShort ? 'rejected' : 'waiting',
    open: false,
    checkedOutAt: new Date(outAtMs),
    priced,
    flags,
    tooShort,
    effectiveAt: attendance.checkedInAt,
  };
}

/** The shortest stay that counts: the activity's or the rule's, whichever is longer. */
export function minutesMinOf(
  activity: Pick<ActivityFacts, 'stayMinutesMin'>,
  terms: Pick<RuleTerms, 'minutesMin'>,
): number {
  return Math.max(activity.stayMinutesMin, terms.minutesMin);
}
