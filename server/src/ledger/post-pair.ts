import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  decidePair,
  type EntryDraft,
  isPairRepetition,
  type LedgerEntry,
  type LedgerRefusal,
  type PairCommand,
  recordedAfter,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import { Binary, type ClientSession, type Collection, type Db } from 'mongodb';
import { codeOf, LEDGER_COLLECTION, ledgerCollection, type StoredEntry, sha256, toEntry } from './collection.ts';
import { newExpiries, noteDueLots } from './due-lots.ts';
import type { HeadReader } from './head-reader.ts';
import { blankHead, type Head, sound } from './heads.ts';
import { DUPLICATE_KEY } from './insert.ts';
import { lookKeysUp } from './lookup.ts';
import { within } from './time-limit.ts';
import { LedgerBusyError, OutcomeUnknownError, type PairOutcome } from './types.ts';

export interface PairSettings {
  /** How long one database operation may take. */
  readonly operationTimeoutMs: number;
  /** How long all of it may take before the caller gets a 503. */
  readonly postTimeoutMs: number;
}

const PAUSE_MS_MAX = 200;
/** What another writer's entry in the way looks like, inside a transaction and outside of one. */
const CONFLICTS = new Set<unknown>([DUPLICATE_KEY, 112]);

/** Posts two linked entries of two accounts in one transaction of the database: the one case that needs one. */
export class PairPosting {
  private readonly collection: Collection<StoredEntry>;
  private readonly inFlight = new Set<Promise<unknown>>();
  private closing = false;

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
    if (this.closing) return Promise.reject(new LedgerBusyError('the ledger is closing'));
    const outcome = this.tryUntilSettled(command);
    const ended: Promise<unknown> = outcome
      .catch(() => undefined) // Its caller is told; here it only has to have ended.
      .then(() => this.inFlight.delete(ended));
    this.inFlight.add(ended);
    return outcome;
  }

  /** Takes no more pairs and waits for those in flight: at the longest as long as one may take. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.inFlight);
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
    const documents = [sealed(decision.from, from), sealed(decision.to, to)];
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
  private async insert(documents: readonly StoredEntry[]): Promise<boolean> {
    const timeoutMs = this.settings.operationTimeoutMs;
    const session = this.db.client.startSession();
    try {
      session.startTransaction({
        writeConcern: { w: 'majority', journal: true, wtimeoutMS: timeoutMs },
        maxCommitTimeMS: timeoutMs,
      });
      await within(timeoutMs, this.insertIn(session, documents));
      await within(timeoutMs, session.commitTransaction());
      return true;
    } catch (error) {
      await within(timeoutMs, session.abortTransaction()).catch(() => undefined);
      if (CONFLICTS.has(codeOf(error))) return false;
      throw error;
    } finally {
      await session.endSession();
    }
  }

  private async insertIn(session: ClientSession, documents: readonly StoredEntry[]): Promise<void> {
    const collection = this.db.collection<StoredEntry>(LEDGER_COLLECTION);
    await collection.insertMany([...documents], { ordered: true, session });
  }
}

function sealed(draft: EntryDraft, head: Head): StoredEntry {
  const { entry, hash } = sealEntry(draft, head.seq + 1, head.hash, sha256);
  return { ...entry, hash: new Binary(hash) };
}

function reused(entry: LedgerEntry): PairOutcome {
  const refusal: LedgerRefusal = { code: 'key_reused', detail: { seq: entry.seq } };
  return { status: 'refused', refusal };
}
