import { MEMBERS } from './load-accounts.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan } from './plan.ts';
import { RESIDENT_CARDS } from './staff.ts';
import type { SubjectPlan } from './subjects.ts';
import { type DemoWorld, demoId } from './world.ts';

/** Grown up all through the demo. */
const BORN_BEFORE = '2006';

/** Residents of the main community with what they have; each is lent once. */
export interface Purses {
  /** Somebody with so many points who was not lent before, and is at the demo's time; the same at every load, by what for. */
  take(name: string, points: number, fits?: (person: SubjectPlan) => boolean): Promise<SubjectPlan>;
}

interface Purse {
  readonly person: SubjectPlan;
  readonly points: number;
  readonly seq: number;
}

/** The first to whom nothing happened since the demo's time: an account's entries keep their order in time. */
async function firstCalm({ context, clock }: DemoWorld, purses: readonly Purse[]): Promise<Purse | undefined> {
  for (const purse of purses) {
    const then = await context.ledger.asOf(demoId(`account-${purse.person.ref}`), clock.now());
    if (then.seq === purse.seq) return purse;
  }
  return undefined;
}

/** Looks into the purses of the main community. Those with a card of the sign-in page, and who share one, keep theirs. */
export async function openPurses(world: DemoWorld): Promise<Purses> {
  const { context, notes } = world;
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
    .map((person, index): Purse => ({ person, points: views[index]?.available ?? 0, seq: views[index]?.seq ?? 0 }))
    .sort((one, other) => other.points - one.points || one.person.ref - other.person.ref);
  return {
    take: async (name, points, fits = () => true) => {
      const ref = await notes.once(`purse:${name}`, async () => {
        const lent = new Set(notes.under('purse:'));
        // The poorest who has enough: the rich are kept for what costs much.
        const fitting = purses
          .filter((purse) => purse.points >= points && !lent.has(String(purse.person.ref)) && fits(purse.person))
          .reverse();
        const found = (await firstCalm(world, fitting)) ?? fitting[0];
        if (found === undefined) throw new RangeError(`nobody of the demo is left with ${points} points for ${name}`);
        return String(found.person.ref);
      });
      const person = people.find((one) => one.ref === Number(ref));
      if (person === undefined) throw new RangeError(`the demo has no resident ${ref}`);
      return person;
    },
  };
}
