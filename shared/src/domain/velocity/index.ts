/**
 * How many redemptions may begin in a time, at a shop and of one resident at one shop. A short window slows; a day stops. Null
 * is no limit. Counted when they begin, whatever becomes of them.
 */
export interface VelocityLimits {
  readonly shopPerTenMinutes: number | null;
  readonly shopPerDay: number | null;
  readonly pairPerHour: number | null;
  readonly pairPerDay: number | null;
}

/**
 * Where no unit says otherwise. Far above what people do, for what is much for a barber is little for a canteen on a redemption
 * day with several counters: they stop programmes that turn points into goods by themselves. What is merely odd is told by
 * watch reports, from much less on.
 */
export const VELOCITY_LIMITS: VelocityLimits = {
  // One a second.
  shopPerTenMinutes: 600,
  shopPerDay: 5_000,
  // One a minute, of up to twenty pieces each.
  pairPerHour: 60,
  pairPerDay: 100,
};

export const VELOCITY_KINDS = ['shopPerTenMinutes', 'shopPerDay', 'pairPerHour', 'pairPerDay'] as const;
export type VelocityKind = (typeof VELOCITY_KINDS)[number];

/** Who is limited, by a short window and by the day. */
export interface Limited {
  readonly of: 'shop' | 'pair';
  readonly short: VelocityKind;
  readonly day: VelocityKind;
}

export const LIMITED: readonly Limited[] = [
  { of: 'shop', short: 'shopPerTenMinutes', day: 'shopPerDay' },
  { of: 'pair', short: 'pairPerHour', day: 'pairPerDay' },
];

const MINUTE_MS = 60_000;
const TEN_MINUTES_MS = 10 * MINUTE_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Shanghai has kept UTC+8 since 1991: windows of a day begin at its midnight. */
const SHANGHAI_MS = 8 * HOUR_MS;

const LENGTH_MS: Readonly<Record<VelocityKind, number>> = {
  shopPerTenMinutes: TEN_MINUTES_MS,
  shopPerDay: DAY_MS,
  pairPerHour: HOUR_MS,
  pairPerDay: DAY_MS,
};

/** Whether reaching a limit only slows: the next window is minutes away. */
export const isSlowing = (kind: VelocityKind): boolean => LENGTH_MS[kind] < DAY_MS;

export const isOfPair = (kind: VelocityKind): boolean => kind === 'pairPerHour' || kind === 'pairPerDay';

/** The window of a limit that an instant lies in. */
export function windowOf(kind: VelocityKind, nowMs: number): { readonly startMs: number; readonly endMs: number } {
  const length = LENGTH_MS[kind];
  const startMs = Math.floor((nowMs + SHANGHAI_MS) / length) * length - SHANGHAI_MS;
  return { startMs, endMs: startMs + length };
}
