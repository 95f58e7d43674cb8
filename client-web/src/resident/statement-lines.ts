import type { StatementLine } from '@red-points/shared/contracts';
import { businessDate } from '../components/formatters.ts';

/** Kinds whose points leave the balance, however their sign is written. */
const DEBITS = new Set<StatementLine['kind']>(['capture', 'spend', 'expire', 'donate']);

/** Points of a line with their sign: what it did to the balance. */
export function signedPoints(line: StatementLine): number {
  return DEBITS.has(line.kind) ? -Math.abs(line.points) : line.points;
}

/** Points set aside and given back again say nothing to a resident: a hold is shown only while it is open. */
export function linesForResident(lines: readonly StatementLine[]): StatementLine[] {
  const ended = new Set(
    lines.filter((line) => line.kind === 'capture' || line.kind === 'release').map((line) => line.sourceId),
  );
  return lines.filter((line) => line.kind !== 'release' && !(line.kind === 'hold' && ended.has(line.sourceId)));
}

export interface DayOfLines {
  date: string;
  lines: StatementLine[];
}

/** Lines under their business day, in the order given. */
export function byDay(lines: readonly StatementLine[]): DayOfLines[] {
  const days: DayOfLines[] = [];
  for (const line of lines) {
    const date = businessDate(line.recordedAt);
    const last = days.at(-1);
    if (last?.date === date) last.lines.push(line);
    else days.push({ date, lines: [line] });
  }
  return days;
}
