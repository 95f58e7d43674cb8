import type { Collection, Db } from 'mongodb';

/** What a run may look at. A job that has nothing long to do can ignore it. */
export interface JobRun {
  /** The injected clock when the run began, in milliseconds. */
  readonly nowMs: number;
  /** Aborted when the runner stops or the lease was lost: a long job should look at it between steps. */
  readonly signal: AbortSignal;
}

/** Work that is done again and again by whichever process holds the lease. It must bear being run twice or late. */
export interface Job {
  readonly name: string;
  /** Time from one start to the next, in milliseconds, over all processes together. */
  readonly everyMs: number;
  run(context: JobRun): Promise<unknown>;
}

/** `leased_elsewhere`: another process runs the job now; nothing was done here. */
export type JobOutcome = 'done' | 'failed' | 'leased_elsewhere' | 'not_due';

export interface JobRunner {
  /** Adds a job; a name can be given once. Jobs registered after `start` begin at once. */
  register(job: Job): void;
  /** Begins to run due jobs in the background. */
  start(): Promise<void>;
  /** Asks running jobs to end, waits for them, and starts no more. */
  stop(): Promise<void>;
  /** Runs one job now, due or not, unless another process holds its lease. Rejects with the job's own error. */
  runNow(name: string): Promise<JobOutcome>;
}

export interface JobRunnerOptions {
  /** How long a process that died keeps its lease, in milliseconds. */
  readonly leaseMs?: number;
  /** Where failures of background runs go. */
  readonly onError?: (jobName: string, error: unknown) => void;
}

interface JobLease {
  _id: string;
  /** The runner that holds the lease; null when nobody does. */
  owner: string | null;
  leaseExpiresAt: Date;
  dueAt: Date;
  lastStartedAt: Date | null;
  lastFinishedAt: Date | null;
  lastError: string | null;
}

const LEASE_MS_DEFAULT = 30_000;
const TICK_MS_MIN = 200;
const EPOCH = new Date(0);

/**
 * Runs jobs so that, of all processes on one database, one at a time runs each.
 * Leases are reckoned in the database's own time: clocks of processes may differ.
 *
 * @param clock only tells jobs the time; it decides nothing about leases
 * @param ids makes the name by which this runner holds its leases
 */
export function createJobRunner(
  db: Db,
  clock: { now(): number },
  ids: { next(): string },
  options: JobRunnerOptions = {},
): JobRunner {
  return new LeasedJobRunner(db.collection<JobLease>('job_leases'), clock, ids.next(), options);
}

class LeasedJobRunner implements JobRunner {
  private readonly jobs = new Map<string, Job>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly running = new Map<string, Promise<JobOutcome>>();
  private readonly stopping = new AbortController();
  private readonly leaseMs: number;
  private started = false;

  constructor(
    private readonly leases: Collection<JobLease>,
    private readonly clock: { now(): number },
    private readonly owner: string,
    private readonly options: JobRunnerOptions,
  ) {
    this.leaseMs = options.leaseMs ?? LEASE_MS_DEFAULT;
  }

  register(job: Job): void {
    if (this.jobs.has(job.name)) throw new Error(`a job named ${job.name} is registered already`);
    this.jobs.set(job.name, job);
    if (this.started) this.plan(job, 0);
  }

  async start(): Promise<void> {
    if (this.started || this.stopping.signal.aborted) return;
    this.started = true;
    for (const job of this.jobs.values()) this.plan(job, 0);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
    await Promise.allSettled(this.running.values());
  }

  async runNow(name: string): Promise<JobOutcome> {
    const job = this.jobs.get(name);
    if (job === undefined) throw new Error(`no job named ${name}`);
    // A background run may have begun before the caller's change: wait for it, then run again.
    for (let current = this.running.get(name); current !== undefined; current = this.running.get(name)) {
      await current.catch(() => undefined);
    }
    return this.track(name, this.runLeased(job, false));
  }

  private plan(job: Job, delayMs: number): void {
    if (this.stopping.signal.aborted) return;
    const timer = setTimeout(() => void this.tick(job), delayMs);
    timer.unref();
    this.timers.set(job.name, timer);
  }

