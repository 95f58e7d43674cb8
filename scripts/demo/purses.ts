import { MEMBERS } from './load-accounts.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan, type SubjectPlan } from './plan.ts';
import { RESIDENT_CARDS } from './staff.ts';
import { type DemoWorld, demoId } from './world.ts';

/** Grown up all through the demo. */
const BORN_BEFORE = '2006';

/** Residents of the main community with what they have; each is lent once. */
export interface Purses {
  /** Somebody with so many points whom nobody has been lent before; the same at every load, by the name of what for. */
  take(name: string, points: number, fits?: (person: SubjectPlan) => boolean): Promise<SubjectPlan>;
}

/** Looks into the purses of the main community. Those with a card of the sign-in page, and who share one, keep theirs. */
export async function openPurses({ context, notes }: DemoWorld): Promise<Purses> {
  const people = historyPlan().subjects.filter(
    ({ kind, communityId, ref, birthDate }) =>
      kind === 'person' &&
      communityId === MAIN_COMMUNITY &&
      ref >= RESIDENT_CARDS.length &&
      !MEMBERS.some((member) => member === ref) &&
      birthDate !== null &&
      birthDate < BORN_BEFORE,
  );
  const views = await context.ledger.views(people.map(({ ref }) => demoId(`account-${ref}`)));
  const purses = people
    .map((person, index) => ({ person, points: views[index]?.available ?? 0 }))
    .sort((one, other) => other.points - one.points || one.person.ref - other.person.ref);
  return {
    take: async (name, points, fits = () => true) => {
      const ref = await notes.once(`purse:${name}`, async () => {
        const lent = new Set(notes.under('purse:'));
        // The poorest who has enough: the rich are kept for what costs much.
        const found = purses.findLast(
          (purse) => purse.points >= points && !lent.has(String(purse.person.ref)) && fits(purse.person),
        );
        if (found === undefined) throw new RangeError(`nobody of the demo is left with ${points} points for ${name}`);
        return String(found.person.ref);
      });
      const person = people.find((one) => one.ref === Number(ref));
      if (person === undefined) throw new RangeError(`the demo has no resident ${ref}`);
      return person;
    },
  };
}
