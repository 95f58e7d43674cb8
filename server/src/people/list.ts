import type { people as contract } from '@red-points/shared/contracts';
import { isRefusal, type PersonLine, type QueryOf, refuse } from '@red-points/shared/contracts';
import { displayedName, maskPhone } from '@red-points/shared/domain/people';
import { type Principal, unitsFor } from '@red-points/shared/domain/permissions';
import { starsOf } from '@red-points/shared/domain/service';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { PeopleContext } from './deps.ts';
import { personIndexes } from './indexes.ts';
import { openProfiles } from './read.ts';
import type { PersonRecord } from './store.ts';

type ListQuery = QueryOf<typeof contract.list>;

const cursorSchema = z.tuple([z.number(), z.string()]);

function searchFilter(context: PeopleContext, search: string | undefined): Filter<PersonRecord> {
  const index = personIndexes(context.keys);
  if (search === undefined || search === '') return {};
  if (/^\d{4}$/.test(search)) return { lastFourIndex: index.lastFour(search) };
  if (/^1\d{10}$/.test(search)) return { phoneIndex: index.phone(search) };
  return { nameIndex: index.name(search) };
}

/** What the caller may see and asked for; a refusal where the unit is unknown or not theirs. */
async function filterOf(context: PeopleContext, query: ListQuery, principal: Principal) {
  const parts: Filter<PersonRecord>[] = [searchFilter(context, query.search)];
  const units = unitsFor(principal, 'people.read');
  if (units !== null) parts.push({ unitPath: { $in: [...units] } });
  if (query.unitId !== undefined) {
    const path = await context.orgUnits.pathOf(query.unitId);
    if (path === null) return refuse('unit_unknown');
    if (units !== null && !units.some((unitId) => path.includes(unitId))) return refuse('out_of_scope');
    parts.push({ unitPath: query.unitId });
  }
  if (query.kind !== undefined) parts.push({ kind: query.kind });
  if (query.status !== undefined) parts.push({ status: query.status });
  return { $and: parts };
}

/** People of the caller's units, newest first, masked. */
export async function list(context: PeopleContext, query: ListQuery, principal: Principal) {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const filter = await filterOf(context, query, principal);
  if (isRefusal(filter)) return filter;
  const older =
    after === null
      ? {}
      : {
          $or: [{ joinedAt: { $lt: new Date(after[0]) } }, { joinedAt: new Date(after[0]), _id: { $lt: after[1] } }],
        };
  const [found, total] = await Promise.all([
    context.model
      .find({ $and: [...filter.$and, older] } as never)
      .sort({ joinedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .lean<PersonRecord[]>()
      .exec(),
    context.model.countDocuments(filter as never).exec(),
  ]);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await linesOf(context, page),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.joinedAt.getTime(), last._id]) : null,
    total,
  };
}

/** Masked lines with balances: one query for all balances, one for all keys. */
export async function linesOf(context: PeopleContext, records: readonly PersonRecord[]): Promise<PersonLine[]> {
  const [profiles, views, units, hours] = await Promise.all([
    openProfiles(context, records),
    context.ledger.views(records.map(({ accountId }) => accountId)),
    context.orgUnits.all(),
    context.starHours(),
  ]);
  return records.map((record, at) => {
    const profile = profiles[at];
    const view = views[at];
    const minutes = view?.state.minutes ?? 0;
    return {
      personId: record._id,
      accountId: record.accountId,
      kind: record.kind,
      maskedName: profile ? displayedName(record.kind, profile.name) : '已注销',
      maskedPhone: profile?.phone ? maskPhone(profile.phone) : null,
      unitId: record.unitId,
      unitName: units.get(record.unitId)?.name ?? record.unitId,
      status: record.status,
      available: view?.available ?? 0,
      minutes,
      stars: starsOf(minutes, hours),
      joinedAt: record.joinedAt.toISOString(),
    };
  });
}
