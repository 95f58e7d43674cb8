import { createHash } from 'node:crypto';
import type { RequestListener } from 'node:http';
import type { AppContext } from '@red-points/server/app';
import type { RequestIdentity } from '@red-points/server/http/idempotency';
import type { SettableClock } from '@red-points/server/platform/clock';
import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Face, Principal, RoleGrant } from '@red-points/shared/domain/permissions';

/** What every step of the load works with. */
export interface DemoWorld {
  readonly context: AppContext;
  /** What answers requests to its operations: `operations.ts`. */
  readonly app: RequestListener;
  /** Moved by the load through the demo's past; the product reads it as the time. */
  readonly clock: SettableClock;
  /** First instant of the business day of the first start, in milliseconds. */
  readonly midnightMs: number;
  /** Aborted when somebody stops the start: the load goes on at the next one. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
  readonly notes: DemoNotes;
}

/**
 * What the load has done, kept in the database beside what it made: a load that was cut off goes on where it
 * stopped. Notes live in the same database as everything else, so they cannot outlive it.
 */
export class DemoNotes {
  private readonly known = new Map<string, string>();

  private constructor(private readonly context: AppContext) {}

  static async read(context: AppContext): Promise<DemoNotes> {
    const notes = new DemoNotes(context);
    for await (const { _id, value } of notes.collection.find()) notes.known.set(_id, value);
    return notes;
  }

  private get collection() {
    return this.context.db.collection<{ _id: string; value: string }>('demo_notes');
  }

  get(name: string): string | undefined {
    return this.known.get(name);
  }

  /** The id under a name; throws where an earlier step should have made it. */
  need(name: string): string {
    const value = this.known.get(name);
    if (value === undefined) throw new Error(`the demo has no ${name}`);
    return value;
  }

  /** All values whose names begin alike. */
  under(prefix: string): string[] {
    return [...this.known].flatMap(([name, value]) => (name.startsWith(prefix) ? [value] : []));
  }

  async set(name: string, value: string): Promise<void> {
    await this.collection.updateOne({ _id: name }, { $set: { value } }, { upsert: true });
    this.known.set(name, value);
  }

  /** Makes something once and keeps its id. */
  async once(name: string, make: () => Promise<string>): Promise<string> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const value = await make();
    await this.set(name, value);
    return value;
  }
}

/** An opaque id that is the same at every load: so a repeated step meets its own work. */
export function demoId(name: string): string {
  return createHash('sha256').update(`demo:${name}`).digest('base64url').slice(0, 22);
}

/** A past moment of the demo's clock: some days before the first start, at an hour, as in 9.5 for half past nine. */
export function at({ clock, midnightMs }: DemoWorld, daysAgo: number, hour: number): void {
  clock.set(midnightMs + (hour - daysAgo * 24) * 3_600_000);
}

/** The result of a use case that has no reason to refuse; a refusal is a mistake in the demo's plan. */
export function granted<T>(answer: T | Refusal, what: string): T {
  if (isRefusal(answer)) throw new Error(`${what}: ${answer.refused} ${JSON.stringify(answer.detail ?? {})}`);
  return answer;
}

/** As `granted`, where one refusal says that it was done before. */
export function grantedOr<T>(answer: T | Refusal, done: readonly string[], what: string): T | null {
  return isRefusal(answer) && done.includes(answer.refused) ? null : granted(answer, what);
}

/** A request of the load as if a page had sent it: a repeated step meets what it did before. */
export function sentOnce({ userId }: Pick<Principal, 'userId'>, name: string): RequestIdentity {
  const key = `demo-${name}`;
  return { caller: userId, key, fingerprint: key };
}

/** A member of staff or of a shop as the policy table sees them. */
export function staffPrincipal(userId: string, grants: readonly RoleGrant[], face: Face = 'console'): Principal {
  return { userId, sessionId: 'demo', face, grants, personIds: [], actingPersonId: null };
}

/** A resident at their phone. */
export function residentPrincipal(personId: string): Principal {
  const grants: RoleGrant[] = [{ role: 'resident', unitId: null, shopId: null }];
  return {
    userId: `demo-${personId}`,
    // Each has a phone of their own: watch reports tell phones by the sign-in.
    sessionId: `demo-${personId}`,
    face: 'resident',
    grants,
    personIds: [personId],
    actingPersonId: personId,
  };
}

/** Runs tasks side by side, a few at a time: what a busy day does to the database, bounded. */
export async function inParallel<T>(
  items: readonly T[],
  width: number,
  run: (item: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...items];
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
}
