import type { AdjustmentState, CorrectionStanding } from '@red-points/shared/domain/adjustments';
import type { Db } from 'mongodb';
import { gathered } from '../platform/gather.ts';
import { adjustmentCollection } from './store.ts';

const ENTRIES_MAX = 256;
const STANDING: readonly AdjustmentState[] = ['proposed', 'confirmed', 'posted'];

/** Tells of entries whether they were, or are being, corrected: many that are asked for at once are read by one query. */
export function correctionStanding(db: Db): (entryId: string) => Promise<CorrectionStanding> {
  const adjustments = adjustmentCollection(db);
  return gathered<string, CorrectionStanding>(async (entryIds) => {
    const standing = { entryId: { $in: [...entryIds] }, state: { $in: [...STANDING] } };
    const found = await adjustments.find(standing, { projection: { entryId: 1, state: 1 } }).toArray();
    const posted = new Set(found.filter(({ state }) => state === 'posted').map(({ entryId }) => entryId));
    const any = new Set(found.map(({ entryId }) => entryId));
    return entryIds.map((id) => (posted.has(id) ? 'posted' : any.has(id) ? 'open' : null));
  }, ENTRIES_MAX);
}
