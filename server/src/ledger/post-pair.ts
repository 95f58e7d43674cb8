import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decidePair,
  isPairRepetition,
  type LedgerEntry,
  type LedgerRefusal,
  type PairCommand,
  recordedAfter,
} from '@red-points/shared/domain/ledger';
import type { Collection, Db } from 'mongodb';
import { ledgerCollection, type StoredEntry, sealAfter, toEntry } from './collection.ts';
import { newExpiries, noteDueLots } from './due-lots.ts';
import type { HeadReader } from './head-reader.ts';
import { blankHead, type Head, sound } from './heads.ts';
import { InFlight } from './in-flight.ts';
import { lookKeysUp } from './lookup.ts';
import { OutcomeUnknownError, type PairOutcome } from './types.ts';
import { insertIn, writeTogether } from './write-together.ts';

export interface PairSettings {
  /** How long one database operation may take. */
  readonly operationTimeoutMs: number;
  /** How long all of it may take before the caller gets a 503. */
  readonly postTimeoutMs: number;
}

const PAUSE_MS_MAX = 200;

/** Posts two linked entries of two accounts in one transaction of the database: the one case that needs one. */
export class PairPosting {
  private readonly collection: Collection<StoredEntry>;
  private readonly inFlight = new InFlight();

  constructor(
    private readonly db: Db,
    private readonly clock: { now(): number },
    private readonly settings: PairSettings,
    private readonly heads: HeadReader,
  ) {
    this.collection = ledgerCollection(db);
  }

  /**
   * Tries until it is written, refused on states just read, or time runs out. Trying again is safe whatever became of
   * the try before: the key is unique in either account.
   */
  post(command: PairCommand): Promise<PairOutcome> {
    return this.inFlight.run(() => this.tryUntilSettled(command));
  }

  /** Takes no more pairs and waits for those in flight. */
  close(): Promise<void> {
    return this.inFlight.close();
  }

  private async tryUntilSettled(command: PairCommand): Promise<PairOutcome> {
    const deadlineMs = performance.now() + this.settings.postTimeoutMs;
    let cause: unknown;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const outcome = await this.attempt(command);
        if (outcome !== 'conflict') return outcome;
      } catch (error) {
        if (error instanceof TypeError || error instanceof RangeError) throw error;
        cause = error;
      }
      if (performance.now() >= deadlineMs) {
        throw new OutcomeUnknownError('the pair could not be settled in time: ask again with the same key', { cause });
      }
      await sleep(Math.random() * Math.min(PAUSE_MS_MAX, 2 ** attempt));
    }
  }

  private async attempt(command: PairCommand): Promise<PairOutcome | 'conflict'> {
    const heads = await this.heads.read([command.from, command.to]);
    const [from = blankHead, to = blankHead] = heads.map(sound);
    const nowMs = recordedAfter(recordedAfter(this.clock.now(), from.recordedAtMs), to.recordedAtMs);
    const decision = decidePair(from.state, to.state, command, nowMs);
    if (decision.kind === 'refused') {
      const known = await this.known(command);
      return known === 'absent' ? { status: 'refused', refusal: decision.refusal } : known;
    }
    const documents = [sealAfter(decision.from, from), sealAfter(decision.to, to)];
    await this.noteExpiries(documents, [from, to]);
    const written = await this.insert(documents);
    if (!written) {
      const known = await this.known(command);
      return known === 'absent' ? 'conflict' : known;
    }
    const [one, other] = documents.map(toEntry);
    if (one === undefined || other === undefined) throw new Error('a pair has two entries');
    return { status: 'posted', from: one, to: other, repeated: false };
  }

  /** What stands under the command's key already: a repetition's entries, somebody else's, or nothing. */
  private async known(command: PairCommand): Promise<PairOutcome | 'conflict' | 'absent'> {
    const { key } = command;
    const keys = [
      { account: command.from, key },
      { account: command.to, key },
    ];
    const [from, to] = await lookKeysUp(this.collection, keys, this.settings.operationTimeoutMs);
    if (from === undefined || to === undefined || from === 'pending' || to === 'pending') return 'conflict';
    if (from === 'absent') return to === 'absent' ? 'absent' : reused(to);
    if (to === 'absent') return reused(from);
    return isPairRepetition(from, command) ? { status: 'posted', from, to, repeated: true } : reused(from);
  }

  private async noteExpiries(documents: readonly StoredEntry[], heads: readonly Head[]): Promise<void> {
    const expiries = documents.flatMap(({ account, state }, index) =>
      newExpiries((heads[index] ?? blankHead).state, state).map((expiresAtMs) => ({ account, expiresAtMs })),
    );
    await noteDueLots(this.db, expiries, this.settings.operationTimeoutMs);
  }

  /** True once both are majority-committed and journaled, false where another entry was in the way of either. */
  private insert(documents: readonly StoredEntry[]): Promise<boolean> {
    return writeTogether(this.db, this.settings.operationTimeoutMs, async (session) => {
      await insertIn(this.db, session, documents);
      return true;
    });
  }
}

function reused(entry: LedgerEntry): PairOutcome {
  const refusal: LedgerRefusal = { code: 'key_reused', detail: { seq: entry.seq } };
  return { status: 'refused', refusal };
}
