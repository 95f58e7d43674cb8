import { objections as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { daysBetween } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { unitOfReader } from '../reports/index.ts';
import { decide, withdraw, withdrawFor } from './decide.ts';
import type { ObjectionsDeps } from './deps.ts';
import { figuresOf } from './figures.ts';
import { fileFor, fileOwn } from './file.ts';
import { unitsLentTo } from './standing.ts';
import type { ObjectionRecord } from './store.ts';
import { concerningViews, ownViews, staffViews } from './views.ts';

/** Serves objections over HTTP. */
export function objectionRoutes(router: ApiRouter, deps: ObjectionsDeps): void {
  ownRoutes(router, deps);
  const one = async (principal: Principal, record: ObjectionRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await staffViews(deps, principal, [record]);
    if (view === undefined) throw new Error('an objection has no view');
    return view;
  };
  route(router, contract.file, async ({ body, principal, identity }) =>
    one(principal, await fileFor(deps, principal, body, identity())),
  );
  route(router, contract.withdrawFor, async ({ params, principal }) =>
    one(principal, await withdrawFor(deps, principal, params.objectionId)),
  );
  route(router, contract.decide, async ({ params, body, principal, identity }) =>
    one(principal, await decide(deps, principal, params.objectionId, body, identity())),
  );
  route(router, contract.figures, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'reports.read', query.unitId);
    if ('refused' in unit) return unit;
    if (query.until < query.from) return refuse('period_invalid');
    if (daysBetween(query.from, query.until) >= REPORT_DAYS_MAX) {
      return refuse('report_period_too_long', { daysMax: REPORT_DAYS_MAX });
    }
    return figuresOf(deps, unit.id, query);
  });
  route(router, contract.list, async ({ query, principal }) => {
    const lent = await unitsLentTo(deps, principal.userId);
    const asked = query.unitId ?? '';
    const unit = lent.includes(asked)
      ? { id: asked }
      : await unitOfReader(deps.orgUnits, principal, 'objections.read', query.unitId);
    if ('refused' in unit) return unit;
    const oldest = query.show === 'waiting';
    // Who asks for no unit in particular sees what they may decide as a deputy too, wherever it lies.
    const place = query.unitId === undefined && lent.length > 0 ? { $in: [unit.id, ...lent] } : unit.id;
    const open = { unitPath: place, open: true };
    const late = { $cond: [{ $lte: ['$dueAt', new Date(deps.clock.now())] }, 1, 0] };
    const [found, [counts]] = await Promise.all([
      pageByDate(deps.objections, oldest ? open : { unitPath: place }, { ...query, by: 'filedAt', oldest }),
      deps.objections
        .aggregate<{ waiting: number; late: number }>(
          [{ $match: open }, { $group: { _id: null, waiting: { $sum: 1 }, late: { $sum: late } } }],
          { hint: 'waiting' },
        )
        .toArray(),
    ]);
    if (isRefusal(found)) return found;
    const items = await staffViews(deps, principal, found.page);
    return { items, nextCursor: found.nextCursor, waiting: counts?.waiting ?? 0, late: counts?.late ?? 0 };
  });
}

/** The longest period of one report, in days. */
const REPORT_DAYS_MAX = 366;

function ownRoutes(router: ApiRouter, deps: ObjectionsDeps): void {
  const one = async (record: ObjectionRecord | Refusal) => {
    if (isRefusal(record)) return record;
    const [view] = await ownViews(deps, [record]);
    if (view === undefined) throw new Error('an objection has no view');
    return view;
  };
  route(router, contract.fileOwn, async ({ body, principal, identity }) =>
    one(await fileOwn(deps, principal, body, identity())),
  );
  route(router, contract.withdraw, async ({ params, principal }) =>
    one(await withdraw(deps, principal, params.objectionId)),
  );
  route(router, contract.listOwn, async ({ query, principal }) => {
    const own = { personId: principal.actingPersonId ?? '' };
    const found = await pageByDate(deps.objections, own, { ...query, by: 'filedAt' });
    if (isRefusal(found)) return found;
    return { items: await ownViews(deps, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.concerning, async ({ query, principal }) => {
    const own = { beneficiaryPersonId: principal.actingPersonId ?? '' };
    const found = await pageByDate(deps.objections, own, { ...query, by: 'filedAt' });
    if (isRefusal(found)) return found;
    return { items: await concerningViews(deps, found.page), nextCursor: found.nextCursor };
  });
}
