import { settlements as contract, isRefusal, type Refusal, refuse, WORKBOOK_LINES } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { XLSX_TYPE } from '../platform/spreadsheet.ts';
import { unitOfReader } from '../reports/index.ts';
import { cancel } from './cancel.ts';
import { close, proposeClosing } from './close.ts';
import { decideDispute, withdrawDispute } from './decide-dispute.ts';
import type { SettlementsDeps } from './deps.ts';
import { dispute } from './dispute.ts';
import { draft } from './draft.ts';
import { duesOf, matrixOf } from './dues.ts';
import { findStatement } from './find.ts';
import { listFunding, setFunding } from './funding.ts';
import { pay } from './pay.ts';
import { sign } from './sign.ts';
import type { SettlementDisputeRecord, StatementRecord } from './store.ts';
import { disputeViews, lineViews, statementViews } from './views.ts';
import { settlementWorkbook } from './workbook.ts';

const MATRIX_MONTHS_MAX = 24;

/** Serves settlements over HTTP. */
export function settlementRoutes(router: ApiRouter, deps: SettlementsDeps): void {
  statementRoutes(router, deps);
  disputeRoutes(router, deps);
  overviewRoutes(router, deps);
}

function statementRoutes(router: ApiRouter, deps: SettlementsDeps): void {
  const one = async (principal: Principal, outcome: StatementRecord | Refusal) => {
    if (isRefusal(outcome)) return outcome;
    const [view] = await statementViews(deps, principal, [outcome]);
    if (view === undefined) throw new Error('a statement has no view');
    return view;
  };
  route(router, contract.list, async ({ query, principal }) => {
    const scope = await scopeOf(deps, principal, query);
    if (isRefusal(scope)) return scope;
    const shown = {
      all: {},
      open: { open: true },
      unpaid: { state: 'closed' as const },
    }[query.show];
    const found = await pageByDate(deps.store.statements, { ...scope, ...shown }, { ...query, by: 'draftedAt' });
    if (isRefusal(found)) return found;
    return { items: await statementViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.draft, async ({ body, principal, identity }) =>
    one(principal, await draft(deps, principal, body, identity())),
  );
  route(router, contract.get, async ({ params, principal }) =>
    one(principal, await findStatement(deps, principal, params.settlementId, 'settlements.read')),
  );
  route(router, contract.lines, async ({ params, query, principal }) => {
    const statement = await findStatement(deps, principal, params.settlementId, 'settlements.read');
    if (isRefusal(statement)) return statement;
    const of = { statementId: statement._id };
    const found = await pageByDate(deps.store.lines, of, { ...query, by: 'at', oldest: true });
    if (isRefusal(found)) return found;
    return { items: await lineViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.sign, async ({ params, body, principal, identity }) =>
    one(principal, await sign(deps, principal, params.settlementId, body, identity())),
  );
  route(router, contract.cancel, async ({ params, body, principal, identity }) =>
    one(principal, await cancel(deps, principal, params.settlementId, body.reason, identity())),
  );
  route(router, contract.proposeClosing, async ({ params, body, principal, identity }) =>
    one(principal, await proposeClosing(deps, principal, params.settlementId, body.version, identity())),
  );
  route(router, contract.close, async ({ params, body, principal, identity }) =>
    one(principal, await close(deps, principal, params.settlementId, body.version, identity())),
  );
  route(router, contract.pay, async ({ params, body, principal, identity }) =>
    one(principal, await pay(deps, principal, params.settlementId, body, identity())),
  );
  route(router, contract.workbook, async ({ params, query, principal, language, res }) => {
    const statement = await one(
      principal,
      await findStatement(deps, principal, params.settlementId, 'settlements.read'),
    );
    if (isRefusal(statement)) return statement;
    const { part } = query;
    const parts = Math.max(1, Math.ceil(statement.totals.lines / WORKBOOK_LINES));
    if (part > parts) return refuse('settlement_part_not_found', { parts });
    const records = await deps.store.lines
      .find({ statementId: statement.settlementId })
      .sort({ at: 1, _id: 1 })
      .skip((part - 1) * WORKBOOK_LINES)
      .limit(WORKBOOK_LINES)
      .toArray();
    const lines = await lineViews(deps, principal, records);
    const workbook = await settlementWorkbook(statement, lines, language, { part, parts });
    const name = `settlement-${statement.number}${parts === 1 ? '' : `-${part}`}.xlsx`;
    res.set('Cache-Control', 'no-store').attachment(name).type(XLSX_TYPE).send(workbook);
    return undefined;
  });
}

function disputeRoutes(router: ApiRouter, deps: SettlementsDeps): void {
  const one = async (principal: Principal, outcome: SettlementDisputeRecord | Refusal) => {
    if (isRefusal(outcome)) return outcome;
    const [view] = await disputeViews(deps, principal, [outcome]);
    if (view === undefined) throw new Error('a dispute has no view');
    return view;
  };
  route(router, contract.dispute, async ({ params, body, principal, identity }) =>
    one(principal, await dispute(deps, principal, params, body.reason, identity())),
  );
  route(router, contract.disputes, async ({ query, principal }) => {
    const scope = await disputeScopeOf(deps, principal, query);
    if (isRefusal(scope)) return scope;
    const isOpen = query.show === 'open';
    const found = await pageByDate(
      deps.store.disputes,
      { ...scope, ...(isOpen ? { open: true } : {}) },
      { ...query, by: 'filedAt', oldest: isOpen },
    );
    if (isRefusal(found)) return found;
    return { items: await disputeViews(deps, principal, found.page), nextCursor: found.nextCursor };
  });
  route(router, contract.decideDispute, async ({ params, body, principal, identity }) =>
    one(principal, await decideDispute(deps, principal, params.disputeId, body, identity())),
  );
  route(router, contract.withdrawDispute, async ({ params, principal, identity }) =>
    one(principal, await withdrawDispute(deps, principal, params.disputeId, identity())),
  );
}

function overviewRoutes(router: ApiRouter, deps: SettlementsDeps): void {
  route(router, contract.dues, async ({ query, principal }) => {
    const scope = await scopeOf(deps, principal, query);
    return isRefusal(scope) ? scope : { items: await duesOf(deps, scope) };
  });
  route(router, contract.matrix, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'settlements.read', query.unitId);
    if ('refused' in unit) return unit;
    const { from, until } = query;
    if (monthsBetween(from, until) > MATRIX_MONTHS_MAX) {
      return refuse('settlement_months_too_many', { max: MATRIX_MONTHS_MAX });
    }
    return matrixOf(deps, unit.id, from, until);
  });
  route(router, contract.funding, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'settlements.read', query.unitId);
    if ('refused' in unit) return unit;
    return { items: await listFunding(deps, principal, unit.id, query.year) };
  });
  route(router, contract.setFunding, ({ params, body, principal }) => setFunding(deps, principal, params, body));
}

