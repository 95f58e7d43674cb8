import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type Declarations, eligibilityOf, type Ineligibility } from '@red-points/shared/domain/rules';
import type { ActivityFacts } from '../activities/index.ts';
import { declaredUnpaid } from './admit.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';
import { notThere } from './word.ts';

/** What the rule asks about pay that was not answered when a scan came by itself; nothing once somebody gave their word. */
export async function openQuestions(
  { rules }: Pick<CheckInsDeps, 'rules'>,
  { rule, word, declarations }: AttendanceRecord,
): Promise<Ineligibility[]> {
  if (word !== 'wanted' || declarations !== undefined) return [];
  return (await rules.terms(rule.code, rule.version)).notEligible;
}

/**
 * Takes the answers about pay that come after the scan, from whoever scanned: they are recorded as at a check-in on the spot.
 * Of a fresh scan nothing else was wanting, so that nobody's word is; who is paid has not come for points.
 */
export async function answerLater(
  deps: CheckInsDeps,
  principal: Principal,
  activity: ActivityFacts,
  attendance: AttendanceRecord,
  declarations: Declarations,
): Promise<AttendanceRecord | Refusal> {
  const notEligible = await openQuestions(deps, attendance);
  const eligibility = eligibilityOf({ notEligible }, declarations);
  if (notEligible.length === 0 || eligibility.kind === 'not_asked') return attendance;
  const { _id, state, flags } = attendance;
  const open = { _id, word: 'wanted' as const, state };
  const at = new Date(deps.clock.now());
  if (eligibility.kind === 'not_eligible') {
    const line = { at, by: principal.userId, note: null };
    const { matchedCount } = await deps.attendances.updateOne(open, notThere(attendance, line));
    if (matchedCount > 0) await deps.activities.settleIfDone(activity.activityId);
    return refuse('rule_not_eligible');
  }
  // A late scan wants the organiser's word all the same: it could be a picture of the code.
  const isFresh = !flags.includes('late');
  const isOver = activity.state === 'ended' && state === 'waiting';
  const answered = {
    declarations: declaredUnpaid(notEligible),
    ...(isFresh ? { word: null, ...(isOver ? { waitingSince: at } : {}) } : {}),
  };
  const change = { $set: answered, $inc: { version: 1 } };
  const changed = await deps.attendances.findOneAndUpdate(open, change, { returnDocument: 'after' });
  return changed ?? (await deps.attendances.findOne({ _id })) ?? attendance;
}
