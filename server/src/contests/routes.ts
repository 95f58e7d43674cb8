import { contests as contract, isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import { answer } from './answer.ts';
import type { ContestsDeps } from './deps.ts';
import { fileFor, fileOwn, withdraw } from './file.ts';
import type { ContestRecord } from './store.ts';
import { ownViews, staffViews } from './views.ts';

const OF_ENTRY_MAX = 50;
const cursorSchema = z.tuple([z.number(), z.string()]);

/** Serves doubts over HTTP. */
export function contestRoutes(router: ApiRouter, deps: ContestsDeps): void {
  ownRoutes(router, deps);
  const one = async (principal: Principal, record: ContestRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await staffViews(deps, principal, [record]);
    if (view === undefined) throw new Error('a doubt has no view');
    return view;
  };
  route(router, contract.file, async ({ params, body, principal, identity }) =>
    one(principal, await fileFor(deps, principal, { ...params, ...body }, identity())),
  );
  route(router, contract.answer, async ({ params, body, principal, identity }) =>
    one(principal, await answer(deps, principal, params.contestId, body, identity())),
  );
  route(router, contract.ofEntry, async ({ params, principal }) => {
    const entry = await deps.transactions.entryFor(principal, 'contests.read', params.entryId);
    if (isRefusal(entry)) return entry;
    const found = await pageOf(deps, { entryId: params.entryId }, { limit: OF_ENTRY_MAX, after: null, oldest: false });
    return { items: await staffViews(deps, principal, found.page) };
  });
  route(router, contract.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'contests.read', query.unitId);
    if ('refused' in unit) return unit;
    const after = decodeCursor(query.cursor, cursorSchema);
    if (isRefusal(after)) return after;
    const oldest = query.show === 'waiting';
    const shown: Filter<ContestRecord> = { unitPath: unit.id, ...(oldest ? { open: true } : {}) };
    const { page, nextCursor } = await pageOf(deps, shown, { limit: query.limit, after, oldest });
    return { items: await staffViews(deps, principal, page), nextCursor };
  });
}

function ownRoutes(router: ApiRouter, deps: ContestsDeps): void {
  const one = async (record: ContestRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await ownViews(deps, [record]);
    if (view === undefined) throw new Error('a doubt has no view');
    return view;
  };
  route(router, contract.fileOwn, async ({ body, principal, identity }) =>
    one(await fileOwn(deps, principal, body, identity())),
  );
  route(router, contract.withdraw, async ({ params, principal }) =>
    one(await withdraw(deps, principal, params.contestId)),
  );
  route(router, contract.listOwn, async ({ query, principal }) => {
    const after = decodeCursor(query.cursor, cursorSchema);
    if (isRefusal(after)) return after;
    const ofEntry = query.entryId === undefined ? {} : { entryId: query.entryId };
    const own = { personId: principal.actingPersonId ?? '', ...ofEntry };
    const { page, nextCursor } = await pageOf(deps, own, { limit: query.limit, after, oldest: false });
    return { items: await ownViews(deps, page), nextCursor };
  });
}

interface Page {
  readonly limit: number;
  readonly after: readonly [number, string] | null;
  /** The oldest first: what waits longest. */
  readonly oldest: boolean;
}

async function pageOf(
  { contests }: Pick<ContestsDeps, 'contests'>,
  shown: Filter<ContestRecord>,
  { limit, after, oldest }: Page,
): Promise<{ page: ContestRecord[]; nextCursor: string | null }> {
  const beyond = oldest ? '$gt' : '$lt';
  const filedAt = new Date(after?.[0] ?? 0);
  const rest =
    after === null ? {} : { $or: [{ filedAt: { [beyond]: filedAt } }, { filedAt, _id: { [beyond]: after[1] } }] };
  const direction = oldest ? 1 : -1;
  const found = await contests
    .find({ $and: [shown, rest] })
    .sort({ filedAt: direction, _id: direction })
    .limit(limit + 1)
    .toArray();
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return { page, nextCursor: last === undefined ? null : encodeCursor([last.filedAt.getTime(), last._id]) };
}
