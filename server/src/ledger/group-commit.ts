import { performance } from 'node:perf_hooks';
import { isAccountId, isSameRequest, type LedgerCommand } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { Batch } from './batch.ts';
import { Flusher, unknownOutcome } from './flush.ts';
import type { HeadReader } from './head-reader.ts';
import { nameOf } from './lookup.ts';
import { Pending, repeatedOutcome } from './pending.ts';
import { LedgerBusyError, type PostOutcome } from './types.ts';

export interface GroupCommitSettings {
  /** Commands that may wait or be in flight; more are turned away with LedgerBusyError. */
  readonly queueMax: number;
  /** Accounts whose newest state is kept in memory. */
  readonly cachedAccountsMax: number;
  /** Accounts of which it is remembered how long they were: finding their end again costs little. */
  readonly seenAccountsMax: number;
  /** Accounts in one flush. */
  readonly flushAccountsMax: number;
  /** From how many waiting commands on an account gets an ordered batch of its own. */
  readonly chainMin: number;
  /** Commands of one account in one flush. */
  readonly chainMax: number;
  readonly flushesInFlightMax: number;
  /** Accounts that must wait for a flush to begin beside another: two small ones cost the database more than one twice as large. */
  readonly secondFlushMin: number;
  /** How long one database operation may take. */
  readonly operationTimeoutMs: number;
  /** How long a command may take in all before its caller gets a 503. */
  readonly postTimeoutMs: number;
}

export const groupCommitDefaults: GroupCommitSettings = {
  queueMax: 20_000,
  cachedAccountsMax: 20_000,
  seenAccountsMax: 100_000,
  flushAccountsMax: 512,
  chainMin: 8,
  chainMax: 256,
  flushesInFlightMax: 2,
  secondFlushMin: 256,
  operationTimeoutMs: 5_000,
  postTimeoutMs: 15_000,
};

const READ_FAILURE_PAUSE_MS = 50;
const CONFLICT_PAUSE_MS_MAX = 64;

/** The commands of one account, in the order they came. One flush at a time works on a lane. */
interface Lane {
  readonly account: string;
  waiting: Pending[];
  /** A flush has it, or it pauses after conflicts. */
  taken: boolean;
  /** It is in the list that the next flush takes from. */
  listed: boolean;
  /** Flushes in a row that left something to be decided again. */
  setbacks: number;
}

/** What a flush works on, with the lane that it came from. */
class LaneBatch extends Batch {
  constructor(
    readonly lane: Lane,
    pendings: readonly Pending[],
  ) {
    super(lane.account, pendings);
  }
}

/**
 * Appends entries in groups: commands wait in one bounded queue, and a flush writes the next entries of many accounts
 * at once. The duplicate key of an entry's id is the lock between processes: who loses it reads again and decides again.
 */
export class GroupCommit {
  private readonly flusher: Flusher;
  private readonly lanes = new Map<string, Lane>();
  private readonly byKey = new Map<string, Pending>();
  private ready: Lane[] = [];
  private flushesInFlight = 0;
  private planned = false;
  private closing = false;
  private whenIdle: (() => void) | null = null;

  private readonly onSettled = (pending: Pending): void => {
    this.byKey.delete(pending.name);
    if (this.byKey.size === 0) this.whenIdle?.();
  };

  constructor(
    db: Db,
    clock: { now(): number },
    private readonly settings: GroupCommitSettings,
    heads: HeadReader,
  ) {
    this.flusher = new Flusher(db, clock, settings.operationTimeoutMs, settings.cachedAccountsMax, heads);
  }

  /** Not an async function: this is the hottest path, and the promise is made already. */
  post(command: LedgerCommand): Promise<PostOutcome> {
    if (!isAccountId(command.account)) return Promise.reject(new TypeError('no account can have such an id'));
    const name = nameOf(command);
    const twin = this.byKey.get(name);
    if (twin !== undefined) return this.join(twin, command);
    if (this.closing) return Promise.reject(new LedgerBusyError('the ledger is closing'));
    if (this.byKey.size >= this.settings.queueMax) {
      return Promise.reject(new LedgerBusyError('too many commands are waiting'));
    }
    const deadlineMs = performance.now() + this.settings.postTimeoutMs;
    const pending = new Pending(command, name, deadlineMs, this.onSettled);
    this.byKey.set(name, pending);
    this.list(this.laneWith(command.account, pending));
    return pending.outcome;
  }

