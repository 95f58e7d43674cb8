/**
 * Points set aside for credits of one slot. While it is open, credits may be promised from it; when it closes, what
 * was not promised goes back to the budgets, and at last what was not used.
 */
export interface ReservedPoints {
  /** - `open`: takes promises · `closing`: takes no more, waits for those it has · `closed`: only what was used counts */
  readonly state: 'open' | 'closing' | 'closed';
  /** Set aside, promised and used included. */
  readonly points: number;
  /** Of credits approved and not posted. */
  readonly promised: number;
  /** Of credits posted, as granted. */
  readonly used: number;
}

/** What the records behind a reservation have come to. */
export interface RecordedUse {
  readonly promised: number;
  readonly used: number;
}

/** What a reservation weighs on the budgets over it. */
export interface BudgetWeight {
  /** Against the limit: all that is set aside, or what was used once it is closed. */
  readonly taken: number;
  /** Used by closed reservations. */
  readonly settled: number;
}

/** Points that can still be promised from a reservation. */
export function freePoints({ state, points, promised, used }: ReservedPoints): number {
  return state === 'open' ? points - promised - used : 0;
}

export function weightOf(reservation: ReservedPoints): BudgetWeight {
  const { state, points, used } = reservation;
  return state === 'closed' ? { taken: used, settled: used } : { taken: points, settled: 0 };
}

/** How the weight on the budgets changes from one state of a reservation to the next; absent counts for nothing. */
export function weightChange(before: ReservedPoints | null, after: ReservedPoints): BudgetWeight {
  const old = before === null ? { taken: 0, settled: 0 } : weightOf(before);
  const next = weightOf(after);
  return { taken: next.taken - old.taken, settled: next.settled - old.settled };
}

/**
 * A reservation after its records were counted. An open one keeps its points; a closing one gives back what nobody
 * was promised, and is closed when no promise is left. More than was set aside is never hidden: then the points grow.
 */
export function counted(reservation: ReservedPoints, recorded: RecordedUse): ReservedPoints {
  const { promised, used } = recorded;
  const needed = promised + used;
  if (reservation.state === 'open') {
    return { state: 'open', points: Math.max(reservation.points, needed), promised, used };
  }
  return { state: promised === 0 ? 'closed' : 'closing', points: needed, promised, used };
}

/** A queue's reservation is filled up by slices of this size, so that not every approval touches the budgets. */
export const SLICE_POINTS_MAX = 500;
/** A slice is at most this part of what is left, so that several processes do not hold back the last points. */
const SLICE_PART_OF_LEFT = 10;

/**
 * How many points a queue's reservation takes at once: what is missing now, or more where there is plenty.
 * @param left what the tightest budget has left; null where nothing bounds it
 */
export function sliceOf(missing: number, left: number | null): number {
  const plenty = left === null ? SLICE_POINTS_MAX : Math.min(SLICE_POINTS_MAX, Math.floor(left / SLICE_PART_OF_LEFT));
  return Math.max(missing, plenty);
}

/** Splits wishes, in their order, into those that fit into the room and those that do not; a smaller one may still fit. */
export function firstFit<T extends { readonly points: number }>(
  wishes: readonly T[],
  room: number,
): { readonly fitting: readonly T[]; readonly short: readonly T[] } {
  const fitting: T[] = [];
  const short: T[] = [];
  let left = room;
  for (const wish of wishes) {
    if (wish.points <= left) {
      left -= wish.points;
      fitting.push(wish);
    } else {
      short.push(wish);
    }
  }
  return { fitting, short };
}
