import type { LedgerCommand, LedgerRefusal } from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { type Batch, type Decided, decideBatch } from './batch.ts';
import { ledgerCollection, type StoredEntry, toEntry } from './collection.ts';
import { type LotExpiry, noteDueLots } from './due-lots.ts';
import { blankHead, type Head, HeadCache, readHeads } from './heads.ts';
import { insertOrdered, insertUnordered, type WriteResult } from './insert.ts';
import { lookKeysUp } from './lookup.ts';
import { type Originals, originalSeqOf, readOriginals } from './originals.ts';
import type { Pending } from './pending.ts';
import { settleUnknown } from './settle.ts';
import { OutcomeUnknownError } from './types.ts';

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
  private readonly cache: HeadCache;

  /** @param operationTimeoutMs how long one database operation may take */
  constructor(
    private readonly db: Db,
    private readonly clock: { now(): number },
    private readonly operationTimeoutMs: number,
    cachedAccountsMax: number,
  ) {
    this.collection = ledgerCollection(db);
    this.cache = new HeadCache(cachedAccountsMax);
  }

  /**
   * Resolves when the batches have been sent to the database and answered, so that the next flush can begin. What is
   * left to find out (conflicts, refusals, unknown outcomes) goes on; `release` is called once per batch when all its
   * commands are answered or in `batch.again`. Rejects only where nothing was written and nothing released.
   */
  async flush(batches: readonly Batch[], release: (batch: Batch) => void): Promise<void> {
    const heads = await this.headsOf(batches);
    const originals = await this.originalsOf(batches);
    const nowMs = this.clock.now();
    for (const batch of batches) {
      const head = heads.get(batch.account);
      decideBatch(batch, head?.head ?? blankHead, head?.fresh ?? true, originals, nowMs);
    }
    const expiries: LotExpiry[] = [];
    for (const batch of batches) {
      for (const expiresAtMs of batch.expiries) expiries.push({ account: batch.account, expiresAtMs });
    }
    await noteDueLots(this.db, expiries, this.operationTimeoutMs);
    const results = await this.write(batches);
    this.finish(batches, results, release);
  }

  /** The state each batch is decided on, and whether it was read just now: one query for all that are not in memory. */
  private async headsOf(batches: readonly Batch[]): Promise<Map<string, { head: Head; fresh: boolean }>> {
    const heads = new Map<string, { head: Head; fresh: boolean }>();
    const missing: string[] = [];
    for (const { account, pendings } of batches) {
      const cached = pendings.some((pending) => pending.wantsFreshState) ? undefined : this.cache.get(account);
      if (cached === undefined) missing.push(account);
      else heads.set(account, { head: cached, fresh: false });
    }
    if (missing.length === 0) return heads;
    const read = await readHeads(this.db, missing, this.operationTimeoutMs);
    for (const account of missing) heads.set(account, { head: read.get(account) ?? blankHead, fresh: true });
    return heads;
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
  private async write(batches: readonly Batch[]): Promise<Map<Decided, WriteResult>> {
    const results = new Map<Decided, WriteResult>();
    const insert = async (decided: readonly Decided[], inserting: typeof insertOrdered): Promise<void> => {
      const documents = decided.map(({ document }) => document);
      const answers = await inserting(this.db, documents, this.operationTimeoutMs);
      for (const [index, one] of decided.entries()) results.set(one, answers[index] ?? 'unknown');
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
    return results;
  }

  private finish(
    batches: readonly Batch[],
    results: ReadonlyMap<Decided, WriteResult>,
    release: (batch: Batch) => void,
  ): void {
    const unclear: Batch[] = [];
    const uncertain: Batch[] = [];
    for (const batch of batches) {
      const outcomes = batch.decided.map((one) => results.get(one));
      if (outcomes.includes('unknown')) {
        uncertain.push(batch);
      } else {
        this.acceptWritten(batch, outcomes);
        if (batch.refused.length > 0 || outcomes.includes('duplicate')) unclear.push(batch);
        else release(batch);
      }
    }
    void this.clear(unclear, results).then(() => unclear.forEach(release));
    for (const batch of uncertain) {
      void Promise.all([this.settleChain(batch), this.clear([batch], new Map())]).then(() => release(batch));
    }
  }

  private acceptWritten(batch: Batch, outcomes: readonly (WriteResult | undefined)[]): void {
    for (const [index, one] of batch.decided.entries()) {
      if (outcomes[index] === 'written') {
        this.cache.set(batch.account, one.head);
        one.pending.resolve({ status: 'posted', entry: toEntry(one.document), repeated: false });
      } else {
        // Somebody was faster: what is known of this account is old.
        this.cache.drop(batch.account);
        batch.again.add(one.pending);
      }
    }
  }

  /** Looks the keys of conflicts and refusals up: an entry under the key is the answer, whatever was decided. */
  private async clear(batches: readonly Batch[], results: ReadonlyMap<Decided, WriteResult>): Promise<void> {
    const refusals: Unclear[] = batches.flatMap((batch) => batch.refused.map((refused) => ({ batch, ...refused })));
    const conflicts: Unclear[] = batches.flatMap((batch) =>
      batch.decided
        .filter((one) => results.get(one) === 'duplicate' || results.get(one) === 'unattempted')
        .map(({ pending }) => ({ batch, pending, refusal: null })),
    );
    const unclear = [...refusals, ...conflicts];
    const commands = unclear.map(({ pending }) => pending.command);
    const states = await lookKeysUp(this.collection, commands, this.operationTimeoutMs).catch(() => []);
    for (const [index, { batch, pending, refusal }] of unclear.entries()) {
      const state = states[index] ?? 'pending';
      if (state === 'absent' && refusal !== null) {
        pending.resolve({ status: 'refused', refusal });
      } else if (state === 'absent' || state === 'pending') {
        pending.wantsFreshState = true;
        batch.again.add(pending);
      } else {
        batch.again.delete(pending);
        pending.resolveRepeated(state);
      }
    }
  }

  /** Settles the entries of one account one by one in their order, after a write that was not answered. */
  private async settleChain(batch: Batch): Promise<void> {
    this.cache.drop(batch.account);
    const rest = [...batch.decided];
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) {
      const { pending, document } = one;
      const settled = await settleUnknown(this.db, document, pending.deadlineMs, this.operationTimeoutMs);
      if (settled.kind === 'written') {
        pending.resolve({ status: 'posted', entry: toEntry(document), repeated: false });
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
      const own = toEntry(document);
      if (settled.entry.hash === own.hash) {
        pending.resolve({ status: 'posted', entry: own, repeated: false });
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

function decideAgain(batch: Batch, pendings: readonly Pending[]): void {
  for (const pending of pendings) {
    pending.wantsFreshState = true;
    batch.again.add(pending);
  }
}

/** @param cause the last failure on the way, where there was one */
export function unknownOutcome(cause?: unknown): OutcomeUnknownError {
  return new OutcomeUnknownError('the posting could not be settled in time: ask again with the same key', { cause });
}
