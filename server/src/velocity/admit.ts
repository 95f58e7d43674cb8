import { type Refusal, refuse } from '@red-points/shared/contracts';
import {
  isOfPair,
  isSlowing,
  VELOCITY_KINDS,
  type VelocityKind,
  type VelocityLimits,
  windowOf,
} from '@red-points/shared/domain/velocity';
import { isDuplicateKey } from '../platform/database.ts';
import type { VelocityDeps } from './deps.ts';

/** Counters outlive their window by this, for whoever looks at them. */
const KEPT_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Somebody who is about to redeem at a shop. */
export interface Redeeming {
  readonly shopId: string;
  readonly unitPath: readonly string[];
  readonly personId: string;
}

interface Taken {
  readonly kind: VelocityKind;
  readonly key: string;
}

/**
 * Counts one redemption that begins by the limits of its unit, or says why it may not: `redeeming_too_fast` until the window passes,
 * `redeeming_stopped` for the day. What was counted before one limit refused is given back. A lifted limit lets pass.
 */
export async function admit(deps: VelocityDeps, redeeming: Redeeming, limits: VelocityLimits): Promise<Refusal | null> {
  const taken: Taken[] = [];
  for (const kind of VELOCITY_KINDS) {
    const limit = limits[kind];
    if (limit === null) continue;
    const key = keyOf(kind, redeeming, deps.clock.now());
    if (await take(deps, kind, key, limit)) {
      taken.push({ kind, key });
      continue;
    }
    if (await isLifted(deps, redeeming)) continue;
    await giveBack(deps, taken);
    return refused(deps, kind, key, redeeming, limits);
  }
  return null;
}

function keyOf(kind: VelocityKind, { shopId, personId }: Redeeming, nowMs: number): string {
  return [kind, shopId, isOfPair(kind) ? personId : '', windowOf(kind, nowMs).startMs].join('|');
}

/** Takes one of a window's places; false where none is left. One operation, so that a hundred at once take no more than there are. */
async function take({ store, clock }: VelocityDeps, kind: VelocityKind, key: string, limit: number): Promise<boolean> {
  const expiresAt = new Date(windowOf(kind, clock.now()).endMs + KEPT_MS);
  for (;;) {
    try {
      await store.counters.updateOne(
        { _id: key, count: { $lt: limit } },
        { $inc: { count: 1 }, $setOnInsert: { expiresAt } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It is there: made by somebody else just now, or full.
    const counter = await store.counters.findOne({ _id: key });
    if (counter !== null && counter.count >= limit) return false;
  }
}

async function giveBack({ store }: VelocityDeps, taken: readonly Taken[]): Promise<void> {
  for (const { key } of taken) await store.counters.updateOne({ _id: key, count: { $gt: 0 } }, { $inc: { count: -1 } });
}

async function isLifted({ store, clock }: VelocityDeps, { shopId, personId }: Redeeming): Promise<boolean> {
  const lifted = await store.stops.findOne(
    {
      shopId,
      'lift.until': { $type: 'date', $gt: new Date(clock.now()) },
      $or: [{ personId: null }, { personId }],
    } as never,
    { projection: { _id: 1 } },
  );
  return lifted !== null;
}

async function refused(
  { store, clock, ids }: VelocityDeps,
  kind: VelocityKind,
  key: string,
  { shopId, personId, unitPath }: Redeeming,
  limits: VelocityLimits,
): Promise<Refusal> {
  const nowMs = clock.now();
  const { endMs } = windowOf(kind, nowMs);
  const first = {
    _id: ids.next(),
    kind,
    shopId,
    personId: isOfPair(kind) ? personId : null,
    unitPath: [...unitPath],
    limit: limits[kind] ?? 0,
    firstAt: new Date(nowMs),
    endsAt: new Date(endMs),
    lift: null,
  };
  try {
    await store.stops.updateOne({ key }, { $inc: { turnedAway: 1 }, $setOnInsert: first }, { upsert: true });
  } catch (error) {
    // Two reached it at the same moment, and the other has written it down.
    if (!isDuplicateKey(error)) throw error;
    await store.stops.updateOne({ key }, { $inc: { turnedAway: 1 } });
  }
  if (!isSlowing(kind)) return refuse('redeeming_stopped');
  return refuse('redeeming_too_fast', { minutes: Math.max(1, Math.ceil((endMs - nowMs) / MINUTE_MS)) });
}
