import type { CreditLine, Refusal } from '@red-points/shared/contracts';
import type { Worth } from '@red-points/shared/domain/objections';
import type { ClientSession, Db } from 'mongodb';
import type { Users } from '../auth/index.ts';
import type { ApiRouter } from '../http/route.ts';
import type { RecordMatcher } from '../ledger/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Publicity } from '../publicity/index.ts';
import { type ApprovedCredits, approveCredits, type DecideSources } from './approve-credits.ts';
import { type ApprovedPlace, approvedAfter } from './approved.ts';
import { creditBudgetSource } from './budget-source.ts';
import { type CountedTwice, countedTwice } from './counted-twice.ts';
import { creditLines, type LinedCredit } from './credit-lines.ts';
import type { CreditOutcome, CreditSource, CreditsDeps } from './deps.ts';
import { deliverCredits } from './grant-credits.ts';
import { issuedBelow } from './issued-below.ts';
import { type ListedCredit, linesOf } from './list-publicity.ts';
import { freezeCredit, type Releasing, releaseCredit } from './objected.ts';
import { pendingCredits } from './pending.ts';
import { postedIds } from './posted.ts';
import { runPublicity } from './publicity-job.ts';
import { batchCollection, ensureBatches, publish } from './publish.ts';
import { creditMatcher } from './record-matcher.ts';
import { publicityRoutes } from './routes.ts';
import {
  type CreditDraft,
  type CreditRecord,
  type CreditSourceKind,
  creditCollection,
  ensureCreditCollection,
} from './store.ts';

export type { DecideSources } from './approve-credits.ts';
export { entryOfCredit, type LinedCredit } from './credit-lines.ts';
export type { CreditChange, CreditOutcome, CreditSource, WaitingCredit } from './deps.ts';
export type { ListedCredit } from './list-publicity.ts';
export { type CreditedRecord, type CreditedRecords, creditSourceCheck } from './match-sources.ts';
export { OBJECTION_UPHELD, type Release, type Releasing, whyNotFrozen } from './objected.ts';
export { behind, type PostedPlace, type PostedSheet, type SheetSource, type SheetSums } from './sheet-credits.ts';
export { type CreditDraft, type CreditRecord, type CreditSourceKind, creditCollection, onceKeyOf } from './store.ts';