/** Months from one to another, both counted. */
function monthsBetween(from: string, until: string): number {
  const number = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5));
  return number(until) - number(from) + 1;
}

/** What a list shows: one shop's, for itself and for the office, or a unit's and what is below it. */
async function scopeOf(
  deps: SettlementsDeps,
  principal: Principal,
  { shopId, unitId }: { readonly shopId?: string | undefined; readonly unitId?: string | undefined },
): Promise<{ shopId: string } | { unitPath: string } | { shopId: string; unitPath: string } | Refusal> {
  if (shopId !== undefined && permits(principal, 'settlements.read', { shopId })) return { shopId };
  const unit = await unitOfReader(deps.orgUnits, principal, 'settlements.read', unitId);
  if ('refused' in unit) return unit;
  return shopId === undefined ? { unitPath: unit.id } : { shopId, unitPath: unit.id };
}

async function disputeScopeOf(
  deps: SettlementsDeps,
  principal: Principal,
  query: {
    readonly shopId?: string | undefined;
    readonly unitId?: string | undefined;
    readonly settlementId?: string | undefined;
  },
) {
  if (query.settlementId === undefined) return scopeOf(deps, principal, query);
  const statement = await findStatement(deps, principal, query.settlementId, 'settlements.read');
  return isRefusal(statement) ? statement : { settlementId: statement._id };
}
