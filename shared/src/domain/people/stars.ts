/** Hours of the star levels of volunteers, 一星级 to 五星级. */
export const STAR_HOURS = [100, 300, 600, 1000, 1500] as const;

/** The star level of that many volunteer minutes, 0 to 5. */
export function starsOf(minutes: number): number {
  return STAR_HOURS.filter((hours) => minutes >= hours * 60).length;
}
