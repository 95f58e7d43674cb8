import type { Person } from '../people/index.ts';
import { callOffAll, TAKE_UP_MS } from './close-slot.ts';
import type { BookingDeps } from './deps.ts';

/** Why the times of somebody closed do not take place: for staff to read. It names nobody. */
const REASON = '互助人已注销';

/** Which change of an account it follows from, and who decided it. */
interface Decided {
  readonly changeId: string;
  readonly userId: string;
}

/**
 * Gives the times that a record helps at, and what is booked of them, to the record that it was found to be: they are told, and
 * their hours are filed. What is over stays as it was. Safe to repeat.
 */
export async function handOverHelp(
  { slots, port, platform }: Pick<BookingDeps, 'slots' | 'port' | 'platform'>,
  personId: string,
  keptPersonId: string,
): Promise<void> {
  const now = new Date(platform.clock.now());
  await slots.collection.updateMany(
    { helperPersonId: personId, startsAt: { $gt: now } },
    { $set: { helperPersonId: keptPersonId } },
  );
  await port.redemptions.updateMany(
    { 'booking.helperPersonId': personId, $or: [{ open: true }, { 'booking.helpDueAt': { $type: 'date' } }] },
    { $set: { 'booking.helperPersonId': keptPersonId }, $inc: { version: 1 } },
  );
}

/**
 * Nobody books a time any more with a helper whose account is closed; what was booked and has not begun is called off, the
 * guests are told, and their points are back. What has begun is left to the words of both sides. Safe to repeat; what a
 * process leaves that ends in between is carried on as with any closed time.
 */
export async function giveUpHelp(deps: BookingDeps, personId: string, { changeId, userId }: Decided): Promise<void> {
  const now = new Date(deps.platform.clock.now());
  const request = { caller: 'account_changes', key: `help:${changeId}`, fingerprint: changeId };
  const closed = { userId, byShop: false, reason: REASON, at: now, request };
  const slots = deps.slots.collection;
  await slots.updateMany(
    { helperPersonId: personId, state: 'open', startsAt: { $gt: now } },
    { $set: { state: 'closed', closed, nextCheckAt: new Date(now.getTime() + TAKE_UP_MS) } },
  );
  const underWay = { helperPersonId: personId, startsAt: { $gt: now }, nextCheckAt: { $type: 'date' } } as const;
  for await (const slot of slots.find(underWay)) await callOffAll(deps, slot);
}

/** Who helps at a time: whoever the record was found to be, also where the time does not say so yet; null for somebody closed. */
export async function helperNow(
  { people }: Pick<BookingDeps, 'people'>,
  helperPersonId: string,
): Promise<Person | null> {
  const person = await people.nowOf(helperPersonId);
  return person?.status === 'closed' ? null : person;
}
