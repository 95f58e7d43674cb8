import { publicity as contract } from '@red-points/shared/contracts';
import type { Db } from 'mongodb';
import { type ApiRouter, publicRoute } from '../http/route.ts';
import type { RecordMatcher } from '../ledger/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type ApprovedCredits, approveCredits, type DecideSources } from './approve-credits.ts';
import { creditBudgetSource } from './budget-source.ts';
import type { CreditOutcome, CreditSource, CreditsDeps } from './deps.ts';
import { deliverCredits } from './grant-credits.ts';
import { listPublicity } from './list-publicity.ts';
import { pendingCredits } from './pending.ts';
import { runPublicity } from './publicity-job.ts';
import { creditMatcher } from './record-matcher.ts';
import { type CreditDraft, type CreditRecord, type CreditSourceKind, creditCollection } from './store.ts';

export type { DecideSources } from './approve-credits.ts';
export type { CreditOutcome, CreditSource, WaitingCredit } from './deps.ts';
export { type CreditedRecord, type CreditedRecords, creditSourceCheck } from './match-sources.ts';
export { type CreditDraft, type CreditRecord, type CreditSourceKind, ensureCredits, onceKeyOf } from './store.ts';

/** The posted credits of claims, for matching with the ledger both ways. */
export const claimMatcher = (db: Db): RecordMatcher => creditMatcher(creditCollection(db), 'claim');
/** The posted credits of attendances. */
export const attendanceMatcher = (db: Db): RecordMatcher => creditMatcher(creditCollection(db), 'attendance');

export const PUBLICITY_JOB = 'credits.publicity';
const PUBLICITY_EVERY_MS = 5_000;

/** Approved claims and attendances on their way into the ledger. */
export interface Credits {
  /** Adds a noun whose approved records become credits. One per kind. */
  addSource(source: CreditSource): void;
  /** Approves sources: decision, credit and its points from the budget together. Those that the budget is short of stay. */
  approve(drafts: readonly CreditDraft[], decide: DecideSources): Promise<ApprovedCredits>;
  /** Posts approved credits without a publicity window at once, and tells their sources. Safe to repeat. */
  deliver(credits: readonly CreditRecord[]): Promise<CreditOutcome[]>;
  /** How many credits of a unit and below are posted before an instant (公示今天到期). */
  countEndingBefore(unitId: string, instantMs: number): Promise<number>;
  /** Runs the publicity job's work now, without its lease. */
  postDue(): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface CreditsNeeds extends Pick<CreditsDeps, 'accounts' | 'rules' | 'orgUnits' | 'budgets'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'jobs'>;
  readonly people: Pick<People, 'ageBands' | 'names' | 'providePending'>;
}

export function createCredits({ platform, ...needs }: CreditsNeeds): Credits {
  const sources = new Map<CreditSourceKind, CreditSource>();
  const deps: CreditsDeps = { ...needs, credits: creditCollection(platform.db), clock: platform.clock, sources };
  platform.jobs.register({
    name: PUBLICITY_JOB,
    everyMs: PUBLICITY_EVERY_MS,
    run: (run) => runPublicity(deps, run),
  });
  needs.budgets.addSource(creditBudgetSource(deps));
  needs.people.providePending((accountIds) => pendingCredits(deps, accountIds));
  return {
    addSource: (source) => {
      if (sources.has(source.kind)) throw new Error(`credits of ${source.kind} have a source already`);
      sources.set(source.kind, source);
    },
    approve: (drafts, decide) => approveCredits(deps, drafts, decide),
    deliver: (credits) => deliverCredits(deps, credits),
    countEndingBefore: (unitId, instantMs) =>
      deps.credits.countDocuments({
        unitPath: unitId,
        state: 'in_publicity',
        publicUntil: { $lte: new Date(instantMs) },
      }),
    postDue: () => runPublicity(deps, { nowMs: platform.clock.now(), signal: new AbortController().signal }),
    routes: (router) => {
      publicRoute(router, contract.list, ({ query }) => listPublicity(deps, query));
    },
  };
}
