import type { VelocityKind } from '@red-points/shared/domain/velocity';
import type { Collection, Db } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import { ensureCollection } from '../platform/database.ts';

/** How many began at a shop, or of a pair, on one day. Never above a limit: taking and comparing are one operation. */
export interface VelocityCounterRecord {
  /** `shop|<shop>||<start of the day>` or `pair|<shop>|<person>|<start of the day>` */
  _id: string;
  day: number;
  /** In each short window of the day that anything began in, by its start in milliseconds. */
  short: Record<string, number>;
  expiresAt: Date;
}

export interface VelocityLift {
  readonly by: string;
  readonly at: Date;
  readonly until: Date;
  readonly reason: string;
  readonly request: RequestIdentity;
}

/** A limit that was reached: staff look at it, and may lift it. */
export interface VelocityStopRecord {
  _id: string;
  /** `<kind>|<shop>|<person>|<start of the window>`: a window is stopped once. */
  key: string;
  kind: VelocityKind;
  shopId: string;
  personId: string | null;
  unitPath: string[];
  limit: number;
  turnedAway: number;
  firstAt: Date;
  endsAt: Date;
  lift: VelocityLift | null;
}

export interface VelocityStore {
  readonly counters: Collection<VelocityCounterRecord>;
  readonly stops: Collection<VelocityStopRecord>;
}

export const VELOCITY_SETTINGS_COLLECTION = 'velocity_settings';

/**
 * Counters are not waited for until they are on disk: a primary that is lost may forget some of the last second, and a limit
 * lets that many more begin. Points and stock do not rest on them.
 */
const COUNTED = { w: 1, journal: false } as const;

export function velocityStore(db: Db): VelocityStore {
  return {
    counters: db.collection<VelocityCounterRecord>('velocity_counters', { writeConcern: COUNTED }),
    stops: db.collection<VelocityStopRecord>('velocity_stops'),
  };
}

/** Makes the collections of limits on how fast may be redeemed. */
export async function ensureVelocity(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'velocity_counters',
    indexes: [{ name: 'over', key: { expiresAt: 1 }, expireAfterSeconds: 0 }],
  });
  await ensureCollection(db, {
    name: 'velocity_stops',
    indexes: [
      { name: 'once', key: { key: 1 }, unique: true },
      { name: 'by_unit', key: { unitPath: 1, firstAt: -1, _id: -1 } },
      { name: 'of_person', key: { personId: 1 }, partialFilterExpression: { personId: { $gt: '' } } },
      // What limits now.
      { name: 'running', key: { unitPath: 1, endsAt: 1 } },
      {
        name: 'lifted',
        key: { shopId: 1, 'lift.until': 1 },
        partialFilterExpression: { 'lift.until': { $type: 'date' } },
      },
    ],
  });
  await ensureCollection(db, { name: VELOCITY_SETTINGS_COLLECTION });
}
