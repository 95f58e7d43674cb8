import type { RedemptionDeps } from './deps.ts';
import type { RedemptionRecord } from './store.ts';

/** Redemptions that are over and that watch reports have not noted yet, from an index of these alone. */
export function redemptionsToWatch(
  { redemptions }: Pick<RedemptionDeps, 'redemptions'>,
  limit: number,
): Promise<RedemptionRecord[]> {
  return redemptions.find({ watchDue: true, open: false }).limit(limit).toArray();
}

/** They are noted: the mark goes, and with it what was known of the phone. */
export async function redemptionsWatched(
  { redemptions }: Pick<RedemptionDeps, 'redemptions'>,
  ids: readonly string[],
): Promise<void> {
  const noted = { _id: { $in: [...ids] }, watchDue: true };
  await redemptions.updateMany(noted, { $unset: { watchDue: 1, deviceTag: 1 } });
}
