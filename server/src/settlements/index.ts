import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { ownSignInIds } from '../auth/index.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Platform } from '../platform/platform.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { redemptionsOf } from '../redemptions/index.ts';
import { carryOn } from './carry-on.ts';
import type { SettlementsDeps } from './deps.ts';
import { owedTo } from './dues.ts';
import type { EvidenceDeps } from './evidence/deps.ts';
import { evidenceRoutes } from './evidence/routes.ts';
import { disputeNotices, statementNotices } from './notices.ts';
import { settlementRoutes } from './routes.ts';
import { settlementStore } from './store.ts';
import { strikeOutOfDisputes } from './strike-out.ts';
import { mayOf } from './views.ts';
import { writeLines } from './write-lines.ts';

export { settlementCheck } from './ledger-check.ts';
export { ensureSettlements } from './store.ts';

/** Enters what was captured and refunded for settlement. */
export const SETTLEMENT_LINES_JOB = 'settlements.write-lines';
/** Goes on with statements whose lines are being put in or given back. */
export const SETTLEMENTS_JOB = 'settlements.carry-on';

const LINES_EVERY_MS = 3_000;
/** Slices of one statement in one turn of the job. */
const JOB_SLICES_MAX = 200;

/** 结算单: what communities and districts owe shops in yuan, line by line, signed, closed and paid. */
export interface Settlements {
  /** Statements whose next step is the caller's, or that wait for payment, and disputes that wait, in a unit and below. */
  waiting(principal: Principal, unitId: string): Promise<Waiting>;
  /** Fen that are owed to shops and not paid: in no statement yet, or in one that is not paid. */
  owedTo(shopIds: readonly string[]): Promise<number>;
  /** What shops are told. */
  readonly noticeSources: readonly NoticeSource[];
  /** Strikes words about these people out of what was said in disputes of their redemptions. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface SettlementsNeeds extends Omit<EvidenceDeps, 'store' | 'redemptions'>, Pick<Platform, 'jobs'> {}

export function createSettlements({ jobs, ...needs }: SettlementsNeeds): Settlements {
  const store = settlementStore(needs.db);
  const deps: EvidenceDeps = { ...needs, store, redemptions: redemptionsOf(needs.db) };
  jobs.register({ name: SETTLEMENT_LINES_JOB, everyMs: LINES_EVERY_MS, run: (run) => writeLines(deps, run) });
  jobs.register(
    carryOnJob({
      name: SETTLEMENTS_JOB,
      what: 'settlement',
      collection: store.statements,
      underWay: { state: { $in: ['gathering', 'cancelling'] } },
      carryOn: (statement) => carryOn(deps, statement, JOB_SLICES_MAX),
      logger: needs.logger,
    }),
  );
  return {
    noticeSources: [statementNotices, disputeNotices],
    waiting: (principal, unitId) => waiting(deps, principal, unitId),
    owedTo: (shopIds) => owedTo(deps, shopIds),
    strikeOut: (personIds, words) => strikeOutOfDisputes(store, personIds, words),
    routes: (router) => {
      settlementRoutes(router, deps);
      evidenceRoutes(router, deps);
    },
  };
}

const NOTHING: Waiting = { count: 0, since: null };
const STEP_FIELDS = { state: 1, signatures: 1, closing: 1, unitPath: 1, shopId: 1, draftedAt: 1 } as const;

/** Statements whose next step the caller may take, statements to be paid, and open disputes. Of drafts there is one per shop and payer. */
async function waiting({ store, users }: SettlementsDeps, principal: Principal, unitId: string): Promise<Waiting> {
  const unpaid = { unitPath: unitId, state: 'closed' as const };
  const signIns = await ownSignInIds(users, principal);
  const isOwn = (userId: string): boolean => signIns.has(userId);
  const disputed = { unitPath: unitId, open: true, filedBy: { $nin: [...signIns] } };
  const pays = permits(principal, 'settlements.handle', { unitPath: [unitId] });
  const [drafts, toPay, toDecide] = await Promise.all([
    store.statements
      .find({ unitPath: unitId, open: true }, { projection: STEP_FIELDS, sort: { draftedAt: 1 } })
      .toArray(),
    pays ? waitingIn(store.statements, unpaid, 'draftedAt') : NOTHING,
    waitingIn(store.disputes, disputed, 'filedAt'),
  ]);
  const own = drafts.filter((draft) => {
    const { sign, proposeClosing, close } = mayOf(principal, isOwn, draft);
    return sign !== null || proposeClosing || close;
  });
  const sinces = [own[0]?.draftedAt, toPay.since, toDecide.since].flatMap((at) => at ?? []);
  const since = sinces.length === 0 ? null : new Date(Math.min(...sinces.map((at) => at.getTime())));
  return { count: own.length + toPay.count + toDecide.count, since };
}
