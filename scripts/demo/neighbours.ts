import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan } from './plan.ts';
import { RESIDENT_CARDS } from './staff.ts';
import type { SubjectPlan } from './subjects.ts';

/** Born before, so a grown-up whenever the demo is started. */
const GROWN_UP_BORN_BEFORE = '2004-01-01';
/** Behind those whom the desk, the fund and the batches of the last days know by their place in the plan. */
const FIRST = 95;

/** Everybody of the main community who is one person, in the order of the plan. */
export const residentsOfMain = (): SubjectPlan[] =>
  historyPlan().subjects.filter(({ kind, communityId }) => kind === 'person' && communityId === MAIN_COMMUNITY);

/** Refs of grown-ups of the main community whom nothing else of the last days names, in the order of the plan. */
export function neighbours(): number[] {
  return residentsOfMain()
    .slice(FIRST)
    .filter(({ ref, birthDate }) => ref >= RESIDENT_CARDS.length && (birthDate ?? '9') < GROWN_UP_BORN_BEFORE)
    .map(({ ref }) => ref);
}

/** Refs of residents of the main community who were at no activity of the history on that day: nobody is at two places at once. */
export function freeOn(daysAgo: number): number[] {
  const days = historyPlan().days.filter((day) => day.daysAgo === daysAgo);
  const busy = new Set(days.flatMap(({ activities }) => activities.flatMap(({ participants }) => participants)));
  return residentsOfMain().flatMap(({ ref }) => (busy.has(ref) ? [] : [ref]));
}
