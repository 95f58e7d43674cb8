import { contests as contract, isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import { answer } from './answer.ts';
import type { ContestsDeps } from './deps.ts';
import { fileFor, fileOwn, withdraw } from './file.ts';
import type { ContestRecord } from './store.ts';
import { ownViews, staffViews } from './views.ts';

const OF_ENTRY_MAX = 50;

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
    const found = await deps.contests
      .find({ entryId: params.entryId })
      .sort({ filedAt: -1, _id: -1 })
      .limit(OF_ENTRY_MAX)
      .toArray();
    return { items: await staffViews(deps, principal, found) };
  });
  route(router, contract.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'contests.read', query.unitId);
    if ('refused' in unit) return unit;
    const oldest = query.show === 'waiting';
    const shown = { unitPath: unit.id, ...(oldest ? { open: true } : {}) };
    const found = await pageByDate(deps.contests, shown, { ...query, by: 'filedAt', oldest });
    if (isRefusal(found)) return found;
    return { items: await staffViews(deps, principal, found.page), nextCursor: found.nextCursor };
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
    const ofEntry = query.entryId === undefined ? {} : { entryId: query.entryId };
    const own = { personId: principal.actingPersonId ?? '', ...ofEntry };
    const found = await pageByDate(deps.contests, own, { ...query, by: 'filedAt' });
    if (isRefusal(found)) return found;
    return { items: await ownViews(deps, found.page), nextCursor: found.nextCursor };
  });
}
