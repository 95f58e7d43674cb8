import { type AccountState, nextExpiryOf } from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { codeOf, DUE_LOTS_COLLECTION } from './collection.ts';
import { DUPLICATE_KEY } from './insert.ts';
import { within } from './time-limit.ts';

/**
 * Says that an account may have a free lot of an expiry: where the expiry job has to look. A hint, never truth: it is
 * written before the entry that makes the lot, so that none is missing, and one too many costs a look.
 */
interface DueLotHint {
  /** Padded expiry, colon, account: sorts by expiry. */
  _id: string;
  account: string;
  /** In the database's own time. */
  notedAt: Date;
}

export interface LotExpiry {
  readonly account: string;
  readonly expiresAtMs: number;
}

/** How long a hint outlives its use: longer than any posting can take that wrote it and has not written its entry. */
const HINT_GRACE_MS = 600_000;
const INSTANT_DIGITS = 15;

export function dueLotsCollection(db: Db): Collection<DueLotHint> {
  return db.collection<DueLotHint>(DUE_LOTS_COLLECTION, {
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true },
  });
}

/** The expiries of which `after` has a free lot and `before` had none. */
export function newExpiries(before: AccountState, after: AccountState): number[] {
  // An entry either adds lots or takes from them, so that only a longer list can have a new expiry.
  if (after.lots.length <= before.lots.length) return [];
  const known = new Set(before.lots.map((lot) => lot.expiresAtMs));
  return after.lots.flatMap(({ expiresAtMs }) => (expiresAtMs === null || known.has(expiresAtMs) ? [] : [expiresAtMs]));
}

/** Writes hints down, majority-committed, before the entries that they announce. */
export async function noteDueLots(db: Db, lots: readonly LotExpiry[], timeoutMs: number): Promise<void> {
  if (lots.length === 0) return;
  const writes = lots.map(({ account, expiresAtMs }) => ({
    updateOne: {
      filter: { _id: hintId(expiresAtMs, account) },
      update: [{ $set: { account, notedAt: '$$NOW' } }],
      upsert: true,
    },
  }));
  try {
    const writeConcern = { w: 'majority', journal: true, wtimeoutMs: timeoutMs } as const;
    await within(timeoutMs, dueLotsCollection(db).bulkWrite(writes, { ordered: false, writeConcern }));
  } catch (error) {
    // Two processes may note the same hint at once: then it is there.
    if (codeOf(error) !== DUPLICATE_KEY) throw error;
  }
}

/** Accounts that may have lots due at `nowMs`, the longest due first. */
export async function* accountsWithDueLots(db: Db, nowMs: number): AsyncGenerator<{ hintId: string; account: string }> {
  const cursor = dueLotsCollection(db)
    .find({ _id: { $lt: hintId(nowMs + 1, '') } })
    .sort({ _id: 1 });
  for await (const hint of cursor) yield { hintId: hint._id, account: hint.account };
}

/**
 * Accounts that may have free lots which are gone after `afterMs` and before `beforeMs`, the soonest first: a hint each, so
 * their states have to be looked at.
 */
export async function* accountsWithLotsUntil(db: Db, afterMs: number, beforeMs: number): AsyncGenerator<LotExpiry> {
  const cursor = dueLotsCollection(db)
    .find({ _id: { $gte: hintId(afterMs + 1, ''), $lt: hintId(beforeMs, '') } })
    .sort({ _id: 1 });
  for await (const { _id, account } of cursor) {
    yield { account, expiresAtMs: Number(_id.slice(0, INSTANT_DIGITS)) };
  }
}

/** Drops a hint that was acted on, unless a posting under way may still need it. */
export async function forgetDueLot(db: Db, id: string): Promise<void> {
  await dueLotsCollection(db).deleteOne({
    _id: id,
    $expr: { $lt: ['$notedAt', { $subtract: ['$$NOW', HINT_GRACE_MS] }] },
  });
}

/** True where some free lot of a state is due. */
export function hasDueLot(state: AccountState, nowMs: number): boolean {
  const next = nextExpiryOf({ ...state, holds: [] });
  return next !== null && next <= nowMs;
}

function hintId(expiresAtMs: number, account: string): string {
  return `${String(expiresAtMs).padStart(INSTANT_DIGITS, '0')}:${account}`;
}
