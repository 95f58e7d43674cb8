import { businessDate, formatTime } from '@red-points/shared/domain/calendar';

/** `2026-11-23 12:00` in the business time zone: on paper for the files the year belongs to it. */
export function stampOf(instant: string): string {
  const instantMs = Date.parse(instant);
  return `${businessDate(instantMs)} ${formatTime(instantMs)}`;
}
