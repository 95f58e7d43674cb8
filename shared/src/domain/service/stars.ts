/** Hours of the star levels of volunteers, 一星级 to 五星级, unless a scheme sets others (domain.md). */
export const STAR_HOURS: readonly number[] = [100, 300, 600, 1000, 1500];

/** The star level of that many volunteer minutes, 0 to 5. */
export function starsOf(minutes: number, hours: readonly number[] = STAR_HOURS): number {
  return hours.filter((level) => minutes >= level * 60).length;
}

/** Whether these can be the hours of the five levels: each higher than the one before. */
export function areStarHours(hours: readonly number[]): boolean {
  return hours.every((level, at) => level > (hours[at - 1] ?? 0));
}

export interface StarRecord {
  readonly stars: number;
  /** Levels that are held, the lowest first, each with the day since which it is. */
  readonly reached: { readonly stars: number; readonly hours: number; readonly day: string }[];
  /** The next level; null for who has all. */
  readonly next: { readonly stars: number; readonly hours: number; readonly minutesLeft: number } | null;
}

/**
 * The star level, and since when each level is held: the day on which the hours of all days before came up to it and never
 * went below it since. What was reversed counts as never served.
 * @param days in any order
 */
export function starRecordOf(
  days: readonly { readonly day: string; readonly minutes: number }[],
  hours: readonly number[] = STAR_HOURS,
): StarRecord {
  const byDay = new Map<string, number>();
  for (const { day, minutes } of days) byDay.set(day, (byDay.get(day) ?? 0) + minutes);
  const since: (string | null)[] = hours.map(() => null);
  let total = 0;
  for (const [day, minutes] of [...byDay].sort(([one], [other]) => (one < other ? -1 : 1))) {
    total += minutes;
    for (const [at, level] of hours.entries()) since[at] = total >= level * 60 ? (since[at] ?? day) : null;
  }
  const stars = starsOf(total, hours);
  const wanted = hours[stars];
  return {
    stars,
    reached: since.flatMap((day, at) => (day === null ? [] : [{ stars: at + 1, hours: hours[at] ?? 0, day }])),
    next: wanted === undefined ? null : { stars: stars + 1, hours: wanted, minutesLeft: wanted * 60 - total },
  };
}
