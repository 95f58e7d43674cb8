import type { LedgerCommand, LedgerRefusal } from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { RecentlyUsed } from '../platform/recently-used.ts';
import type { Batch, Decided } from './batch.ts';
import { ledgerCollection, type StoredEntry } from './collection.ts';
import { type LotExpiry, noteDueLots } from './due-lots.ts';
import type { HeadReader } from './head-reader.ts';
import type { Head } from './heads.ts';
import { insertOrdered, insertUnordered } from './insert.ts';
import { lookKeysUp } from './lookup.ts';
import { type Originals, originalSeqOf, readOriginals } from './originals.ts';
import type { Pending } from './pending.ts';
import { settleUnknown } from './settle.ts';
import { OutcomeUnknownError } from './types.ts';

/**
 * From this share of stale heads on, heads are read before deciding: one entry that is there already makes the database write
 * the others of its insert one by one, which costs more than asking where every account is.
 */
const STALE_SHARE_MAX = 0.05;
/** How much one trial counts beside those before it. */
const STALE_WEIGHT = 1 / 256;

/** A command whose key has to be looked up before it can be answered. */
interface Unclear {
  readonly batch: Batch;
  readonly pending: Pending;
  /** What the answer is unless the key has an entry; null after a conflict. */
  readonly refusal: LedgerRefusal | null;
}

/** Reads, decides and writes what a flush has taken from the queue. */
export class Flusher {
  private readonly collection: Collection<StoredEntry>;
  /** Heads known to be majority-committed. */
  private readonly cache: RecentlyUsed<Head>;
  /** Of the heads from memory that were tried lately, how many somebody else had moved on: between 0 and 1. */
  private staleShare = 0;

  /** @param operationTimeoutMs how long one database operation may take */
  constructor(
    private readonly db: Db,
    private readonly clock: { now(): number },
    private readonly operationTimeoutMs: number,
    cachedAccountsMax: number,
    private readonly heads: HeadReader,
  ) {
    this.collection = ledgerCollection(db);
    this.cache = new RecentlyUsed(cachedAccountsMax);
  }

  /**
   * Resolves when the batches have been sent to the database and answered, so that the next flush can begin. What is
   * left to find out (conflicts, refusals, unknown outcomes) goes on; `release` is called once per batch when all its
   * commands are answered or open. Rejects only where nothing was written and nothing released.
   */
  async flush<B extends Batch>(batches: readonly B[], release: (batch: B) => void): Promise<void> {
    await this.readStarts(batches);
    const originals = await this.originalsOf(batches);
    const nowMs = this.clock.now();
    const expiries: LotExpiry[] = [];
    for (const batch of batches) {
      batch.decide(originals, nowMs);
      for (const expiresAtMs of batch.expiries) expiries.push({ account: batch.account, expiresAtMs });
    }
    await noteDueLots(this.db, expiries, this.operationTimeoutMs);
    await this.write(batches);
    this.finish(batches, release);
  }

  /** The state each batch is decided on: one query for all that are not in memory. */
  private async readStarts(batches: readonly Batch[]): Promise<void> {
    const missing: Batch[] = [];
    const shared = this.staleShare > STALE_SHARE_MAX;
    for (const batch of batches) {
      const wantsFreshState = batch.pendings.some((pending) => pending.wantsFreshState);
      const cached = wantsFreshState ? undefined : this.cache.get(batch.account);
      batch.fresh = cached === undefined || shared;
      batch.known = cached?.seq ?? null;
      if (batch.fresh) missing.push(batch);
      else if (cached !== undefined) batch.start = cached;
    }
    if (missing.length === 0) return;
    const accounts = missing.map(({ account }) => account);
    const read = await this.heads.read(accounts);
    for (const [index, batch] of missing.entries()) {
      const head = read[index];
      if (head === undefined || head instanceof Error) batch.fail(head ?? new Error('a head was not read'));
      else batch.start = head;
      if (batch.known !== null) this.noteTried(batch.start.seq !== batch.known);
    }
  }

  /** Another process posts to the same accounts, or it does not: what is in memory is worth as much. */
  private noteTried(wasStale: boolean): void {
    this.staleShare += ((wasStale ? 1 : 0) - this.staleShare) * STALE_WEIGHT;
  }

  private originalsOf(batches: readonly Batch[]): Promise<Originals> {
    const referring: LedgerCommand[] = [];
    for (const { pendings } of batches) {
      for (const { command } of pendings) if (originalSeqOf(command) !== null) referring.push(command);
    }
    return readOriginals(this.collection, referring, this.operationTimeoutMs);
  }

