import { bookings, slots } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { staffOf } from './load-basics.ts';
import type { Operations } from './operations.ts';
import { openPurses } from './purses.ts';
import { UNPAID } from './rules.ts';
import { ELDER, RIDER } from './staff.ts';
import { at, type DemoWorld, demoId, residentPrincipal } from './world.ts';

/** 家政互助一小时 of the community's market, and by what the neighbour who helps earns. */
const HELP = 'offer:market:1';
const HELP_POINTS = 30;
const HELP_RULE = 'ZY-16';

/** What each side says of an hour of help, and when it was to be; below zero in the days to come. */
const HOURS = [
  { name: 'served', daysAgo: 5, resident: 'done', helper: 'done' },
  { name: 'missed', daysAgo: 3, resident: null, helper: 'absent' },
  { name: 'doubted', daysAgo: 1, resident: 'absent', helper: 'done' },
  { name: 'coming', daysAgo: -2, resident: null, helper: null },
] as const;

/** Hours of help at home by the rider: one that was done, one where nobody opened, one that staff decide, one to come. */
export async function loadBookings(world: DemoWorld, operations: Operations): Promise<void> {
  const purses = await openPurses(world);
  for (const hour of HOURS) {
    at(world, hour.daysAgo, 11);
    const ref = hour.name === 'coming' ? ELDER : (await purses.take(`help-${hour.name}`, HELP_POINTS)).ref;
    await loadHour(world, operations, { ...hour, personId: demoId(`person-${ref}`) });
  }
}

type Hour = (typeof HOURS)[number] & { readonly personId: string };

async function loadHour(world: DemoWorld, { done }: Operations, hour: Hour): Promise<void> {
  const { name, daysAgo, personId } = hour;
  const resident = residentPrincipal(personId);
  const helper = residentPrincipal(demoId(`person-${RIDER}`));
  at(world, Math.max(0, daysAgo + 2), 0);
  const slotId = await world.notes.once(`slot:${name}`, async () => {
    const body = {
      date: addDays(businessDate(world.midnightMs), -daysAgo),
      startTime: '10:00',
      minutes: 60,
      weeks: 1,
      capacity: 1,
      leadMinutes: 60,
      cancelMinutes: 720,
      missed: 'returned',
      helperPersonId: demoId(`person-${RIDER}`),
      ruleCode: HELP_RULE,
    } as const;
    const input = { params: { offerId: world.notes.need(HELP) }, body, key: `demo-slot-${name}` };
    const [slot] = (await done(staffOf(world, 'secretary'), slots.create, input)).items;
    if (slot === undefined) throw new Error(`${name}: no slot`);
    return slot.slotId;
  });
  const bookingId = await world.notes.once(`booking:${name}`, async () => {
    const input = { params: { slotId }, body: { expectedPoints: HELP_POINTS }, key: `demo-booking-${name}` };
    return (await done(resident, bookings.book, input)).bookingId;
  });
  for (const [side, who] of [
    ['resident', resident],
    ['helper', helper],
  ] as const) {
    const word = hour[side];
    if (word === null) continue;
    at(world, daysAgo, side === 'resident' ? 11.2 : 11.4);
    await world.notes.once(`said:${name}:${side}`, async () => {
      const declarations = side === 'helper' && word === 'done' ? UNPAID : {};
      const input = { params: { bookingId }, body: { word, declarations }, key: `demo-said-${name}-${side}` };
      return (await done(who, bookings.say, input)).state;
    });
  }
}
