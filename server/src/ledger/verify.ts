import { createHash } from 'node:crypto';
import { ENTRY_SCHEMA_CARRIED, entryIdRange } from '@red-points/shared/domain/ledger';
import type { BadCode, BadEntry } from '@red-points/shared/domain/verification';
import { type Db, MongoError } from 'mongodb';
import type { LedgerCheck } from './check.ts';
import { hashBytes, ledgerCollection, type StoredEntry } from './collection.ts';
import { hasOnlyKnownFields } from './entry-shape.ts';
import { Replay } from './replay.ts';

export interface VerifyResult {
  readonly accounts: number;
  readonly transactions: number;
  /** The first bad entry of every bad account, by account; before them what is no account's. */
  readonly bad: readonly BadEntry[];
  /** SHA-256 in hex over account, seq and hash of every account's newest entry, in the order of accounts. */
  readonly digest: string;
}

export interface VerifyOptions {
  readonly db: Db;
  /** What the ledger is compared with beside itself: fresh ones, made for the same account. */
  readonly checks: readonly LedgerCheck[];
  /** Only this account's history. */
  readonly account?: string;
  /** Called now and then with entries read so far and about how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

const PROGRESS_EVERY = 500;

/**
 * Replays the whole ledger in one stream: numbering, hashes, states, holds, lots, what refers to what; every check
 * sees the same stream. Changes nothing. What is wrong with an entry never stops the run; an unreachable database does.
 */
export async function verifyLedger({ db, checks, account, onProgress }: VerifyOptions): Promise<VerifyResult> {
  const collection = ledgerCollection(db);
  const filter = account === undefined ? {} : { _id: entryIdRange(account) };
  const total =
    account === undefined ? await collection.estimatedDocumentCount() : await collection.countDocuments(filter);
  const verification = new Verification();
  let transactions = 0;
  for await (const stored of collection.find(filter).sort({ _id: 1 })) {
    if (verification.take(stored)) {
      for (const check of checks) {
        if (!(await taken(check, stored))) verification.add(placed(stored, 'shape_unknown'));
      }
    }
    transactions += 1;
    if (transactions % PROGRESS_EVERY === 0) onProgress?.(transactions, total);
  }
  for (const check of checks) {
    for (const bad of await check.finish()) verification.add(bad);
  }
  onProgress?.(transactions, Math.max(transactions, total));
  return { accounts: verification.accounts, transactions, bad: verification.bad(), digest: verification.digest() };
}

/** Goes through entries in the order of their ids: one account after another. */
class Verification {
  accounts = 0;
  private readonly firstBad = new Map<string, BadEntry>();
  private readonly fingerprint = createHash('sha256');
  private replay: Replay | null = null;
  private newest: StoredEntry | null = null;

  /** False where the entry's shape is not one that checks could read. */
  take(stored: StoredEntry): boolean {
    const account = accountOf(stored);
    if (this.replay === null || this.replay.account !== account) {
      this.endAccount();
      this.replay = new Replay(account);
      this.accounts += 1;
    }
    this.newest = stored;
    // An account that is bad already is not replayed: what follows could not hold either.
    if (this.firstBad.has(account)) return hasKnownShape(stored);
    const code = this.replay.check(stored);
    if (code === null) return true;
    this.add(placed(stored, code));
    return code !== 'shape_unknown' && code !== 'schema_unknown';
  }

  add(bad: BadEntry): void {
    const { account, seq, about } = bad;
    const name = account === '' ? ` ${about?.kind} ${about?.id}` : account;
    const known = this.firstBad.get(name);
    // The first bad entry is named; a record without an entry has no place in the order and comes last.
    if (known === undefined || (seq > 0 && (known.seq === 0 || seq < known.seq))) this.firstBad.set(name, bad);
  }

  bad(): BadEntry[] {
    return [...this.firstBad].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, bad]) => bad);
  }

  digest(): string {
    this.endAccount();
    return this.fingerprint.digest('hex');
  }

  private endAccount(): void {
    if (this.newest === null) return;
    const { account, seq } = this.newest;
    const hash = Buffer.from(hashBytesOrEmpty(this.newest)).toString('hex');
    this.fingerprint.update(`${account}:${seq}:${hash}\n`);
  }
}

/** The id says which account's history an entry lies in, even where its account field was changed. */
function accountOf(stored: StoredEntry): string {
  const id = String(stored._id);
  return id.slice(0, Math.max(0, id.lastIndexOf(':')));
}

function placed(stored: StoredEntry, code: BadCode): BadEntry {
  return { account: accountOf(stored), seq: stored.seq, code };
}

/** A check may meet what nobody thought of: that entry is bad then, and the run goes on. */
async function taken(check: LedgerCheck, stored: StoredEntry): Promise<boolean> {
  try {
    await check.take(stored);
    return true;
  } catch (error) {
    if (error instanceof MongoError) throw error;
    return false;
  }
}

function hasKnownShape(stored: StoredEntry): boolean {
  try {
    return stored.schema <= ENTRY_SCHEMA_CARRIED && hasOnlyKnownFields(stored);
  } catch {
    return false;
  }
}

function hashBytesOrEmpty(stored: StoredEntry): Uint8Array {
  try {
    return hashBytes(stored);
  } catch {
    return new Uint8Array();
  }
}