  private async tick(job: Job): Promise<void> {
    if (!this.running.has(job.name)) {
      try {
        await this.track(job.name, this.runLeased(job, true));
      } catch (error) {
        this.options.onError?.(job.name, error);
      }
    }
    // Asking more often than the period keeps the period when another process ran the job last.
    this.plan(job, Math.max(TICK_MS_MIN, Math.floor(job.everyMs / 3)));
  }

  private async track(name: string, run: Promise<JobOutcome>): Promise<JobOutcome> {
    this.running.set(name, run);
    try {
      return await run;
    } finally {
      if (this.running.get(name) === run) this.running.delete(name);
    }
  }

  private async runLeased(job: Job, onlyWhenDue: boolean): Promise<JobOutcome> {
    const lease = await this.acquire(job, onlyWhenDue);
    if (lease !== 'acquired') return lease;
    const lost = new AbortController();
    const renewal = setInterval(() => void this.renew(job.name, lost), Math.floor(this.leaseMs / 3));
    renewal.unref();
    let failure: unknown = null;
    try {
      const signal = AbortSignal.any([this.stopping.signal, lost.signal]);
      await job.run({ nowMs: this.clock.now(), signal });
      return 'done';
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      clearInterval(renewal);
      await this.release(job.name, failure).catch((error: unknown) => this.options.onError?.(job.name, error));
    }
  }

  /** One conditional update decides who runs: two processes cannot both match a free lease. */
  private async acquire(job: Job, onlyWhenDue: boolean): Promise<'acquired' | 'not_due' | 'leased_elsewhere'> {
    const free = { $lte: ['$leaseExpiresAt', '$$NOW'] };
    const due = { $lte: ['$dueAt', '$$NOW'] };
    const claim = () =>
      this.leases.findOneAndUpdate(
        { _id: job.name, $expr: onlyWhenDue ? { $and: [free, due] } : free },
        [
          {
            $set: {
              owner: this.owner,
              leaseExpiresAt: { $add: ['$$NOW', this.leaseMs] },
              dueAt: { $add: ['$$NOW', job.everyMs] },
              lastStartedAt: '$$NOW',
            },
          },
        ],
        { writeConcern: { w: 'majority' } },
      );
    if ((await claim()) !== null) return 'acquired';
    const existing = await this.leases.findOne({ _id: job.name });
    if (existing !== null) return existing.owner === null ? 'not_due' : 'leased_elsewhere';
    await this.create(job.name);
    return (await claim()) === null ? 'leased_elsewhere' : 'acquired';
  }

  private async create(name: string): Promise<void> {
    const blank = { owner: null, leaseExpiresAt: EPOCH, dueAt: EPOCH };
    const never = { lastStartedAt: null, lastFinishedAt: null, lastError: null };
    await this.leases
      .updateOne({ _id: name }, { $setOnInsert: { ...blank, ...never } }, { upsert: true })
      .catch((error: unknown) => {
        // Two processes may make the document at once; either's will do.
        if (!(error instanceof Error && 'code' in error && error.code === 11_000)) throw error;
      });
  }

  private async renew(name: string, lost: AbortController): Promise<void> {
    try {
      const renewed = await this.leases.updateOne({ _id: name, owner: this.owner }, [
        { $set: { leaseExpiresAt: { $add: ['$$NOW', this.leaseMs] } } },
      ]);
      if (renewed.matchedCount === 0) lost.abort(new Error(`the lease of ${name} was lost`));
    } catch (error) {
      // The lease may run out while the database cannot be reached: the next renewal finds out.
      this.options.onError?.(name, error);
    }
  }

  private async release(name: string, failure: unknown): Promise<void> {
    const lastError = failure === null ? null : failure instanceof Error ? failure.message : String(failure);
    await this.leases.updateOne({ _id: name, owner: this.owner }, [
      { $set: { owner: null, leaseExpiresAt: EPOCH, lastFinishedAt: '$$NOW', lastError: { $literal: lastError } } },
    ]);
  }
}
