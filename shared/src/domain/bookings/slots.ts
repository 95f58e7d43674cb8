import { addDays, instantAt } from '../calendar/index.ts';

/** Slots of one series at most: half a year of weeks. */
export const SERIES_WEEKS_MAX = 26;
/** How far ahead a slot may lie: a hold should not last for ever. 90 days for what is booked, a series may plan further. */
export const BOOK_AHEAD_MS = 90 * 86_400_000;

/** When a slot takes place and until when something can be done about it; all in milliseconds since the epoch. */
export interface SlotTimes {
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  /** Until here, not included, it can be booked. */
  readonly bookUntilMs: number;
  /** Until here, not included, a booking is cancelled without any consequence. */
  readonly cancelUntilMs: number;
}

export interface SlotPlan {
  /** Business date of the first. */
  readonly date: string;
  /** Time of day `HH:MM` in Asia/Shanghai. */
  readonly startTime: string;
  readonly minutes: number;
  /** How many weeks it takes place, on the same weekday. */
  readonly weeks: number;
  readonly leadMinutes: number;
  readonly cancelMinutes: number;
}

const MINUTE_MS = 60_000;

/** The slots of a weekly series, in order. */
export function slotsOf(plan: SlotPlan): SlotTimes[] {
  return Array.from({ length: plan.weeks }, (_, week) => {
    const startsAtMs = instantAt(addDays(plan.date, 7 * week), plan.startTime);
    return {
      startsAtMs,
      endsAtMs: startsAtMs + plan.minutes * MINUTE_MS,
      bookUntilMs: startsAtMs - plan.leadMinutes * MINUTE_MS,
      cancelUntilMs: startsAtMs - plan.cancelMinutes * MINUTE_MS,
    };
  });
}

export type SlotRefusalCode = 'slot_closed' | 'slot_over' | 'slot_too_early';

/** Why a slot cannot be booked now, or null where it can while there is room. */
export function whyNotBookable(
  slot: Pick<SlotTimes, 'startsAtMs' | 'bookUntilMs'> & { readonly closed: boolean },
  nowMs: number,
): SlotRefusalCode | null {
  if (slot.closed) return 'slot_closed';
  if (nowMs >= slot.bookUntilMs) return 'slot_over';
  return slot.startsAtMs > nowMs + BOOK_AHEAD_MS ? 'slot_too_early' : null;
}

/** When the reminder is due: at ten in the morning of the day before; null where it was booked later than that. */
export function remindAtMs(dayBefore: string, bookedAtMs: number): number | null {
  const atMs = instantAt(dayBefore, '10:00');
  return atMs > bookedAtMs ? atMs : null;
}
