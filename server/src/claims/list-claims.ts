import type { claims as contract, Language, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { isRefusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { claimViews } from './claim-views.ts';
import type { ClaimsDeps } from './deps.ts';
import type { ClaimRecord } from './store.ts';

type ClaimPage = ResponseOf<typeof contract.list>;
const cursorSchema = z.tuple([z.number(), z.string()]);

/** Claims of a unit and below, newest first. */
export async function listClaims(
  deps: ClaimsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.list>,
  language: Language,
): Promise<ClaimPage | Refusal> {
  const filter: Filter<ClaimRecord> = {};
  if (query.unitId === undefined) {
    const units = unitsFor(principal, 'claims.read');
    if (units !== null) filter.unitPath = { $in: [...units] };
  } else {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'claims.read', { unitPath })) return refuse('out_of_scope');
    filter.unitPath = query.unitId;
  }
  if (query.state !== undefined) filter.state = query.state;
  return page(deps, principal, filter, query, language);
}

/** Claims for the person that a session acts for, newest first. */
export async function listOwnClaims(
  deps: ClaimsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.listOwn>,
  language: Language,
): Promise<ClaimPage | Refusal> {
  if (principal.actingPersonId === null) return refuse('registration_needed');
  return page(deps, principal, { personId: principal.actingPersonId }, query, language);
}

/** Claims that were filed for others in the units where the caller files, and that were returned, newest first. */
export function listReturnedClaims(
  deps: ClaimsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.listReturned>,
  language: Language,
): Promise<ClaimPage | Refusal> {
  const units = unitsFor(principal, 'claims.file');
  const inReach = units === null ? {} : { unitPath: { $in: [...units] } };
  return page(deps, principal, { ...inReach, onBehalf: true, state: 'returned' }, query, language);
}

async function page(
  deps: ClaimsDeps,
  principal: Principal,
  filter: Filter<ClaimRecord>,
  query: { readonly cursor?: string | undefined; readonly limit: number },
  language: Language,
): Promise<ClaimPage | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const conditions = [filter];
  if (after !== null) {
    const filedAt = new Date(after[0]);
    conditions.push({ $or: [{ filedAt: { $lt: filedAt } }, { filedAt, _id: { $lt: after[1] } }] });
  }
  const found = await deps.claims
    .find({ $and: conditions })
    .sort({ filedAt: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const shown = found.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: await claimViews(deps, principal, shown, language),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.filedAt.getTime(), last._id]) : null,
  };
}

/** How many claims that were filed for others wait in a unit and below to be corrected, and since when the first does. */
export function returnedIn({ claims }: Pick<ClaimsDeps, 'claims'>, unitId: string): Promise<Waiting> {
  return waitingIn(claims, { unitPath: unitId, onBehalf: true, state: 'returned' }, 'decision.at');
}
