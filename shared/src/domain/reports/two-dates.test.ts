import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendar/index.ts';
import {
  type Box,
  boxesAfter,
  boxesOfPeriod,
  boxOfDays,
  cellsOf,
  EVERYTHING,
  LAST_DAY,
  peoplePeriodOf,
  peoplePeriodsOf,
} from './two-dates.ts';

/** What cells hold after some events of one point each, and what a sum over boxes of them is. */
function countIn(events: readonly (readonly [string, string])[]) {
  const cells = new Map<string, number>();
  for (const [effective, recorded] of events) {
    for (const cell of cellsOf(effective, recorded)) {
      cells.set(cell.join('|'), (cells.get(cell.join('|')) ?? 0) + 1);
    }
  }
  const inside = (value: string, range: Box['effective']) => value >= range.from && value <= range.until;
  return (boxes: readonly Box[]): number =>
    [...cells].reduce((sum, [key, count]) => {
      const [effective = '', recorded = ''] = key.split('|');
      return boxes.some((box) => inside(effective, box.effective) && inside(recorded, box.recorded))
        ? sum + count
        : sum;
    }, 0);
}

const dayArbitrary = fc.integer({ min: 0, max: 500 }).map((offset) => addDays('2025-10-15', offset));
const knownArbitrary = fc.oneof(dayArbitrary, fc.constant(LAST_DAY));

describe('cells of two dates', () => {
  it('sum up to what a period was known to be, whatever the dates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(dayArbitrary, dayArbitrary), { maxLength: 60 }),
        fc.tuple(dayArbitrary, dayArbitrary).map((pair) => pair.toSorted() as [string, string]),
        knownArbitrary,
        (events, [from, until], knownOn) => {
          const count = countIn(events);
          const known = events.filter(([, recorded]) => recorded <= knownOn);
          const within = known.filter(([effective]) => effective >= from && effective <= until).length;
          expect(count(boxesOfPeriod(from, until, knownOn))).toBe(within);
          expect(count([boxOfDays(from, until, knownOn)])).toBe(within);
          const all = count([{ effective: only(EVERYTHING), recorded: only(EVERYTHING) }]);
          const standing = known.filter(([effective]) => effective <= until).length;
          expect(all - count(boxesAfter(until, knownOn))).toBe(standing);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never count a cell twice', () => {
    fc.assert(
      fc.property(dayArbitrary, dayArbitrary, knownArbitrary, dayArbitrary, dayArbitrary, (a, b, known, e, r) => {
        const [from = '', until = ''] = [a, b].toSorted();
        const boxes = [boxesOfPeriod(from, until, known), boxesAfter(until, known)];
        for (const some of boxes) {
          const holding = cellsOf(e, r).filter(([effective, recorded]) =>
            some.some(
              (box) =>
                effective >= box.effective.from &&
                effective <= box.effective.until &&
                recorded >= box.recorded.from &&
                recorded <= box.recorded.until,
            ),
          );
          expect(holding.length).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('are few ranges: a month known to the end of a month is one', () => {
    expect(boxesOfPeriod('2026-10-01', '2026-10-31', LAST_DAY)).toEqual([
      { effective: { from: 'm2026-10', until: 'm2026-10' }, recorded: { from: 'm0000-01', until: 'm9999-12' } },
    ]);
    expect(boxesOfPeriod('2026-09-15', '2026-11-10', '2026-11-20')).toHaveLength(4);
  });
});

describe('periods in which people are counted', () => {
  it('are whole weeks, months and years', () => {
    expect(peoplePeriodOf('2026-11-23', '2026-11-29')).toBe('w2026-11-23');
    expect(peoplePeriodOf('2026-11-01', '2026-11-30')).toBe('m2026-11');
    expect(peoplePeriodOf('2026-01-01', '2026-12-31')).toBe('y2026');
    expect(peoplePeriodOf('2026-11-01', '2026-11-29')).toBeNull();
    expect(peoplePeriodOf('2026-11-24', '2026-11-30')).toBeNull();
    expect(peoplePeriodsOf('2026-11-25')).toEqual(['w2026-11-23', 'm2026-11', 'y2026']);
  });
});

const only = (value: string) => ({ from: value, until: value });
