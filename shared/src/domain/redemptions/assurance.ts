/**
 * How sure one can be that it is the account's owner who spends, weakest first: a printed card (with its PIN, or an officer's
 * word), the shop's poster scanned with a phone that somebody may have found, a one-time code shown at the counter, and
 * either of the two with the PIN.
 */
export const ASSURANCES = ['card', 'poster', 'code', 'pin'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** Points that one person may spend in a day and in a month; null for no limit. */
export interface PeriodCaps {
  readonly day: number | null;
  readonly month: number | null;
}

/** A cap bounds what is spent with its assurance and with weaker ones together. */
export type AssuranceCaps = Readonly<Record<Assurance, PeriodCaps>>;

export const ASSURANCE_CAPS_DEFAULT: AssuranceCaps = {
  card: { day: 100, month: 600 },
  poster: { day: 2_000, month: 20_000 },
  code: { day: 5_000, month: 50_000 },
  pin: { day: null, month: null },
};

export const CAP_PERIODS = ['day', 'month'] as const;
export type CapPeriod = (typeof CAP_PERIODS)[number];

/** How high a cap is, to be compared: none is higher than any. */
export function height(cap: number | null): number {
  return cap ?? Number.POSITIVE_INFINITY;
}

/** Whether a day's cap is no higher than its month's. */
export function isDayWithinMonth({ day, month }: PeriodCaps): boolean {
  return height(day) <= height(month);
}

/** Whose caps what is spent with an assurance counts towards: its own and those of stronger ones. */
export function capsTouched(assurance: Assurance): readonly Assurance[] {
  return ASSURANCES.slice(ASSURANCES.indexOf(assurance));
}

/** Whether no cap is higher than that of a stronger assurance, and no day's higher than its month's. */
export function capsInOrder(caps: AssuranceCaps): boolean {
  return ASSURANCES.every((assurance, place) => {
    const stronger = ASSURANCES[place + 1];
    if (!isDayWithinMonth(caps[assurance])) return false;
    if (stronger === undefined) return true;
    return CAP_PERIODS.every((period) => height(caps[assurance][period]) <= height(caps[stronger][period]));
  });
}

/** Points spent so far in the day and the month, by the cap that they count towards; what is missing is 0. */
export type SpentByCap = Readonly<Record<CapPeriod, Readonly<Partial<Record<Assurance, number>>>>>;

export interface CapReached {
  readonly period: CapPeriod;
  /** What can still be spent with this assurance in the period. */
  readonly left: number;
  readonly max: number;
}

/** The cap that spending points with an assurance would exceed, the tightest of them; null where there is room. */
export function capReached(
  caps: AssuranceCaps,
  spent: SpentByCap,
  assurance: Assurance,
  points: number,
): CapReached | null {
  let tightest: CapReached | null = null;
  for (const touched of capsTouched(assurance)) {
    for (const period of CAP_PERIODS) {
      const max = caps[touched][period];
      if (max === null) continue;
      const left = Math.max(0, max - (spent[period][touched] ?? 0));
      if (points > left && (tightest === null || left < tightest.left)) tightest = { period, left, max };
    }
  }
  return tightest;
}
