import type { Db } from 'mongodb';
import type { EndedSessions } from '../http/authenticate.ts';
import { ACCESS_TOKEN_MS } from '../http/session-token.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/logger.ts';
import { sessionsOf } from './store.ts';

/** How soon a session that another process ended counts as ended here, in milliseconds. */
const POLL_MS = 3_000;
/** Clocks of processes may differ by this much. */
const OVERLAP_MS = 10_000;

interface EndedSessionsDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told once of each session that turns out to have ended. */
  readonly onSessionEnded: (sessionId: string) => void;
}

/**
 * Sessions that ended while an access token of theirs may still run, kept in memory: asked on every request.
 * What this process ends is known at once, the rest within a few seconds.
 */
export class KnownEndedSessions implements EndedSessions {
  private readonly endedAtMs = new Map<string, number>();
  private timer: NodeJS.Timeout | null = null;
  private seenUntilMs = 0;

  constructor(private readonly deps: EndedSessionsDeps) {}

  has(sessionId: string): boolean {
    return this.endedAtMs.has(sessionId);
  }

  add(sessionId: string): void {
    this.note(sessionId, this.deps.clock.now());
  }

  private note(sessionId: string, atMs: number): void {
    const isNew = !this.endedAtMs.has(sessionId);
    this.endedAtMs.set(sessionId, atMs);
    if (isNew) this.deps.onSessionEnded(sessionId);
  }

  async start(): Promise<void> {
    await this.poll();
    this.timer = setInterval(() => {
      this.poll().catch((error: unknown) => this.deps.logger.warn({ error }, 'ended sessions could not be read'));
    }, POLL_MS);
    this.timer.unref();
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private async poll(): Promise<void> {
    const nowMs = this.deps.clock.now();
    const since = new Date(Math.max(this.seenUntilMs - OVERLAP_MS, nowMs - ACCESS_TOKEN_MS));
    const ended = await sessionsOf(this.deps.db)
      .find({ endedAt: { $gte: since } }, { projection: { endedAt: 1 } })
      .toArray();
    for (const { _id, endedAt } of ended) this.note(_id, endedAt?.getTime() ?? nowMs);
    this.seenUntilMs = nowMs;
    for (const [sessionId, atMs] of this.endedAtMs) {
      if (atMs < nowMs - ACCESS_TOKEN_MS - OVERLAP_MS) this.endedAtMs.delete(sessionId);
    }
  }
}
