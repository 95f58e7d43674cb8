import {
  type activities as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { ActivitiesDeps } from './deps.ts';
import { actionable } from './step.ts';
import type { SignUpRecord } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

/** Who signed up for an activity, masked: by when they did, or by their place in the line. */
export async function listSignUps(
  deps: ActivitiesDeps,
  principal: Principal,
  activityId: string,
  { show, cursor, limit }: QueryOf<typeof contract.signUps>,
): Promise<ResponseOf<typeof contract.signUps> | Refusal> {
  const activity = await actionable(deps, principal, 'activities.read', activityId);
  if (isRefusal(activity)) return activity;
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const isLine = show === 'waiting';
  const conditions: Filter<SignUpRecord>[] = [{ activityId, ...SHOWN[show] }];
  if (after !== null) {
    const at = new Date(after[0]);
    conditions.push(
      isLine ? { seq: { $gt: after[0] } } : { $or: [{ at: { $gt: at } }, { at, _id: { $gt: after[1] } }] },
    );
  }
  const found = await deps.signUps
    .find({ $and: conditions })
    .sort(isLine ? { seq: 1 } : { at: 1, _id: 1 })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  const place = isLine ? (last?.seq ?? 0) : (last?.at.getTime() ?? 0);
  return { items: await signUpViews(deps, page), nextCursor: more ? encodeCursor([place, last._id]) : null };
}

const SHOWN = {
  places: { waiting: { $ne: true } },
  waiting: { waiting: true },
  no_shows: { noShow: true },
} as const satisfies Record<string, Filter<SignUpRecord>>;

async function signUpViews(deps: ActivitiesDeps, records: readonly SignUpRecord[]) {
  const personIds = records.map(({ personId }) => personId);
  const [names, people] = await Promise.all([deps.people.names(personIds), deps.people.byIds(personIds)]);
  const [units, staff] = await Promise.all([
    deps.orgUnits.names([...people.values()].map(({ unitId }) => unitId)),
    deps.users.names(records.map(({ by }) => by)),
  ]);
  return records.map(({ personId, at, movedUpAt, noShow, waiting, by, teamId }) => ({
    personId,
    maskedName: names.get(personId)?.masked ?? '*',
    unitName: units.get(people.get(personId)?.unitId ?? '') ?? '—',
    signedUpAt: at.toISOString(),
    movedUpAt: movedUpAt?.toISOString() ?? null,
    state: noShow === true ? ('no_show' as const) : waiting === true ? ('waiting' as const) : ('place' as const),
    // Of sign-ins only those of staff have names.
    assisted: staff.has(by) || teamId !== undefined,
  }));
}