  /**
   * One unordered insert for all accounts with one entry, an ordered one for each account with several: in an
   * unordered one, an entry behind a failed entry of its account would stand on nothing.
   */
  private async write(batches: readonly Batch[]): Promise<void> {
    const insert = async (decided: readonly Decided[], inserting: typeof insertOrdered): Promise<void> => {
      const entries = decided.map(({ entry }) => entry);
      const results = await inserting(this.db, entries, this.operationTimeoutMs);
      for (const [index, one] of decided.entries()) one.result = results[index] ?? 'unknown';
    };
    const singles: Decided[] = [];
    const writes: Promise<void>[] = [];
    for (const { decided } of batches) {
      const [only] = decided;
      if (decided.length === 1 && only !== undefined) singles.push(only);
      else if (decided.length > 1) writes.push(insert(decided, insertOrdered));
    }
    if (singles.length > 0) writes.push(insert(singles, insertUnordered));
    await Promise.all(writes);
  }

  private finish<B extends Batch>(batches: readonly B[], release: (batch: B) => void): void {
    const unclear: B[] = [];
    for (const batch of batches) {
      if (batch.decided.some(({ result }) => result === 'unknown')) {
        void Promise.all([this.settleChain(batch), this.clear(refusalsOf(batch))]).then(() => release(batch));
        continue;
      }
      this.acceptWritten(batch);
      const isUnclear = batch.refused.length > 0 || batch.decided.some(({ result }) => result === 'duplicate');
      if (isUnclear) unclear.push(batch);
      else release(batch);
    }
    if (unclear.length === 0) return;
    const questions = unclear.flatMap((batch) => [...refusalsOf(batch), ...conflictsOf(batch)]);
    void this.clear(questions).then(() => {
      for (const batch of unclear) release(batch);
    });
  }

  private acceptWritten(batch: Batch): void {
    const [first] = batch.decided;
    if (!batch.fresh && first !== undefined) this.noteTried(first.result === 'duplicate');
    for (const { pending, entry, head, result } of batch.decided) {
      if (result === 'written') {
        this.cache.set(batch.account, head);
        this.heads.note(batch.account, head.seq);
        pending.resolve({ status: 'posted', entry, repeated: false });
      } else {
        // Somebody was faster: what is known of this account is old.
        this.cache.drop(batch.account);
        batch.decideAgain(pending);
      }
    }
  }

  /** Looks the keys of conflicts and refusals up: an entry under the key is the answer, whatever was decided. */
  private async clear(questions: readonly Unclear[]): Promise<void> {
    const commands = questions.map(({ pending }) => pending.command);
    const states = await lookKeysUp(this.collection, commands, this.operationTimeoutMs).catch(() => []);
    for (const [index, { batch, pending, refusal }] of questions.entries()) {
      const state = states[index] ?? 'pending';
      if (state === 'absent' && refusal !== null) {
        pending.resolve({ status: 'refused', refusal });
      } else if (state === 'absent' || state === 'pending') {
        pending.wantsFreshState = true;
        batch.decideAgain(pending);
      } else {
        batch.answered(pending);
        pending.resolveRepeated(state);
      }
    }
  }

  /** Settles the entries of one account one by one in their order, after a write that was not answered. */
  private async settleChain(batch: Batch): Promise<void> {
    this.cache.drop(batch.account);
    const rest = [...batch.decided];
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      const { pending, entry } = one;
      const settled = await settleUnknown(this.db, entry, pending.deadlineMs, this.operationTimeoutMs);
      if (settled.kind === 'written') {
        pending.resolve({ status: 'posted', entry, repeated: false });
        continue;
      }
      if (settled.kind === 'unknown') {
        for (const open of [one, ...rest]) open.pending.reject(unknownOutcome());
        return;
      }
      if (settled.kind === 'conflict') {
        decideAgain(batch, [pending, ...rest.map((later) => later.pending)]);
        return;
      }
      if (settled.entry.hash === entry.hash) {
        pending.resolve({ status: 'posted', entry, repeated: false });
        continue;
      }
      pending.resolveRepeated(settled.entry);
      decideAgain(
        batch,
        rest.map((later) => later.pending),
      );
      return;
    }
  }
}

function refusalsOf(batch: Batch): Unclear[] {
  return batch.refused.map((refused) => ({ batch, ...refused }));
}

function conflictsOf(batch: Batch): Unclear[] {
  const lost = batch.decided.filter(({ result }) => result === 'duplicate' || result === 'unattempted');
  return lost.map(({ pending }) => ({ batch, pending, refusal: null }));
}

function decideAgain(batch: Batch, pendings: readonly Pending[]): void {
  for (const pending of pendings) {
    pending.wantsFreshState = true;
    batch.decideAgain(pending);
  }
}

/** @param cause the last failure on the way, where there was one */
export function unknownOutcome(cause?: unknown): OutcomeUnknownError {
  return new OutcomeUnknownError('the posting could not be settled in time: ask again with the same key', { cause });
}
