import type { activities as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { isRefusal, refuse } from '@red-points/shared/contracts';
import { ACTIVITY_HOURS_MAX } from '@red-points/shared/domain/activities';
import { businessDate, endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { Person } from '../people/index.ts';
import { activityViews, residentViews } from './activity-views.ts';
import type { ActivitiesDeps } from './deps.ts';
import { homesOf } from './homes.ts';
import type { ActivityRecord } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);
/** A resident's own activities are looked for among this many of the newest. */
const OWN_MAX = 500;
const LONGEST_MS = ACTIVITY_HOURS_MAX * 3_600_000;

interface Paging {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

interface Found {
  readonly records: readonly ActivityRecord[];
  readonly nextCursor: string | null;
}

/** Activities of a unit and below: those to come soonest first, all others newest first. */
export async function listActivities(
  deps: ActivitiesDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const filter = whenFilter(query.when, deps.clock.now());
  if (query.unitId === undefined) {
    const units = unitsFor(principal, 'activities.read');
    if (units !== null) filter.unitPath = { $in: [...units] };
  } else if (query.shared) {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'activities.read', { unitPath })) return refuse('out_of_scope');
    filter.sharedWith = { $in: [...unitPath] };
    filter.unitPath = { $ne: query.unitId };
    filter.ruleVersion = { $ne: null };
  } else {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'activities.read', { unitPath })) return refuse('out_of_scope');
    filter.unitPath = query.unitId;
  }
  if (query.state !== undefined) filter.state = query.state;
  if (query.category !== undefined) filter.category = query.category;
  const direction = query.when === 'coming' || query.when === 'today' ? 1 : -1;
  const found = await page(deps, filter, direction, query);
  return isRefusal(found) ? found : { items: await activityViews(deps, found.records), nextCursor: found.nextCursor };
}

/** Running and coming activities of a resident's community and above, soonest first; or those they have a part in. */
export async function listForResidents(
  deps: ActivitiesDeps,
  principal: Principal,
  query: QueryOf<typeof contract.listForResidents>,
): Promise<ResponseOf<typeof contract.listForResidents> | Refusal> {
  const personId = principal.actingPersonId;
  const person = personId === null ? null : await deps.people.byId(personId);
  if (person === null) return refuse('registration_needed');
  const mine = query.mine === 'mine';
  const filter = mine ? await ownFilter(deps, person.personId) : await nearFilter(deps, person);
  const found = await page(deps, filter, mine ? -1 : 1, query);
  if (isRefusal(found)) return found;
  return { items: await residentViews(deps, person.personId, found.records), nextCursor: found.nextCursor };
}

/** Which part of the activities of some units is asked for. */
export function whenFilter(when: 'today' | 'coming' | 'past' | 'all', nowMs: number): Filter<ActivityRecord> {
  const today = businessDate(nowMs);
  const from = new Date(startOfBusinessDay(today));
  const until = new Date(endOfBusinessDay(today));
  switch (when) {
    case 'today':
      // Nothing that is still on began longer ago than the longest activity lasts: an index of beginnings is not walked from the first.
      return { startsAt: { $gte: new Date(from.getTime() - LONGEST_MS), $lt: until }, endsAt: { $gte: from } };
    case 'coming':
      return { startsAt: { $gte: new Date(nowMs) } };
    case 'past':
      return { startsAt: { $lt: new Date(nowMs) }, endsAt: { $lt: new Date(nowMs) } };
    case 'all':
      return {};
    default:
      return when satisfies never;
  }
}

const NOT_FOR_RESIDENTS: ActivityRecord['state'][] = ['draft', 'submitted', 'returned', 'rejected'];

/** One activity that residents may see: what was never approved does not exist to them. */
export function activityForResidents(
  { activities }: Pick<ActivitiesDeps, 'activities'>,
  activityId: string,
): Promise<ActivityRecord | null> {
  return activities.findOne({ _id: activityId, state: { $nin: NOT_FOR_RESIDENTS } });
}

async function nearFilter(deps: ActivitiesDeps, person: Person): Promise<Filter<ActivityRecord>> {
  const homes = await homesOf(deps, person);
  const communities = homes.flatMap(({ communityId }) => communityId ?? []);
  const units = homes.flatMap(({ unitPath }) => unitPath);
  return {
    $or: [{ unitPath: { $in: communities } }, { unitId: { $in: units } }, { sharedWith: { $in: units } }],
    state: { $in: ['approved', 'open', 'under_way'] },
    endsAt: { $gt: new Date(deps.clock.now()) },
  };
}

async function ownFilter(deps: ActivitiesDeps, personId: string): Promise<Filter<ActivityRecord>> {
  const [signedUp, attended] = await Promise.all([
    deps.signUps
      .find({ personId })
      .sort({ at: -1 })
      .limit(OWN_MAX)
      .project<{ activityId: string }>({ activityId: 1 })
      .toArray(),
    deps.attendances.activitiesOf(personId, OWN_MAX),
  ]);
  return { _id: { $in: [...new Set([...signedUp.map(({ activityId }) => activityId), ...attended])] } };
}

async function page(
  deps: ActivitiesDeps,
  filter: Filter<ActivityRecord>,
  direction: 1 | -1,
  { cursor, limit }: Paging,
): Promise<Found | Refusal> {
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const conditions = [filter];
  if (after !== null) {
    const beyond = direction === 1 ? '$gt' : '$lt';
    const startsAt = new Date(after[0]);
    conditions.push({ $or: [{ startsAt: { [beyond]: startsAt } }, { startsAt, _id: { [beyond]: after[1] } }] });
  }
  const found = await deps.activities
    .find({ $and: conditions })
    .sort({ startsAt: direction, _id: direction })
    .limit(limit + 1)
    .toArray();
  const records = found.slice(0, limit);
  const last = records.at(-1);
  const more = found.length > limit && last !== undefined;
  return { records, nextCursor: more ? encodeCursor([last.startsAt.getTime(), last._id]) : null };
}
