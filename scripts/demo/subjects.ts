import { demoPhone, ORGANISATIONS, personName } from './names.ts';
import { COMMUNITIES, gridId, MAIN_COMMUNITY } from './places.ts';
import type { Random } from './random.ts';
import { RESIDENT_CARDS } from './staff.ts';

/** What the district of the article reports. */
export const SUBJECTS = 810;

const HOUSEHOLDS = 87;
const PERSONS = SUBJECTS - HOUSEHOLDS - ORGANISATIONS.length;
/** The main community has more of everything, so that its office sees a full desk. */
const MAIN_SHARE = 2.5;

export interface SubjectPlan {
  readonly ref: number;
  readonly kind: 'person' | 'household' | 'organisation';
  readonly name: string;
  readonly phone: string | null;
  readonly communityId: string;
  readonly unitId: string;
  readonly birthDate: string | null;
}

/** Everybody that the demo knows, each always the same. */
export function subjectPlans(random: Random): SubjectPlan[] {
  const shares = COMMUNITIES.map(({ id, grids }) => grids * (id === MAIN_COMMUNITY ? MAIN_SHARE : 1));
  // A community stands in this list once per share: picking from it is picking by weight.
  const weighted = COMMUNITIES.flatMap((_community, index) =>
    Array<number>(Math.round((shares[index] ?? 1) * 2)).fill(index),
  );
  const place = () => {
    const community = COMMUNITIES[random.pick(weighted)];
    if (community === undefined) throw new RangeError('no community');
    return { communityId: community.id, unitId: gridId(community.id, random.between(1, community.grids)) };
  };
  const persons = Array.from({ length: PERSONS }, (_unused, ref): SubjectPlan => {
    const card = RESIDENT_CARDS[ref];
    if (card !== undefined) {
      const { name, phone, unitId, birthDate } = card;
      return { ref, kind: 'person', name, phone, birthDate, communityId: MAIN_COMMUNITY, unitId };
    }
    const year = ref % 23 === 0 ? random.between(2010, 2012) : random.between(1944, 2004);
    const birthDate = `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
    const phone = ref % 17 === 3 ? null : demoPhone(1_000 + ref);
    return { ref, kind: 'person', name: personName(random), phone, birthDate, ...place() };
  });
  const households = Array.from(
    { length: HOUSEHOLDS },
    (_unused, index): SubjectPlan => ({
      ref: PERSONS + index,
      kind: 'household',
      name: `${personName(random)}家庭`,
      phone: null,
      birthDate: null,
      ...place(),
    }),
  );
  const organisations = ORGANISATIONS.map(
    (name, index): SubjectPlan => ({
      ref: PERSONS + HOUSEHOLDS + index,
      kind: 'organisation',
      name,
      phone: null,
      birthDate: null,
      ...place(),
    }),
  );
  return [...persons, ...households, ...organisations];
}
