import { type Refusal, refuse } from '@red-points/shared/contracts';
import { PIN_TRIES_MAX } from '@red-points/shared/domain/redemptions';
import type { PinDeps } from './deps.ts';
import { isRight } from './hash-pin.ts';

/**
 * Whether this is the person's PIN. A try is counted in the database before it is looked at, so that any number of
 * guesses at once, by any processes, together get no more than the tries there are; a right one forgives the wrong ones.
 */
export async function checkPin(deps: PinDeps, personId: string, pin: string): Promise<Refusal | null> {
  const tried = await deps.pins.findOneAndUpdate(
    { _id: personId, tries: { $lt: PIN_TRIES_MAX } },
    { $inc: { tries: 1 } },
    { returnDocument: 'after' },
  );
  if (tried === null) {
    const known = await deps.pins.findOne({ _id: personId }, { projection: { _id: 1 } });
    return refuse(known === null ? 'pin_not_set' : 'pin_locked');
  }
  if (!(await isRight(deps, tried, pin))) {
    const left = PIN_TRIES_MAX - tried.tries;
    return left === 0 ? refuse('pin_locked') : refuse('pin_wrong', { left });
  }
  // Only of the PIN that was right: one set meanwhile begins with none.
  await deps.pins.updateOne({ _id: personId, hash: tried.hash }, { $set: { tries: 0 } });
  return null;
}

/** Why nobody can spend with this person's PIN now, before it is asked for. */
export async function whyNoPin(deps: PinDeps, personId: string): Promise<Refusal | null> {
  const pin = await deps.pins.findOne({ _id: personId }, { projection: { tries: 1 } });
  if (pin === null) return refuse('pin_not_set');
  return pin.tries >= PIN_TRIES_MAX ? refuse('pin_locked') : null;
}
