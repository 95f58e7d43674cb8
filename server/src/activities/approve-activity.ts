import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { plannedPoints } from '@red-points/shared/domain/budgets';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { ActivitiesDeps } from './deps.ts';
import { ruleOfPlan } from './rule-of-plan.ts';
import { actionable, recordStep, takeStep } from './step.ts';
import { type ActivityRecord, handsIn, planOf } from './store.ts';

export interface ActivityVerdict {
  readonly decision: 'approve' | 'return' | 'reject';
  readonly reason?: string | undefined;
  readonly version: number;
}

/** Asks for approval. */
export async function submitActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  version: number,
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.plan', activityId);
  if (isRefusal(activity)) return activity;
  if (activity.endsAt.getTime() <= deps.clock.now()) return refuse('activity_in_past');
  const change = { reviewReason: null, submittedAt: new Date(deps.clock.now()) };
  const submitted = await takeStep(deps, activity, 'submit', version, change, { handledBy: principal.userId });
  if (!isRefusal(submitted)) await recordStep(deps, principal, 'activities.submit', submitted);
  return submitted;
}

/** Approves, returns or rejects; never by whoever organises it or had a hand in it. Approval pins the rule version that will price it. */
export async function decideActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  verdict: ActivityVerdict,
): Promise<ActivityRecord | Refusal> {
  const activity = await actionable(deps, principal, 'activities.approve', activityId);
  if (isRefusal(activity)) return activity;
  if (handsIn(activity).some(await ownSignIns(deps.users, principal))) return refuse('activity_approve_own');
  if (verdict.decision !== 'approve' && verdict.reason === undefined) return refuse('activity_reason_missing');
  const decided =
    verdict.decision === 'approve'
      ? await approve(deps, principal, activity, verdict)
      : await takeStep(deps, activity, verdict.decision, verdict.version, { reviewReason: verdict.reason ?? null });
  if (isRefusal(decided)) return decided;
  await recordStep(deps, principal, `activities.${verdict.decision}`, decided);
  return decided;
}

/** Pins the rule, and sets the plan's points aside from the budget of the community that pays: both or neither. */
async function approve(
  deps: ActivitiesDeps,
  principal: Principal,
  activity: ActivityRecord,
  verdict: ActivityVerdict,
): Promise<ActivityRecord | Refusal> {
  const pinned = await pinRule(deps, principal, activity);
  if (isRefusal(pinned)) return pinned;
  const change = { ...pinned, reviewReason: verdict.reason ?? null };
  const slot = await deps.budgets.slotOf(activity.issuerUnit, activity.category, activity.startsAt.getTime());
  const points = pinned.pointsReserved ?? 0;
  const opensLater = (activity.signUpFrom?.getTime() ?? 0) > deps.clock.now();
  return deps.budgets.reserve(
    { kind: 'activity', id: activity._id },
    points === 0 ? [] : [{ slot, points }],
    (session) =>
      takeStep(deps, activity, opensLater ? 'approve_ahead' : 'approve', verdict.version, change, { session }),
  );
}

async function pinRule(
  deps: ActivitiesDeps,
  principal: Principal,
  activity: ActivityRecord,
): Promise<Partial<ActivityRecord> | Refusal> {
  if (activity.endsAt.getTime() <= deps.clock.now()) return refuse('activity_in_past');
  const found = await ruleOfPlan(deps, activity);
  if (isRefusal(found)) return found;
  const { rule, kept } = found;
  return {
    ...kept,
    ruleVersion: rule.version,
    pointsReserved: plannedPoints(rule.terms, { ...activity, ...planOf(activity) }),
    approvedBy: principal.userId,
  };
}
