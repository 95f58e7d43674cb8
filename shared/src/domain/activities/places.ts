/** How the places of an activity stand. */
export interface Places {
  readonly capacity: number;
  /** People who have a place. */
  readonly signedUp: number;
  /** People who wait for one. */
  readonly waiting: number;
  /** Longest waiting list; 0 for none. */
  readonly waitingMax: number;
}

/** What the next person who signs up gets. Nobody passes those who wait: while somebody waits, nobody gets a place at once. */
export function placeFor({ capacity, signedUp, waiting, waitingMax }: Places): 'place' | 'waiting' | 'full' {
  if (signedUp < capacity && waiting === 0) return 'place';
  return waiting < waitingMax ? 'waiting' : 'full';
}

/** When people may sign up, in milliseconds; null where nothing but the plan limits it. */
export interface SignUpWindow {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly endsAtMs: number;
}

export type SignUpWindowRefusal = 'signup_not_open' | 'signup_deadline_passed' | 'signup_closed';

/** Why nobody can sign up at this moment, or null. */
export function signUpRefusal({ fromMs, untilMs, endsAtMs }: SignUpWindow, nowMs: number): SignUpWindowRefusal | null {
  if (nowMs >= endsAtMs) return 'signup_closed';
  if (untilMs !== null && nowMs >= untilMs) return 'signup_deadline_passed';
  return fromMs !== null && nowMs < fromMs ? 'signup_not_open' : null;
}

/** Why a plan's sign-up times cannot be, or null: it opens before it closes, and closes before the activity ends. */
export function windowRefusal({ fromMs, untilMs, endsAtMs }: SignUpWindow): 'signup_times_invalid' | null {
  const closesAtMs = untilMs ?? endsAtMs;
  return closesAtMs > endsAtMs || (fromMs !== null && fromMs >= closesAtMs) ? 'signup_times_invalid' : null;
}

/** Where somebody belongs: their community, and the path of the unit they live or serve in, root first. */
export interface Home {
  readonly communityId: string | null;
  readonly unitPath: readonly string[];
}

/** For whom an activity is: units by id. */
export interface Audience {
  readonly unitId: string;
  readonly unitPath: readonly string[];
  /** Communities (or a street, for all of its communities) that may see it and sign up as well (跨社区共享). */
  readonly sharedWith: readonly string[];
}

/** Whether an activity is for somebody who lives or serves in one of these places. */
export function isFor({ unitId, unitPath, sharedWith }: Audience, homes: readonly Home[]): boolean {
  return homes.some(
    (home) =>
      (home.communityId !== null && unitPath.includes(home.communityId)) ||
      home.unitPath.includes(unitId) ||
      home.unitPath.some((id) => sharedWith.includes(id)),
  );
}
