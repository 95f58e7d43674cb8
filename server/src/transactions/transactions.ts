import {
  transactions as contract,
  isRefusal,
  type Refusal,
  refuse,
  type Transaction,
} from '@red-points/shared/contracts';
import type { CorrectionStanding } from '@red-points/shared/domain/adjustments';
import { endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import { z } from 'zod';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Budgets } from '../budgets/index.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { requestIdentityIndex } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import { ensureCollection } from '../platform/database.ts';
import type { Platform } from '../platform/platform.ts';
import { STRUCK_OUT, strikeOut } from '../platform/strike-out.ts';
import { unitOfReader } from '../reports/index.ts';
import type { Rollups } from '../rollups/index.ts';
import { describe } from './describe.ts';
import {
  giveBackMissed,
  REVERSALS,
  type ReversalDocument,
  type ReverseInput,
  type Reverser,
  reversalTitles,
  reverse,
  reverseEntry,
  reverserOf,
} from './reverse.ts';

export interface TransactionsDeps extends Pick<Platform, 'db' | 'clock' | 'ids' | 'jobs' | 'logger'> {
  readonly ledger: Ledger;
  readonly people: People;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly users: Pick<Users, 'signInsOf'>;
  readonly orgUnits: OrgUnits;
  readonly rollups: Rollups;
  readonly audit: Audit;
  readonly budgets: Pick<Budgets, 'returned'>;
  /** How far corrections of an entry have come; asked for many at once, it is one read. */
  correctionOf(entryId: string): Promise<CorrectionStanding>;
  /** Title of the rule version on an entry. */
  ruleTitle(code: string, version: number): Promise<string | null>;
  /** Evidence kept with the record behind an entry. */
  evidenceOf(sourceKind: string, sourceId: string): Promise<readonly string[]>;
}

