import { type Refusal, refuse } from '@red-points/shared/contracts';
import {
  isOfPair,
  isSlowing,
  LIMITED,
  type VelocityKind,
  type VelocityLimits,
  windowOf,
} from '@red-points/shared/domain/velocity';
import type { Document } from 'mongodb';
import { duplicatesOnly, isDuplicateKey } from '../platform/database.ts';
import type { VelocityDeps } from './deps.ts';
import type { VelocityCounterRecord, VelocityStore } from './store.ts';

/** Counters outlive their day by this, for whoever looks at them. */
const KEPT_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Somebody who is about to redeem at a shop. */
export interface Redeeming {
  readonly shopId: string;
  readonly unitPath: readonly string[];
  readonly personId: string;
  /** What is set for the shop's unit. */
  readonly limits: VelocityLimits;
}

/** A counter of a day, and what of it is full; null where the place was taken. */
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
  const { limits } = redeeming;
  const nowMs = deps.clock.now();
  const taken = await takeAll(deps, placesOf(redeeming, nowMs));
  const full = taken.find((one) => one.full !== null)?.full ?? null;
  if (full === null || (await isLifted(deps, redeeming))) return null;
  await giveBack(deps, taken);
  return refused(deps, full, redeeming, limits, nowMs);
}

/** A counter that has to have room, and what counts one more in it. */
interface Place extends Taken {
  readonly hasRoom: Document;
  readonly counted: Document;
  readonly fullIn: (counter: VelocityCounterRecord) => VelocityKind | null;
}

/** The places of a shop and of a pair, each for its short window and its day; none where nothing is limited. */
function placesOf(redeeming: Redeeming, nowMs: number): Place[] {
  const { shopId, personId, limits } = redeeming;
  return LIMITED.flatMap(({ of, short, day }) => {
    const [shortMax, dayMax] = [limits[short], limits[day]];
    if (shortMax === null && dayMax === null) return [];
    const { startMs, endMs } = windowOf(day, nowMs);
    const id = [of, shopId, of === 'pair' ? personId : '', startMs].join('|');
    const field = `short.${windowOf(short, nowMs).startMs}`;
    const hasRoom = {
      _id: id,
      // Also where there is no such field yet.
      ...(dayMax === null ? {} : { day: { $not: { $gte: dayMax } } }),
      ...(shortMax === null ? {} : { [field]: { $not: { $gte: shortMax } } }),
    };
    const counted = { $inc: { day: 1, [field]: 1 }, $setOnInsert: { expiresAt: new Date(endMs + KEPT_MS) } };
    const fullIn = (counter: VelocityCounterRecord) => fullOf(counter, { short, day, shortMax, dayMax }, nowMs);
    return [{ id, short: field, full: null, hasRoom, counted, fullIn }];
  });
}

/** Takes all places in one command, each in one operation: a hundred at once take no more than there are. */
async function takeAll({ store }: VelocityDeps, places: readonly Place[]): Promise<Taken[]> {
  const taken: Taken[] = [];
  let left = [...places];
  while (left.length > 0) {
    const refused = await notTaken(store.counters, left);
    taken.push(...left.filter((place) => !refused.has(place)));
    left = [];
    for (const place of refused) {
      // It is there: made by somebody else just now, or full.
      const counter = await store.counters.findOne({ _id: place.id });
      const full = counter === null ? null : place.fullIn(counter);
      if (full === null) left.push(place);
      else taken.push({ ...place, full });
    }
  }
  return taken;
}

/** Those of the places that have a counter which does not match. */
async function notTaken(counters: VelocityStore['counters'], places: readonly Place[]): Promise<ReadonlySet<Place>> {
  const updates = places.map(({ hasRoom, counted }) => ({
    updateOne: { filter: hasRoom, update: counted, upsert: true },
  }));
  try {
    await counters.bulkWrite(updates as never, { ordered: false });
    return new Set();
  } catch (error) {
    const failures = duplicatesOnly(error);
    if (failures === null) throw error;
    return new Set(failures.flatMap((index) => places[index] ?? []));
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

async function giveBack({ store }: VelocityDeps, taken: readonly Taken[]): Promise<void> {
  for (const one of taken) {
    if (one.full !== null) continue;
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
