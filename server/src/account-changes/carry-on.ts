import type { Refusal } from '@red-points/shared/contracts';
import { close } from './close.ts';
import type { AccountChangesDeps } from './deps.ts';
import { join } from './join.ts';
import type { AccountChangeRecord } from './store.ts';

/** When the job takes up a change whose process ended. */
export const TAKE_UP_MS = 10_000;

/** What the steps of a change came to. */
export type Ending =
  | { readonly kind: 'done'; readonly movedPoints: number; readonly entrySeq: number }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Takes the steps of a confirmed change, from wherever they stand: each can be repeated with no further effect. Whoever
 * finds it interrupted takes them again, also two at once.
 */
export async function carryOn(deps: AccountChangesDeps, change: AccountChangeRecord): Promise<AccountChangeRecord> {
  if (change.state !== 'confirmed') return change;
  const ending = await (change.kind === 'closing' ? close(deps, change) : join(deps, change));
  const end = { open: false, finishedAt: new Date(deps.clock.now()), nextCheckAt: null };
  const { kind, ...facts } = ending;
  const ended = await deps.changes.findOneAndUpdate(
    { _id: change._id, state: 'confirmed' },
    { $set: { ...end, ...facts, state: kind } },
    { returnDocument: 'after' },
  );
  if (ended !== null) return ended;
  const newest = await deps.changes.findOne({ _id: change._id });
  if (newest === null) throw new Error('an account change vanished');
  return newest;
}
