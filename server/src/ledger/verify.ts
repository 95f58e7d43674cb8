import { createHash } from 'node:crypto';
import { entryId, SEQ_MAX } from '@red-points/shared/domain/ledger';
import type { BadEntry } from '@red-points/shared/domain/verification';
import { type Db, MongoError } from 'mongodb';
import type { LedgerCheck } from './check.ts';
import { hashBytes, ledgerCollection, type StoredEntry } from './collection.ts';
import { FirstBad } from './first-bad.ts';
import { type ReadEntry, readInOrder } from './read-in-order.ts';
import { Replay } from './replay.ts';

export interface VerifyResult {
  readonly accounts: number;
  readonly transactions: number;
  /** The first bad entry of every bad account, by account; before them what is no account's. */
  readonly bad: readonly BadEntry[];
  /** SHA-256 in hex over account, seq and hash of every account's newest entry, in the order of accounts. */
  readonly digest: string;
}

export interface VerifyProgress {
  /** `replay` while entries are read, then the name of the check that finishes. */
  readonly step: string;
  /** Entries read so far. */
  readonly done: number;
  /** About how many there are: others may be posting. */
  readonly total: number;
}

export interface VerifyOptions {
  readonly db: Db;
  /** What the ledger is compared with beside itself: fresh ones, made for the same account. */
  readonly checks: readonly LedgerCheck[];
  /** Only this account's history. */
  readonly account?: string;
  /** Called now and then; a promise holds the run up until it settles. */
  readonly onProgress?: (progress: VerifyProgress) => void | Promise<void>;
  /** Ends the run early with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Replays the whole ledger in one stream: numbering, hashes, states, holds, lots, what refers to what; every check
 * sees the same stream. Changes nothing. What is wrong with an entry never stops the run; an unreachable database does.
 * Memory grows with what is bad, not with the ledger nor with an account's history.
 */
export async function verifyLedger(options: VerifyOptions): Promise<VerifyResult> {
  const { db, checks, account = null, onProgress, signal } = options;
  const collection = ledgerCollection(db);
  const total = await countAbout(db, account);
  const verification = new Verification();
  let done = 0;
  await onProgress?.({ step: 'replay', done, total });
  for await (const batch of readInOrder(collection, account)) {
    signal?.throwIfAborted();
    const originals = await readOriginals(db, batch);
    for (const read of batch) {
      verification.take(read, originals);
      if (read.fault === null) await takeAll(checks, read.stored, verification);
    }
    done += batch.length;
    await onProgress?.({ step: 'replay', done, total: Math.max(done, total) });
  }
  for (const check of checks) {
    signal?.throwIfAborted();
    await onProgress?.({ step: check.name, done, total: done });
    for (const bad of await check.finish()) verification.add(bad);
  }
  return {
    accounts: verification.accounts,
    transactions: done,
    bad: verification.bad(),
    digest: verification.digest(),
  };
}

function countAbout(db: Db, account: string | null): Promise<number> {
  const collection = ledgerCollection(db);
  return account === null ? collection.estimatedDocumentCount() : collection.countDocuments({ account });
}

/** Entries never change, so what refers to one may as well be compared with what is stored now. */
async function readOriginals(db: Db, batch: readonly ReadEntry[]): Promise<ReadonlyMap<string, StoredEntry>> {
  const ids = new Set<string>();
  for (const { stored, fault } of batch) if (fault === null && isSeq(stored.refersTo)) ids.add(originalIdOf(stored));
  if (ids.size === 0) return new Map();
  const found = await ledgerCollection(db)
    .find({ _id: { $in: [...ids] } }, { enableUtf8Validation: false })
    .toArray();
  return new Map(found.map((stored) => [stored._id, stored]));
}

function isSeq(seq: number | undefined): seq is number {
  return seq !== undefined && seq >= 1 && seq <= SEQ_MAX;
}

function originalIdOf({ account, refersTo }: StoredEntry): string {
  return isSeq(refersTo) ? entryId(account, refersTo) : '';
}

/** A check may meet what nobody thought of: that entry is bad then, and the run goes on. */
async function takeAll(checks: readonly LedgerCheck[], stored: StoredEntry, verification: Verification): Promise<void> {
  for (const check of checks) {
    try {
      const taken = check.take(stored);
      // Most checks only take note: a turn of the event loop for each would cost more than they do.
      if (taken !== undefined) await taken;
    } catch (error) {
      if (error instanceof MongoError) throw error;
      verification.add({ ...placeOf(stored), code: 'shape_unknown' });
    }
  }
}

/** Goes through entries in the order of their ids: one account after another. */
class Verification {
  accounts = 0;
  private readonly firstBad = new FirstBad();
  private readonly fingerprint = createHash('sha256');
  private replay: Replay | null = null;
  private newest: StoredEntry | null = null;

  take({ stored, fault }: ReadEntry, originals: ReadonlyMap<string, StoredEntry>): void {
    const place = placeOf(stored);
    if (place.account === '') {
      this.add({ ...place, code: 'id_mismatch' });
      return;
    }
    if (this.replay?.account !== place.account) {
      this.endAccount();
      this.replay = new Replay(place.account);
      this.accounts += 1;
    }
    this.newest = stored;
    // An account that is bad already is not replayed: what follows could not hold either.
    if (this.firstBad.has(place.account)) return;
    const code = fault ?? this.replay.check(stored, originals.get(originalIdOf(stored)));
    if (code !== null) this.add({ ...place, code });
  }

  add(bad: BadEntry): void {
    this.firstBad.add(bad);
  }

  bad(): BadEntry[] {
    return this.firstBad.list();
  }

  digest(): string {
    this.endAccount();
    return this.fingerprint.digest('hex');
  }

  private endAccount(): void {
    if (this.newest === null) return;
    const { account, seq } = this.newest;
    this.fingerprint.update(`${account}:${seq}:${hexOf(this.newest)}\n`);
  }
}

const ENTRY_ID = /^([A-Za-z0-9_-]{1,64}):(\d{10})$/;

/** The id says where an entry lies, whatever its fields say. One whose id the ledger never makes is no account's. */
function placeOf(stored: StoredEntry): Omit<BadEntry, 'code'> {
  const id: unknown = stored._id;
  const [, account, digits] = (typeof id === 'string' ? ENTRY_ID.exec(id) : null) ?? [];
  if (account === undefined) return { account: '', seq: 0, about: { kind: 'entry', id: String(id) } };
  return { account, seq: Number(digits) };
}

function hexOf(stored: StoredEntry): string {
  try {
    return Buffer.from(hashBytes(stored)).toString('hex');
  } catch {
    return '';
  }
}
