import { type Refusal, refuse } from '@red-points/shared/contracts';
import {
  isOfPair,
  isSlowing,
  LIMITED,
  type Limited,
  type VelocityKind,
  type VelocityLimits,
  windowOf,
} from '@red-points/shared/domain/velocity';
import { isDuplicateKey } from '../platform/database.ts';
import type { VelocityDeps } from './deps.ts';
import type { VelocityCounterRecord } from './store.ts';

/** Counters outlive their day by this, for whoever looks at them. */
const KEPT_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Somebody who is about to redeem at a shop. */
export interface Redeeming {
  readonly shopId: string;
  readonly unitPath: readonly string[];
  readonly personId: string;
}

/** A counter of a day, and what of it is full; null where a place was taken. */
interface Taken {
  readonly id: string;
  readonly short: string;
  readonly full: VelocityKind | null;
}

/**
 * Counts one redemption that begins by the limits of its unit, or says why it may not: `redeeming_too_fast` until the window passes,
 * `redeeming_stopped` for the day, each also for a resident at one shop. What was counted before one limit refused is given
 * back. A lifted limit lets pass.
 */
export async function admit(deps: VelocityDeps, redeeming: Redeeming): Promise<Refusal | null> {
  const { value: limits } = await deps.settings.inForce(redeeming.unitPath);
  const nowMs = deps.clock.now();
  // Shop and pair at the same moment: the counter waits.
  const taken = await Promise.all(LIMITED.map((limited) => take(deps, limited, redeeming, limits, nowMs)));
  const full = taken.find((one) => one !== null && one.full !== null)?.full ?? null;
  if (full === null || (await isLifted(deps, redeeming))) return null;
  await giveBack(deps, taken);
  return refused(deps, full, redeeming, limits, nowMs);
}

/**
 * Takes one place of a shop or a pair, for its short window and its day in one operation: a hundred at once take no more than
 * there are. Null where nothing is limited.
 */
async function take(
  { store }: VelocityDeps,
  { of, short, day }: Limited,
  redeeming: Redeeming,
  limits: VelocityLimits,
  nowMs: number,
): Promise<Taken | null> {
  const [shortMax, dayMax] = [limits[short], limits[day]];
  if (shortMax === null && dayMax === null) return null;
  const { startMs, endMs } = windowOf(day, nowMs);
  const id = [of, redeeming.shopId, of === 'pair' ? redeeming.personId : '', startMs].join('|');
  const field = `short.${windowOf(short, nowMs).startMs}`;
  const hasRoom = {
    _id: id,
    // Also where there is no such field yet.
    ...(dayMax === null ? {} : { day: { $not: { $gte: dayMax } } }),
    ...(shortMax === null ? {} : { [field]: { $not: { $gte: shortMax } } }),
  };
  const counted = { $inc: { day: 1, [field]: 1 }, $setOnInsert: { expiresAt: new Date(endMs + KEPT_MS) } };
  for (;;) {
    try {
      await store.counters.updateOne(hasRoom as never, counted as never, { upsert: true });
      return { id, short: field, full: null };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    // It is there: made by somebody else just now, or full.
    const counter = await store.counters.findOne({ _id: id });
    const full = counter === null ? null : fullOf(counter, { short, day, shortMax, dayMax }, nowMs);
    if (full !== null) return { id, short: field, full };
  }
}

function fullOf(
  counter: VelocityCounterRecord,
  limit: { short: VelocityKind; day: VelocityKind; shortMax: number | null; dayMax: number | null },
  nowMs: number,
): VelocityKind | null {
  const { short, day, shortMax, dayMax } = limit;
  if (dayMax !== null && counter.day >= dayMax) return day;
  const inShort = counter.short[String(windowOf(short, nowMs).startMs)] ?? 0;
  return shortMax !== null && inShort >= shortMax ? short : null;
}

async function giveBack({ store }: VelocityDeps, taken: readonly (Taken | null)[]): Promise<void> {
  for (const one of taken) {
    if (one === null || one.full !== null) continue;
    await store.counters.updateOne({ _id: one.id }, { $inc: { day: -1, [one.short]: -1 } } as never);
  }
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
  { store, ids }: VelocityDeps,
  kind: VelocityKind,
  { shopId, personId, unitPath }: Redeeming,
  limits: VelocityLimits,
  nowMs: number,
): Promise<Refusal> {
  const { startMs, endMs } = windowOf(kind, nowMs);
  const key = [kind, shopId, isOfPair(kind) ? personId : '', startMs].join('|');
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
  if (!isSlowing(kind)) return refuse(isOfPair(kind) ? 'redeeming_pair_stopped' : 'redeeming_stopped');
  const minutes = Math.max(1, Math.ceil((endMs - nowMs) / MINUTE_MS));
  return refuse(isOfPair(kind) ? 'redeeming_pair_too_fast' : 'redeeming_too_fast', { minutes });
}
