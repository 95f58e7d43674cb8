import type { ReviewRun } from '@red-points/shared/contracts';

/** How far a bulk decision has come, in whole percent. */
export function percentOf({ items, done, notDone }: ReviewRun): number {
  return items === 0 ? 0 : Math.floor(((done + notDone) / items) * 100);
}
