import type { SampleRule } from '@red-points/shared/domain/spot-checks';
import type { Binary, Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

/** A street's draw of one month. */
export interface SpotDrawRecord {
  /** `<unit>.<month>` */
  _id: string;
  unitId: string;
  unitPath: readonly string[];
  month: string;
  state: 'fixed' | 'drawn';
  /** Which attempt's pages hold the population: one that was interrupted left pages that count for nothing. */
  attempt: string;
  population: number;
  populationRoot: string;
  rule: SampleRule;
  sampleSize: number;
  /** The day whose digest makes the seed: that of fixing, whose digest is made after its end. */
  seedDay: string;
  fixedAt: Date;
  digest: string | null;
  seed: string | null;
  drawnAt: Date | null;
}

/** A page of a population: ids in order. */
export interface SpotPopulationRecord {
  /** `<draw>|<attempt>|<page>` */
  _id: string;
  drawId: string;
  attempt: string;
  ids: string[];
}

/** A drawn credit. */
export interface SpotItemRecord {
  /** `<draw>|<credit>` */
  _id: string;
  drawId: string;
  unitPath: readonly string[];
  creditId: string;
  position: number;
  /** Whose the credit is and who is named by it, for counting what somebody may check; missing in what was drawn before this was kept. */
  concerned?: readonly string[];
  state: 'waiting' | 'in_order' | 'finding';
  /** It waits to be checked. */
  open: boolean;
  drawnAt: Date;
  /** Sealed under the beneficiary's key. */
  note: Binary | null;
  checkedBy: string | null;
  checkedAt: Date | null;
  correctingEntryIds: string[];
  /** A finding that no linked entry has put right yet. */
  uncorrected: boolean;
}

export interface SpotStore {
  readonly draws: Collection<SpotDrawRecord>;
  readonly population: Collection<SpotPopulationRecord>;
  readonly items: Collection<SpotItemRecord>;
}

export const SPOT_SETTINGS_COLLECTION = 'spot_check_settings';
export const NOTE_KIND = 'spot-check-note';

export function spotStore(db: Db): SpotStore {
  return {
    draws: db.collection<SpotDrawRecord>('spot_check_draws'),
    population: db.collection<SpotPopulationRecord>('spot_check_population'),
    items: db.collection<SpotItemRecord>('spot_check_items'),
  };
}

/** Makes the collections of spot checks. */
export async function ensureSpotChecks(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'spot_check_draws',
    indexes: [
      { name: 'newest', key: { fixedAt: -1, _id: -1 } },
      { name: 'of_unit', key: { unitPath: 1, fixedAt: -1, _id: -1 } },
      { name: 'to_draw', key: { state: 1 }, partialFilterExpression: { state: 'fixed' } },
    ],
  });
  await ensureCollection(db, { name: 'spot_check_population', indexes: [{ key: { drawId: 1 } }] });
  await ensureCollection(db, {
    name: 'spot_check_items',
    indexes: [
      { name: 'of_draw', key: { drawId: 1, position: 1 } },
      { name: 'open', key: { unitPath: 1, drawnAt: 1 }, partialFilterExpression: { open: true } },
      { name: 'uncorrected', key: { uncorrected: 1 }, partialFilterExpression: { uncorrected: true } },
    ],
  });
  await ensureCollection(db, { name: SPOT_SETTINGS_COLLECTION });
}