/** Point transactions as staff read and correct them. */
export interface Transactions {
  /** An entry that the caller may do the action to, by where its owner lives or who issued it; else `entry_not_found`. */
  entryFor(principal: Principal, action: EntryAction, entryId: string): Promise<LedgerEntry | Refusal>;
  /** Which of these entries the caller may do that with: one query for all. */
  allowed(principal: Principal, action: EntryAction, entryIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Who reverses, for any number of `reverse`. */
  reverserOf(by: Pick<Principal, 'userId' | 'personIds'>): Promise<Reverser>;
  /** Reverses an entry within another act that is written down by itself; refused as a single reversal is. */
  reverse(input: ReverseInput): Promise<{ readonly repeated: boolean } | Refusal>;
  /** Strikes somebody who is being erased out of reasons: of their own accounts whole, of shared ones their words. Safe to repeat. */
  strikeOut(accounts: StruckAccounts, words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

/** Accounts whose reversals may name somebody. */
export interface StruckAccounts {
  readonly own: readonly string[];
  readonly shared: readonly string[];
}

/** Makes the collection of reversal requests. */
export async function ensureTransactions(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: REVERSALS,
    indexes: [requestIdentityIndex, { key: { budgetReturned: 1 } }, { key: { accountId: 1 } }],
  });
}

const GIVE_BACK_EVERY_MS = 60_000;
type EntryAction =
  | 'transactions.read'
  | 'transactions.reverse'
  | 'adjustments.read'
  | 'adjustments.propose'
  | 'adjustments.confirm'
  | 'adjustments.confirm_large'
  | 'contests.file'
  | 'contests.read';

const cursorShape = z.tuple([z.number(), z.string()]);

export function createTransactions(deps: TransactionsDeps): Transactions {
  deps.jobs.register({
    name: 'transactions.give-back',
    everyMs: GIVE_BACK_EVERY_MS,
    run: (run) => giveBackMissed(deps, run),
  });
  deps.people.sourceTitles.register('adjustment', (ids) => reversalTitles(deps, ids));
  return {
    entryFor: (principal, action, entryId) => entryFor(deps, principal, action, entryId),
    allowed: async (principal, action, entryIds) => {
      const entries = await deps.ledger.entries([...new Set(entryIds)]);
      const inScope = await Promise.all(entries.map((entry) => isInScope(deps, principal, action, entry)));
      return new Set(entries.flatMap(({ _id }, at) => (inScope[at] === true ? [_id] : [])));
    },
    reverserOf: (by) => reverserOf(deps, by),
    reverse: (input) => reverseEntry(deps, input),
    strikeOut: async ({ own, shared }, words) => {
      const reversals = deps.db.collection<ReversalDocument>(REVERSALS);
      await reversals.updateMany({ accountId: { $in: [...own] } }, { $set: { reason: STRUCK_OUT } });
      await strikeOut(reversals, { accountId: { $in: [...shared] } }, ['reason'], words);
    },
    routes: (router) => {
      route(router, contract.list, async ({ query, principal }) => {
        const unit = await unitOfReader(deps.orgUnits, principal, 'transactions.read', query.unitId);
        if ('refused' in unit) return unit;
        const cursor = decodeCursor(query.cursor, cursorShape);
        if (isRefusal(cursor)) return cursor;
        const page = await deps.rollups.feed({
          unitId: unit.id,
          kind: query.kind,
          category: query.category,
          fromMs: query.from === undefined ? undefined : startOfBusinessDay(query.from),
          untilMs: query.until === undefined ? undefined : endOfBusinessDay(query.until),
          before: cursor === null ? undefined : { recordedAtMs: cursor[0], id: cursor[1] },
          limit: query.limit,
        });
        const last = page.length === query.limit ? page.at(-1) : undefined;
        return {
          items: await describe(deps, await deps.ledger.entries(page.map((line) => line._id))),
          nextCursor: last === undefined ? null : encodeCursor([last.recordedAtMs, last._id]),
        };
      });
      route(router, contract.get, async ({ params, principal }) => {
        const entry = await entryFor(deps, principal, 'transactions.read', params.entryId);
        return isRefusal(entry) ? entry : detail(deps, entry);
      });
      route(router, contract.reverse, async ({ params, body, principal, identity }) => {
        const entry = await entryFor(deps, principal, 'transactions.reverse', params.entryId);
        if (isRefusal(entry)) return entry;
        const reversed = await reverse(deps, principal, { entry, reason: body.reason, request: identity() });
        return isRefusal(reversed) ? reversed : one(deps, reversed);
      });
    },
  };
}

async function entryFor(
  deps: TransactionsDeps,
  principal: Principal,
  action: EntryAction,
  entryId: string,
): Promise<LedgerEntry | Refusal> {
  const [entry] = await deps.ledger.entries([entryId]);
  // Strangers do not learn that it exists.
  if (entry === undefined || !(await isInScope(deps, principal, action, entry))) return refuse('entry_not_found');
  return entry;
}

/** Who issued the points and where their owner lives may both look. */
async function isInScope(
  { orgUnits }: Pick<TransactionsDeps, 'orgUnits'>,
  principal: Principal,
  action: EntryAction,
  { homeUnit, issuerUnit }: LedgerEntry,
): Promise<boolean> {
  const paths = await Promise.all([orgUnits.pathOf(homeUnit), orgUnits.pathOf(issuerUnit)]);
  return paths.some((unitPath) => permits(principal, action, { unitPath: unitPath ?? [] }));
}

async function one(deps: TransactionsDeps, entry: LedgerEntry): Promise<Transaction> {
  const [line] = await describe(deps, [entry]);
  if (line === undefined) throw new Error('an entry could not be described');
  return line;
}

async function detail(deps: TransactionsDeps, entry: LedgerEntry) {
  const [line, ruleTitle, evidenceIds, referring] = await Promise.all([
    one(deps, entry),
    entry.rule === null ? null : deps.ruleTitle(entry.rule.code, entry.rule.version),
    deps.evidenceOf(entry.source.kind, entry.source.id),
    deps.ledger.referringTo(entry.account, entry.seq),
  ]);
  return {
    ...line,
    ruleTitle,
    evidenceIds: [...evidenceIds],
    referredBy: referring.map(({ seq, kind, points, recordedAtMs }) => ({
      seq,
      kind,
      points,
      recordedAt: new Date(recordedAtMs).toISOString(),
    })),
  };
}
