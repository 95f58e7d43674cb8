import { entryId, SEQ_MAX } from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { RecentlyUsed } from '../platform/recently-used.ts';
import { ledgerCollection, type StoredEntry } from './collection.ts';
import { blankHead, HEAD_FIELDS, type Head, type Heads, headOrError, readHeads } from './heads.ts';
import { seekEnds } from './seek-ends.ts';
import { within } from './time-limit.ts';

/** Numbers after the one seen last that are asked for at once: the newest, one posting since, and none after that. */
const AHEAD = 2;
/** From so many accounts on whose end is not known, their ends are sought together: less work, but more questions. */
const SOUGHT_TOGETHER = 16;

/**
 * Reads where histories end, for those who look at accounts and for postings. It remembers how far each account was, and asks for that entry
 * and the two after it by their ids, which costs the database a fifth of searching for an end that it knows nothing of. The
 * numbers of an account have no gaps, so that an entry whose successor is not there is the newest: what is remembered makes
 * an answer quicker, never older. Nothing of an account's state is kept.
 */
export class HeadReader {
  private readonly collection: Collection<StoredEntry>;
  private readonly seen: RecentlyUsed<number>;

  constructor(
    private readonly db: Db,
    private readonly timeoutMs: number,
    accountsMax: number,
  ) {
    this.collection = ledgerCollection(db);
    this.seen = new RecentlyUsed(accountsMax);
  }

  /** The head of each account, in the order given; an error where an account's newest entry is broken. */
  async read(accounts: readonly string[]): Promise<(Head | Error)[]> {
    const wanted = [...new Set(accounts)];
    const known = await this.readSeen(wanted);
    const lost = wanted.filter((account) => !known.has(account));
    if (lost.length >= SOUGHT_TOGETHER) {
      for (const [account, seq] of await seekEnds(this.collection, lost, this.timeoutMs)) this.note(account, seq);
      for (const [account, head] of await this.readSeen(lost)) known.set(account, head);
    }
    const unknown = lost.filter((account) => !known.has(account));
    const found: Heads = unknown.length === 0 ? new Map() : await readHeads(this.db, unknown, this.timeoutMs);
    return accounts.map((account) => {
      const head = known.get(account) ?? found.get(account) ?? blankHead;
      if (!(head instanceof Error)) this.note(account, head.seq);
      return head;
    });
  }

  /** How long an account is known to be by now. */
  note(account: string, seq: number): void {
    this.seen.set(account, seq);
  }

  /** Heads that are where they were seen, or one further. */
  private async readSeen(accounts: readonly string[]): Promise<Map<string, Head | Error>> {
    const asked = new Map<string, number>();
    const ids: string[] = [];
    for (const account of accounts) {
      const seq = this.seen.get(account);
      if (seq === undefined || seq + AHEAD > SEQ_MAX) continue;
      asked.set(account, seq);
      for (let number = Math.max(1, seq); number <= seq + AHEAD; number += 1) ids.push(entryId(account, number));
    }
    if (ids.length === 0) return new Map();
    const reading = this.collection
      .find({ _id: { $in: ids } }, { projection: HEAD_FIELDS, maxTimeMS: this.timeoutMs })
      .toArray();
    const stored = new Map<string, StoredEntry[]>();
    for (const entry of await within(this.timeoutMs, reading)) {
      const known = stored.get(entry.account);
      if (known === undefined) stored.set(entry.account, [entry]);
      else known.push(entry);
    }
    const heads = new Map<string, Head | Error>();
    for (const [account, seq] of asked) {
      const newest = newestOf(stored.get(account) ?? [], seq);
      if (newest !== undefined) heads.set(account, newest === null ? blankHead : headOrError(newest));
    }
    return heads;
  }
}

/** The newest entry, null where there is none yet; undefined where it cannot be told from these. */
function newestOf(stored: readonly StoredEntry[], seenSeq: number): StoredEntry | null | undefined {
  const bySeq = new Map(stored.map((entry) => [entry.seq, entry]));
  // What was seen is not there: the database was put back to an earlier time under this process.
  if (seenSeq > 0 && !bySeq.has(seenSeq)) return undefined;
  for (let seq = seenSeq; seq < seenSeq + AHEAD; seq += 1) {
    if (!bySeq.has(seq + 1)) return bySeq.get(seq) ?? null;
  }
  return undefined;
}
