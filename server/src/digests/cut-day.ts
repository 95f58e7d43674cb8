import { endOfBusinessDay } from '@red-points/shared/domain/calendar';
import { leafSeqs, partsOfEntryId } from '@red-points/shared/domain/digests';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Binary, Db } from 'mongodb';
import { LEDGER_COLLECTION } from '../ledger/index.ts';
import { type ChangedAccount, changedAccounts } from './changed-accounts.ts';
import type { DigestStore, StoredLeaf } from './store.ts';

/** How many leaves are written at once: what a cut that is stopped has to do again, at most. */
const LEAVES_PER_INSERT = 1_000;

export interface CutSettings {
  readonly db: Db;
  readonly store: DigestStore;
  readonly signal: AbortSignal;
  readonly leavesPerInsert?: number;
}

/**
 * Fixes what the digest of a day covers: for every account that changed, its newest entry recorded before the day's
 * end, and on the way there a leaf for each 256 entries. Goes on behind what an earlier run has written, which stays as it is:
 * whoever committed later falls into the next day's digest.
 *
 * @returns how many leaves the closed day has; null where it was stopped before
 * @throws OvertakenError where another process is at it too
 */
export async function cutDay(settings: CutSettings, day: string, isFirst: boolean): Promise<number | null> {
  const { db, store, signal } = settings;
  const last = await store.lastOf(day);
  if (last !== null && 'closed' in last) return last.position;
  const writer = new LeafWriter(settings, day, last);
  const fromAccount = last === null ? null : (partsOfEntryId(last._id)?.account ?? null);
  for await (const changed of changedAccounts(db, endOfBusinessDay(day), fromAccount)) {
    if (signal.aborted) return null;
    await writer.add(changed);
  }
  const count = await writer.end();
  // A chain begins with the first day that has something to cover.
  if (isFirst && count === 0) return 0;
  await store.close(day, count);
  return count;
}

class LeafWriter {
  private waiting: StoredLeaf[] = [];
  private position: number;
  private lastId: string;

  constructor(
    private readonly settings: CutSettings,
    private readonly day: string,
    last: { readonly _id: string; readonly position: number } | null,
  ) {
    this.position = last === null ? 0 : last.position + 1;
    this.lastId = last?._id ?? '';
  }

  async add(changed: ChangedAccount): Promise<void> {
    const { account, toSeq } = changed;
    const seqs = leafSeqs(changed.fromSeq, toSeq);
    const onTheWay = seqs.slice(0, -1);
    const hashes = await this.hashesOf(account, onTheWay);
    let { fromSeq } = changed;
    for (const seq of seqs) {
      const hash = seq === toSeq ? changed.hash : hashes.get(entryId(account, seq));
      // Missing from the ledger: the verification names it, and the rest of the day is covered all the same.
      if (hash === undefined) continue;
      await this.write({ _id: entryId(account, seq), day: this.day, position: this.position, fromSeq, hash });
      fromSeq = seq;
    }
  }

  async end(): Promise<number> {
    await this.flush();
    return this.position;
  }

  private async write(leaf: StoredLeaf): Promise<void> {
    if (leaf._id <= this.lastId) throw new Error(`leaves of ${this.day} are out of order`);
    this.lastId = leaf._id;
    this.waiting.push(leaf);
    this.position += 1;
    if (this.waiting.length >= (this.settings.leavesPerInsert ?? LEAVES_PER_INSERT)) await this.flush();
  }

  private async flush(): Promise<void> {
    const leaves = this.waiting;
    this.waiting = [];
    await this.settings.store.append(leaves);
  }

  private async hashesOf(account: string, seqs: readonly number[]): Promise<Map<string, Binary>> {
    const hashes = new Map<string, Binary>();
    if (seqs.length === 0) return hashes;
    const ids = seqs.map((seq) => entryId(account, seq));
    const entries = this.settings.db
      .collection<{ _id: string; hash: Binary }>(LEDGER_COLLECTION, { readConcern: { level: 'majority' } })
      .find({ _id: { $in: ids } }, { projection: { hash: 1 } });
    for await (const { _id, hash } of entries) hashes.set(_id, hash);
    return hashes;
  }
}
