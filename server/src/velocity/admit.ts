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

/** A counter of a day, and what of it is full, the day first; nothing where the place was taken. */
interface Taken {
  readonly id: string;
  readonly short: string;
  readonly full: readonly VelocityKind[];
}

/**
 * Counts one redemption that begins by the limits of its unit, or says why it may not: `redeeming_too_fast` until the window passes,
 * `redeeming_stopped` for the day, each also for a resident at one shop. What was counted before one limit refused is given
 * back. A limit that was lifted lets pass, and no other does by it: not another window, and of pairs not somebody else.
 */
export async function admit(deps: VelocityDeps, redeeming: Redeeming): Promise<Refusal | null> {
  const { limits } = redeeming;
  const nowMs = deps.clock.now();
  const taken = await takeAll(deps, placesOf(redeeming, nowMs));
  const full = taken.flatMap((one) => one.full);
  if (full.length === 0) return null;
  const lifted = await liftedOf(deps, redeeming);
  const standing = full.find((kind) => !lifted.has(kind)) ?? (await takeLifted(deps, redeeming, taken, lifted, nowMs));
  if (standing === null) return null;
  await giveBack(deps, taken);
  return refused(deps, standing, redeeming, limits, nowMs);
}

/**
 * Takes the places whose full limits were lifted, by the other limits of the same counter: who may redeem on within ten
 * minutes is still counted for the day.
 * @returns what became full meanwhile; null where all were taken
 */
async function takeLifted(
  deps: VelocityDeps,
  redeeming: Redeeming,
  taken: readonly Taken[],
  lifted: ReadonlySet<VelocityKind>,
  nowMs: number,
): Promise<VelocityKind | null> {
  const left = Object.entries(redeeming.limits).map(([kind, max]) => [
    kind,
    lifted.has(kind as VelocityKind) ? null : max,
  ]);
  const places = placesOf({ ...redeeming, limits: Object.fromEntries(left) as VelocityLimits }, nowMs);
  const again = await takeAll(
    deps,
    places.filter(({ id }) => taken.some((one) => one.id === id && one.full.length > 0)),
  );
  const full = again.flatMap((one) => one.full)[0] ?? null;
  if (full !== null) await giveBack(deps, again);
  return full;
}

/** A counter that has to have room, and what counts one more in it. */
interface Place extends Taken {
  readonly hasRoom: Document;
  readonly counted: Document;
  readonly fullIn: (counter: VelocityCounterRecord) => VelocityKind[];
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
    return [{ id, short: field, full: [], hasRoom, counted, fullIn }];
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
      const full = counter === null ? [] : place.fullIn(counter);
      if (full.length === 0) left.push(place);
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
): VelocityKind[] {
  const { short, day, shortMax, dayMax } = limit;
  const inShort = counter.short[String(windowOf(short, nowMs).startMs)] ?? 0;
  const dayIsFull = dayMax !== null && counter.day >= dayMax;
  const shortIsFull = shortMax !== null && inShort >= shortMax;
  return [...(dayIsFull ? [day] : []), ...(shortIsFull ? [short] : [])];
}

async function giveBack({ store }: VelocityDeps, taken: readonly Taken[]): Promise<void> {
  for (const one of taken) {
    if (one.full.length > 0) continue;
    await store.counters.updateOne({ _id: one.id }, { $inc: { day: -1, [one.short]: -1 } } as never);
  }
}

/** The limits that are lifted now: of the shop for everybody, of pairs for this person only. */
async function liftedOf({ store, clock }: VelocityDeps, { shopId, personId }: Redeeming): Promise<Set<VelocityKind>> {
  const lifted = await store.stops
    .find(
      {
        shopId,
        'lift.until': { $type: 'date', $gt: new Date(clock.now()) },
        $or: [{ personId: null }, { personId }],
      } as never,
      { projection: { kind: 1 } },
    )
    .toArray();
  return new Set(lifted.map(({ kind }) => kind));
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
