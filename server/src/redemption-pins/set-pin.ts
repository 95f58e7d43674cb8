import { isRefusal, type RedemptionPin, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isSimplePin, PIN_TRIES_MAX } from '@red-points/shared/domain/redemptions';
import { whyNotForFamily } from '../cards/index.ts';
import { type Person, personFor } from '../people/index.ts';
import type { PinDeps } from './deps.ts';
import { hashPin } from './hash-pin.ts';
import type { PinRecord } from './store.ts';

/** Whether somebody has a PIN, for the office. */
export async function readPin(deps: PinDeps, principal: Principal, personId: string): Promise<RedemptionPin | Refusal> {
  const person = await personFor(deps.people, principal, 'cards.read', personId);
  return isRefusal(person) ? person : viewOf(deps, await deps.pins.findOne({ _id: personId }));
}

/** The person types a new PIN at the office; wrong tries before it are forgotten, and a lock ends. */
export async function setPin(
  deps: PinDeps,
  principal: Principal,
  personId: string,
  pin: string,
): Promise<RedemptionPin | Refusal> {
  const person = await personFor(deps.people, principal, 'cards.manage', personId);
  if (isRefusal(person)) return person;
  if (person.status === 'closed') return refuse('person_closed');
  const ownFamily = await whyNotForFamily(deps.memberships, principal, personId);
  if (ownFamily !== null) return ownFamily;
  const band = person.hasBirthDate ? (await deps.people.ageBands([personId])).get(personId) : null;
  if (band === 'under14') return refuse('under14_no_pin');
  if (isSimplePin(pin)) return refuse('pin_too_simple');
  const record = {
    hash: await hashPin(deps, personId, pin),
    tries: 0,
    setBy: principal.userId,
    setAt: new Date(deps.clock.now()),
  };
  const set = await deps.pins.findOneAndUpdate(
    { _id: personId },
    { $set: record },
    { upsert: true, returnDocument: 'after' },
  );
  await audited(deps, principal, person, 'redemption_pins.set');
  return viewOf(deps, set);
}

/** Takes the PIN away. */
export async function removePin(deps: PinDeps, principal: Principal, personId: string): Promise<undefined | Refusal> {
  const person = await personFor(deps.people, principal, 'cards.manage', personId);
  if (isRefusal(person)) return person;
  const { deletedCount } = await deps.pins.deleteOne({ _id: personId });
  if (deletedCount === 0) return refuse('pin_not_set');
  await audited(deps, principal, person, 'redemption_pins.remove');
  return undefined;
}

function audited(deps: PinDeps, principal: Principal, { personId, unitId }: Person, action: string): Promise<unknown> {
  return deps.audit.record({ principal, action, subject: { kind: 'person', id: personId }, unitId });
}

async function viewOf({ users }: PinDeps, pin: PinRecord | null): Promise<RedemptionPin> {
  if (pin === null) return { set: false, locked: false, wrong: 0, setAt: null, setByName: null };
  const names = await users.names([pin.setBy]);
  return {
    set: true,
    locked: pin.tries >= PIN_TRIES_MAX,
    wrong: pin.tries,
    setAt: pin.setAt.toISOString(),
    setByName: names.get(pin.setBy) ?? '—',
  };
}
