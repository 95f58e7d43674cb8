import { type HolidayCalendar, workingDaysEndAt } from '../calendar/index.ts';

/** How a unit reviews. */
export interface ReviewSettings {
  /** Working days within which an item is to be decided. */
  readonly serviceDays: number;
  /** Points from which on two people approve; null where one always suffices. */
  readonly secondApprovalFrom: number | null;
}

/** What holds where nobody has set anything. */
export const REVIEW_DEFAULTS: ReviewSettings = { serviceDays: 5, secondApprovalFrom: null };
export const REVIEW_SERVICE_DAYS_MAX = 60;

/**
 * What holds in a unit: what was set nearest to it, going up.
 *
 * @param unitPath root first
 */
export function reviewSettingsOf(
  unitPath: readonly string[],
  set: ReadonlyMap<string, ReviewSettings>,
): ReviewSettings & { readonly setIn: string | null } {
  const setIn = unitPath.findLast((unitId) => set.has(unitId)) ?? null;
  const { serviceDays, secondApprovalFrom } = set.get(setIn ?? '') ?? REVIEW_DEFAULTS;
  return { serviceDays, secondApprovalFrom, setIn };
}

/** Whether points are so many that two people approve them. */
export function needsSecondApproval(points: number, { secondApprovalFrom }: ReviewSettings): boolean {
  return secondApprovalFrom !== null && points >= secondApprovalFrom;
}

/** The instant at which an item that came into the queue at `sinceMs` is late: the end of its last working day. */
export function serviceTargetAt(sinceMs: number, { serviceDays }: ReviewSettings, holidays: HolidayCalendar): number {
  return workingDaysEndAt(sinceMs, serviceDays, holidays);
}
