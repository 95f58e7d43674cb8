import { createHash } from 'node:crypto';
import { entryIdRange, type Source } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { hashBytes, ledgerCollection, type StoredEntry } from './collection.ts';
import { type Mismatch, RecordMatch, type RecordMatcher } from './record-match.ts';
import { type BadCode, Replay } from './replay.ts';

export type { ExpectedEntry, RecordMatcher } from './record-match.ts';
export type { BadCode } from './replay.ts';

/** The first entry of an account that does not hold. */
export interface BadEntry {
  readonly account: string;
  /** 0 where a record has no entry at all. */
  readonly seq: number;
  readonly code: BadCode;
}

export interface VerifyResult {
  readonly accounts: number;
  readonly transactions: number;
  /** One line per bad account, by account. */
  readonly bad: readonly BadEntry[];
  /** SHA-256 in hex over account, seq and hash of every account's newest entry, in the order of accounts. */
  readonly digest: string;
}

export interface VerifyOptions {
  readonly db: Db;
  /** The independent records that credits and captures must agree with. */
  readonly matchers: readonly RecordMatcher[];
  /** Called now and then with entries read so far and about how many there are. */
  readonly onProgress?: (done: number, total: number) => void;
}

const PROGRESS_EVERY = 500;

/**
 * Replays the whole ledger in one stream: numbering, hashes, states, holds, lots, what refers to what; then matches
 * credits and captures with their records. Changes nothing. Memory grows with accounts' longest history and with the
 * number of matched records, not with the size of the ledger.
 */
export async function verifyLedger({ db, matchers, onProgress }: VerifyOptions): Promise<VerifyResult> {
  const collection = ledgerCollection(db);
  const total = await collection.estimatedDocumentCount();
  const match = new RecordMatch(matchers);
  const verification = new Verification();
  let transactions = 0;
  for await (const stored of collection.find({}).sort({ _id: 1 })) {
    verification.take(stored);
    match.add(stored);
    transactions += 1;
    if (transactions % PROGRESS_EVERY === 0) onProgress?.(transactions, total);
  }
  const mismatches = await match.mismatches(async (account, source) => isPosted(db, account, source));
  verification.finish(mismatches);
  onProgress?.(transactions, Math.max(transactions, total));
  return {
    accounts: verification.accounts,
    transactions,
    bad: [...verification.bad.values()].sort((one, other) => (one.account < other.account ? -1 : 1)),
    digest: verification.digest(),
  };
}

/** Goes through entries in the order of their ids: one account after another. */
class Verification {
  accounts = 0;
  readonly bad = new Map<string, BadEntry>();
  private readonly fingerprint = createHash('sha256');
  private replay: Replay | null = null;
  private newest: StoredEntry | null = null;

  take(stored: StoredEntry): void {
    // The id says which account's history an entry lies in, even where its account field was changed.
    const account = stored._id.slice(0, Math.max(0, stored._id.lastIndexOf(':')));
    if (this.replay === null || this.replay.account !== account) {
      this.endAccount();
      this.replay = new Replay(account);
      this.accounts += 1;
    }
    this.newest = stored;
    if (this.bad.has(account)) return;
    const code = this.replay.check(stored);
    if (code !== null) this.bad.set(account, { account, seq: stored.seq, code });
  }

  finish(mismatches: readonly Mismatch[]): void {
    this.endAccount();
    for (const { account, seq, code } of mismatches) {
      const known = this.bad.get(account);
      // The first bad entry is named; a record without an entry has no place in the order and comes last.
      if (known === undefined || (seq > 0 && (known.seq === 0 || seq < known.seq))) {
        this.bad.set(account, { account, seq, code });
      }
    }
  }

  digest(): string {
    return this.fingerprint.digest('hex');
  }

  private endAccount(): void {
    if (this.newest === null) return;
    const { account, seq } = this.newest;
    const hash = Buffer.from(hashBytesOrEmpty(this.newest)).toString('hex');
    this.fingerprint.update(`${account}:${seq}:${hash}\n`);
  }
}

function hashBytesOrEmpty(stored: StoredEntry): Uint8Array {
  try {
    return hashBytes(stored);
  } catch {
    return new Uint8Array();
  }
}

async function isPosted(db: Db, account: string, source: Source): Promise<boolean> {
  const filter = { _id: entryIdRange(account), 'source.kind': source.kind, 'source.id': source.id };
  return (await ledgerCollection(db).findOne(filter)) !== null;
}