/** Makes the collections of credits and of what is published together. */
export async function ensureCredits(db: Db): Promise<void> {
  await ensureCreditCollection(db);
  await ensureBatches(db);
}

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
  /** Where the noun that keeps objections says which of some credits somebody objects to. Once. */
  provideObjected(by: CreditsDeps['objected']['by']): void;
  /** Credits by their ids; unknown ones are missing. */
  byIds(creditIds: readonly string[]): Promise<CreditRecord[]>;
  /** Credits as staff who look over them read them, masked, by id. */
  staffLines(credits: readonly LinedCredit[]): Promise<ReadonlyMap<string, CreditLine>>;
  /** Ids of the credits of a unit and below that were posted in a period, in no order. */
  postedIds(unitId: string, period: { readonly from: Date; readonly before: Date }): AsyncIterable<string>;
  /** Credits as the public list shows them. */
  lines(credits: readonly CreditRecord[]): Promise<ListedCredit[]>;
  /** Sees to it that what is public has its number, also where a process died before it was given. Before `freeze`. */
  ensurePublished(credit: CreditRecord): Promise<void>;
  /** Freezes one for an objection, in its transaction; refused where its window is over. */
  freeze(creditId: string, at: Date, session: ClientSession): Promise<CreditRecord | Refusal>;
  /** Ends what an objection does to one, in the transaction that decides it. */
  release(
    creditId: string,
    releasing: Releasing,
    session: ClientSession,
  ): Promise<{ readonly credit: CreditRecord; readonly before: Worth } | Refusal>;
  /** After a decision: gives back what was promised and is not posted, and posts at once what has been public long enough. */
  released(credit: CreditRecord): Promise<void>;
  /** Sign-ins that had a hand in the records behind credits, by the credit's id. */
  handledBy(credits: readonly CreditRecord[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** How many credits of a unit and below are posted before an instant (公示今天到期). */
  countEndingBefore(unitId: string, instantMs: number): Promise<number>;
  /** An activity for which two records both have a credit that stands; null where there is none. */
  countedTwice(onePersonId: string, otherPersonId: string): Promise<CountedTwice | null>;
  /** Approved credits in the order of approval, from behind a place. */
  approvedAfter(after: ApprovedPlace, limit: number): Promise<CreditRecord[]>;
  /** Runs the publicity job's work now, without its lease. */
  postDue(): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface CreditsNeeds
  extends Pick<CreditsDeps, 'accounts' | 'rules' | 'orgUnits' | 'budgets' | 'memberships' | 'ledger'> {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'jobs' | 'logger'>;
  readonly people: CreditsDeps['people'] & Pick<People, 'providePending'>;
  readonly users: Pick<Users, 'names'>;
  readonly publicity: CreditsDeps['publicity'] & Pick<Publicity, 'provideListing'>;
}

export function createCredits({ platform, ...needs }: CreditsNeeds): Credits {
  const sources = new Map<CreditSourceKind, CreditSource>();
  const { db, clock, logger } = platform;
  let objectedBy: CreditsDeps['objected']['by'] = async () => new Set();
  const objected: CreditsDeps['objected'] = { by: (personId, creditIds) => objectedBy(personId, creditIds) };
  const deps: CreditsDeps = {
    ...needs,
    credits: creditCollection(db),
    batches: batchCollection(db),
    clock,
    logger,
    sources,
    objected,
  };
  platform.jobs.register({
    name: PUBLICITY_JOB,
    everyMs: PUBLICITY_EVERY_MS,
    run: (run) => runPublicity(deps, run),
  });
  needs.budgets.addSource(creditBudgetSource(deps));
  needs.publicity.provideListing((personId, listed) => relist(deps, personId, listed));
  needs.people.providePending((accountIds) => pendingCredits(deps, accountIds));
  return {
    addSource: (source) => {
      if (sources.has(source.kind)) throw new Error(`credits of ${source.kind} have a source already`);
      sources.set(source.kind, source);
    },
    approve: (drafts, decide) => approveCredits(deps, drafts, decide),
    deliver: (credits) => deliverCredits(deps, credits),
    provideObjected: (by) => {
      objectedBy = by;
    },
    byIds: (creditIds) => deps.credits.find({ _id: { $in: [...creditIds] } }).toArray(),
    lines: (credits) => linesOf(deps, credits),
    ensurePublished: (credit) => publish(deps, [credit]),
    freeze: (creditId, at, session) => freezeCredit(deps, creditId, at, session),
    release: (creditId, releasing, session) => releaseCredit(deps, creditId, releasing, session),
    released: async (credit) => {
      if (credit.reservationId) await deps.budgets.count([credit.reservationId]);
      if (credit.state === 'in_publicity' && credit.publicUntil.getTime() <= clock.now())
        await deliverCredits(deps, [credit]);
    },
    handledBy: (credits) => handledBy(deps, credits),
    countEndingBefore: async (unitId, instantMs) =>
      deps.credits.countDocuments({
        ...(await issuedBelow(deps, unitId)),
        state: 'in_publicity',
        publicUntil: { $lte: new Date(instantMs) },
      }),
    staffLines: (credits) => creditLines(needs, credits),
    postedIds: (unitId, period) => postedIds(deps, unitId, period),
    countedTwice: (one, other) => countedTwice(deps, one, other),
    approvedAfter: (after, limit) => approvedAfter(deps.credits, after, limit),
    postDue: () => runPublicity(deps, { nowMs: platform.clock.now(), signal: new AbortController().signal }),
    routes: (router) => publicityRoutes(router, deps),
  };
}

async function handledBy(
  { sources }: CreditsDeps,
  credits: readonly CreditRecord[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const handlers = new Map<string, readonly string[]>();
  for (const source of sources.values()) {
    const own = credits.filter((credit) => credit.source.kind === source.kind);
    const found = own.length === 0 ? new Map() : await source.handledBy(own.map((credit) => credit.source.id));
    for (const { _id, actors, source: of } of own) {
      handlers.set(_id, [...actors.map(({ id }) => id), ...(found.get(of.id) ?? [])]);
    }
  }
  return handlers;
}

/** What somebody chose holds for what is public of them now, too. */
async function relist({ credits }: CreditsDeps, personId: string, listed: boolean): Promise<void> {
  await credits.updateMany(
    { personId, batchId: { $gt: '' }, state: { $in: ['in_publicity', 'objected'] } },
    { $set: { listed } },
    { hint: 'pending_of_person' },
  );
}
