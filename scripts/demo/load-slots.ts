import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf } from '@red-points/shared/domain/people';
import { staffOf } from './load-basics.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan } from './plan.ts';
import { SHOPS } from './shops.ts';
import { type DemoWorld, demoId, granted } from './world.ts';

/** Weeks for which the demo's services can be booked. */
const WEEKS = 8;
/** By what a neighbour who helps at home earns. */
const HELP_RULE = 'ZY-16';

/** Times of the demo's services: at the shop for a few people each, at home with a neighbour who helps. Safe to repeat. */
export async function loadSlots(world: DemoWorld): Promise<void> {
  const today = businessDate(world.clock.now());
  for (const { username, unitId, offers } of SHOPS) {
    for (const [index, { kind, title }] of offers.entries()) {
      if (kind !== 'service') continue;
      const isHelp = unitId === MAIN_COMMUNITY;
      const office = staffOf(world, isHelp ? 'secretary' : `${unitId}-admin`);
      const offerId = world.notes.need(`offer:${username}:${index}`);
      for (const [at, startTime] of (['09:30', '14:30'] as const).entries()) {
        await world.notes.once(`slots:${username}:${index}:${at}`, async () => {
          const input = {
            ...{ date: addDays(today, 1 + 2 * at), startTime, minutes: 60, weeks: WEEKS },
            ...{ capacity: isHelp ? 1 : 3, leadMinutes: 120, cancelMinutes: 720, missed: 'returned' as const },
            helperPersonId: isHelp ? demoId(`person-${helper(today, at)}`) : null,
            ruleCode: isHelp ? HELP_RULE : null,
          };
          const key = `demo-slots-${username}-${index}-${at}`;
          const request = { caller: office.userId, key, fingerprint: key };
          const made = granted(await world.context.slots.create(office, offerId, input, request), title);
          return made.items[0]?.slotId ?? 'none';
        });
      }
    }
  }
}

/** The first of the plan are those with a card of the demo, who book. */
const WITH_CARDS = 10;

/** A grown-up of the main community, another one for each time. */
function helper(today: string, at: number): number {
  const adults = historyPlan().subjects.filter(
    ({ kind, communityId, birthDate, phone }) =>
      kind === 'person' && communityId === MAIN_COMMUNITY && phone !== null && ageBandOf(birthDate, today) === 'adult',
  );
  const one = adults[WITH_CARDS + at];
  if (one === undefined) throw new Error('the demo has no neighbour who helps');
  return one.ref;
}
