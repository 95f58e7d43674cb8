/** Whose account can be shared: the people of a household, or those who speak for an organisation. */
export const GROUP_KINDS = ['household', 'organisation'] as const;
export type GroupKind = (typeof GROUP_KINDS)[number];

/** In which part somebody belongs to a group: households have members, organisations have representatives. */
export const MEMBER_ROLES = ['member', 'representative'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

/** The part that belongs to a kind of group. */
export function roleIn(kind: GroupKind): MemberRole {
  return kind === 'household' ? 'member' : 'representative';
}

/** People that a household or an organisation can have at once: the page shows them all. */
export const MEMBERS_MAX = 30;

/** How far ahead a move can be entered, in days. */
export const MEMBERSHIP_DAYS_AHEAD_MAX = 366;

/** Whole business days of somebody in a group. `until` is the first day on which they no longer belong to it. */
export interface Spell {
  readonly groupId: string;
  readonly personId: string;
  readonly from: string;
  readonly until: string | null;
}

/** Whether a spell covers a business date. */
export function covers({ from, until }: Pick<Spell, 'from' | 'until'>, date: string): boolean {
  return from <= date && (until === null || date < until);
}

export type MembershipRefusal =
  | { readonly code: 'membership_date_past' }
  | { readonly code: 'membership_date_far'; readonly days: number }
  | { readonly code: 'membership_overlaps'; readonly until: string }
  | { readonly code: 'household_taken' };

/**
 * Why somebody cannot enter a household on a date, or null. Nobody belongs to two households on one day; what was is
 * never rewritten, because earnings of those days went by it.
 */
export function whyNotEnter(
  spells: readonly Pick<Spell, 'from' | 'until'>[],
  from: string,
  today: string,
): MembershipRefusal | null {
  const wrongDate = whyNotDate(from, today);
  if (wrongDate !== null) return wrongDate;
  for (const { until } of spells) {
    if (until === null) return { code: 'household_taken' };
    if (until > from) return { code: 'membership_overlaps', until };
  }
  return null;
}

/** Why a move cannot be entered for a date, or null: today or later, within a year or so. */
export function whyNotDate(date: string, today: string): MembershipRefusal | null {
  if (date < today) return { code: 'membership_date_past' };
  const daysAhead = (Date.parse(date) - Date.parse(today)) / 86_400_000;
  if (daysAhead <= MEMBERSHIP_DAYS_AHEAD_MAX) return null;
  return { code: 'membership_date_far', days: MEMBERSHIP_DAYS_AHEAD_MAX };
}

/** Whether two people belonged to one household on a business date. */
export function sharedHousehold(spells: readonly Spell[], one: string, other: string, date: string): boolean {
  const homes = new Set(
    spells.filter((spell) => spell.personId === one && covers(spell, date)).map(({ groupId }) => groupId),
  );
  return spells.some((spell) => spell.personId === other && homes.has(spell.groupId) && covers(spell, date));
}
