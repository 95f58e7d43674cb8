import { createHash } from 'node:crypto';
import {
  type BodyOf,
  type activities as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { planRefusal, statesBefore, windowRefusal } from '@red-points/shared/domain/activities';
import { plannedPoints } from '@red-points/shared/domain/budgets';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ActivitiesDeps } from './deps.ts';
import { ruleOfPlan } from './rule-of-plan.ts';
import { handled, stepRefusal } from './step.ts';
import { type ActivityRecord, planOf, windowOf } from './store.ts';

export type PlanFields = BodyOf<typeof contract.plan>;

/** Drafts an activity in a unit of the planner, who is its organiser. */
export async function planActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  fields: PlanFields,
): Promise<ActivityRecord | Refusal> {
  const planned = await checkPlan(deps, principal, fields);
  if (isRefusal(planned)) return planned;
  const record = draftOf(deps, principal, planned, { activityId: deps.ids.next(), seriesId: null });
  await deps.activities.insertOne(record);
  return record;
}

/** A draft of a checked plan, whose organiser is the planner. */
export function draftOf(
  deps: Pick<ActivitiesDeps, 'clock'>,
  principal: Principal,
  planned: Planned,
  { activityId, seriesId }: { readonly activityId: string; readonly seriesId: string | null },
): ActivityRecord {
  return {
    ...planned,
    _id: activityId,
    state: 'draft',
    ruleVersion: null,
    organiserUserId: principal.userId,
    approvedBy: null,
    // Six bytes are few for a name, but the code that carries them is signed, and a clash is refused by its index.
    qrId: createHash('sha256').update(activityId).digest('hex').slice(0, 12),
    coOrganisers: [],
    everOrganised: [],
    handledBy: [],
    signedUp: 0,
    waiting: 0,
    signUpActs: 0,
    seriesId,
    headCount: null,
    reviewReason: null,
    createdAt: new Date(deps.clock.now()),
    endedAt: null,
    closing: false,
    version: 1,
  };
}

/** Changes a draft or a returned activity, on the version that the planner read. */
export async function changeActivity(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  version: number,
  fields: PlanFields,
): Promise<ActivityRecord | Refusal> {
  const known = await deps.activities.findOne({ _id: activityId });
  if (known === null) return refuse('activity_not_found');
  if (!permits(principal, 'activities.plan', { unitPath: known.unitPath })) return refuse('out_of_scope');
  const planned = await checkPlan(deps, principal, fields);
  if (isRefusal(planned)) return planned;
  const changed = await deps.activities.findOneAndUpdate(
    { _id: activityId, version, state: { $in: statesBefore('change') } },
    { $set: planned, ...handled(principal.userId), $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  return changed ?? stepRefusal(deps, activityId, version);
}

export type Planned = Pick<
  ActivityRecord,
  | 'title'
  | 'category'
  | 'unitId'
  | 'unitPath'
  | 'issuerUnit'
  | 'ruleCode'
  | 'earnsZh'
  | 'earnsEn'
  | 'publicityDays'
  | 'place'
  | 'startsAt'
  | 'endsAt'
  | 'capacity'
  | 'pointsPlanned'
  | 'pointsReserved'
  | 'stayMinutesMin'
  | 'signUpNeeded'
  | 'signUpFrom'
  | 'signUpUntil'
  | 'waitingMax'
  | 'sharedWith'
  | 'asks'
  | 'description'
>;

/** A plan with its rule and units looked up, or why it cannot be. */
export async function checkPlan(
  deps: ActivitiesDeps,
  principal: Principal,
  fields: PlanFields,
): Promise<Planned | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(fields.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'activities.plan', { unitPath })) return refuse('out_of_scope');
  const times = { startsAt: new Date(fields.startsAt), endsAt: new Date(fields.endsAt) };
  const timesRefusal = planRefusal(planOf(times));
  if (timesRefusal !== null) return refuse(timesRefusal);
  const signUpTimes = { signUpFrom: dateOf(fields.signUpFrom), signUpUntil: dateOf(fields.signUpUntil) };
  const windowRefused = windowRefusal(windowOf({ ...signUpTimes, ...times }));
  if (windowRefused !== null) return refuse(windowRefused);
  const sharedWith = [...new Set(fields.sharedWith)].filter((unitId) => unitId !== fields.unitId);
  for (const unitId of sharedWith) if ((await deps.orgUnits.pathOf(unitId)) === null) return refuse('unit_unknown');
  const { ruleCode, category } = fields;
  const found = await ruleOfPlan(deps, { ruleCode, category, startsAt: times.startsAt, unitPath });
  if (isRefusal(found)) return found;
  return {
    ...fields,
    ...times,
    ...signUpTimes,
    ...found.kept,
    sharedWith,
    unitPath,
    issuerUnit: (await deps.orgUnits.communityOf(fields.unitId))?.id ?? fields.unitId,
    pointsReserved: plannedPoints(found.rule.terms, { ...fields, ...planOf(times) }),
  };
}

function dateOf(instant: string | null): Date | null {
  return instant === null ? null : new Date(instant);
}