  /** Takes no more commands and waits for those in flight. */
  async close(): Promise<void> {
    this.closing = true;
    if (this.byKey.size === 0) return;
    await new Promise<void>((resolve) => {
      this.whenIdle = resolve;
    });
  }

  /** Equal keys waiting at once are one posting: the later caller gets the first one's outcome. */
  private async join(twin: Pending, command: LedgerCommand): Promise<PostOutcome> {
    const outcome = await twin.outcome;
    if (outcome.status === 'posted') return repeatedOutcome(outcome.entry, command);
    return isSameRequest(twin.command, command) ? outcome : this.post(command);
  }

  private laneWith(account: string, pending: Pending): Lane {
    const known = this.lanes.get(account);
    if (known !== undefined) {
      known.waiting.push(pending);
      return known;
    }
    const lane: Lane = { account, waiting: [pending], taken: false, listed: false, setbacks: 0 };
    this.lanes.set(account, lane);
    return lane;
  }

  private list(lane: Lane): void {
    if (lane.taken || lane.listed) return;
    lane.listed = true;
    this.ready.push(lane);
    this.plan();
  }

  /** A flush begins after the current turn, so that commands which arrive together are written together. */
  private plan(): void {
    if (this.planned || !this.mayFlush()) return;
    this.planned = true;
    setImmediate(() => {
      this.planned = false;
      if (this.mayFlush()) void this.flushNext();
      this.plan();
    });
  }

  private mayFlush(): boolean {
    const { flushesInFlightMax, secondFlushMin } = this.settings;
    if (this.flushesInFlight >= flushesInFlightMax) return false;
    return this.ready.length >= (this.flushesInFlight === 0 ? 1 : secondFlushMin);
  }

  private async flushNext(): Promise<void> {
    const batches: LaneBatch[] = [];
    for (const lane of this.ready.splice(0, this.settings.flushAccountsMax)) {
      lane.listed = false;
      lane.taken = true;
      batches.push(new LaneBatch(lane, this.take(lane)));
    }
    this.flushesInFlight += 1;
    try {
      await this.flusher.flush(batches, this.release);
    } catch (error) {
      // The states could not be read and nothing was written: what still has time is tried again.
      setTimeout(() => {
        for (const batch of batches) {
          for (const pending of batch.pendings) batch.decideAgain(pending);
          this.release(batch, error);
        }
      }, READ_FAILURE_PAUSE_MS);
    } finally {
      this.flushesInFlight -= 1;
      this.plan();
    }
  }

  private take(lane: Lane): Pending[] {
    const { chainMin, chainMax } = this.settings;
    return lane.waiting.splice(0, lane.waiting.length >= chainMin ? chainMax : 1);
  }

  /** Ends a flush's work on a lane: what must be decided again goes before what came later. */
  private readonly release = (batch: LaneBatch, cause?: unknown): void => {
    const { lane } = batch;
    if (!batch.hasOpen) {
      lane.setbacks = 0;
      this.free(lane);
      return;
    }
    const nowMs = performance.now();
    const inTime: Pending[] = [];
    for (const pending of batch.pendings) {
      if (!batch.isOpen(pending)) continue;
      if (pending.deadlineMs > nowMs) inTime.push(pending);
      else pending.reject(unknownOutcome(cause));
    }
    lane.waiting.unshift(...inTime);
    lane.setbacks += 1;
    if (lane.setbacks > 1) {
      // Two processes that collide again and again must fall out of step.
      setTimeout(() => this.free(lane), Math.random() * Math.min(CONFLICT_PAUSE_MS_MAX, 2 ** lane.setbacks));
    } else {
      this.free(lane);
    }
  };

  private free(lane: Lane): void {
    lane.taken = false;
    if (lane.waiting.length > 0) this.list(lane);
    else this.lanes.delete(lane.account);
  }
}
