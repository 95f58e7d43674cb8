import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type BudgetLimit,
  budgetIdsOver,
  budgetLevelOf,
  counted,
  covers,
  datesOf,
  firstFit,
  freePoints,
  limitRefusal,
  mayChangeLimit,
  monthsOf,
  periodKindOf,
  periodsOf,
  plannedPoints,
  type ReservedPoints,
  sliceOf,
  weightChange,
  weightOf,
} from './index.ts';

describe('periods', () => {
  it('every month lies in the months of its month, quarter and year, and in their dates', () => {
    for (const month of monthsOf('2026')) {
      for (const period of periodsOf(month)) {
        expect(monthsOf(period)).toContain(month);
        const { from, before } = datesOf(period);
        expect(from <= `${month}-01` && `${month}-31` >= from && `${month}-28` < before).toBe(true);
      }
    }
    expect(periodsOf('2026-11')).toEqual(['2026-11', '2026-Q4', '2026']);
    expect(monthsOf('2026-Q4')).toEqual(['2026-10', '2026-11', '2026-12']);
    expect(datesOf('2026-12')).toEqual({ from: '2026-12-01', before: '2027-01-01' });
    expect(['2026', '2026-Q1', '2026-09'].map(periodKindOf)).toEqual(['year', 'quarter', 'month']);
    for (const wrong of ['26', '2026-Q5', '2026-13', '2026-1']) expect(() => periodKindOf(wrong)).toThrow(RangeError);
  });
});

describe('slots', () => {
  const slot = { unitPath: ['city', 'street', 'jinxiu'], category: 'culture', month: '2026-11' };

  it('are bounded by budgets of every unit above, for their category and for all, in each period', () => {
    const ids = budgetIdsOver(slot);
    expect(ids).toHaveLength(18);
    expect(ids).toContain('street:culture:2026-Q4');
    expect(ids).toContain('jinxiu:all:2026');
    expect(covers({ unitId: 'street', category: 'all', period: '2026-11' }, slot)).toBe(true);
    expect(covers({ unitId: 'hechi', category: 'all', period: '2026-11' }, slot)).toBe(false);
    expect(covers({ unitId: 'jinxiu', category: 'mediation', period: '2026-11' }, slot)).toBe(false);
    expect(covers({ unitId: 'jinxiu', category: 'culture', period: '2026-Q3' }, slot)).toBe(false);
  });

  it('of corrections count only where all categories do', () => {
    expect(budgetIdsOver({ ...slot, category: null }).every((id) => id.includes(':all:'))).toBe(true);
  });
});

describe('reservations', () => {
  const reservation = fc
    .record({ free: fc.nat(500), promised: fc.nat(500), used: fc.nat(500), state: fc.constantFrom('open', 'closing') })
    .map(
      ({ free, promised, used, state }): ReservedPoints => ({
        state: state as 'open' | 'closing',
        promised,
        used,
        points: promised + used + (state === 'open' ? free : 0),
      }),
    );

  it('never weigh less than what their records promise and use, whatever the order of counts and closing', () => {
    fc.assert(
      fc.property(
        reservation,
        fc.array(fc.tuple(fc.nat(400), fc.nat(400), fc.boolean()), { maxLength: 8 }),
        (first, steps) => {
          let current = first;
          let taken = weightOf(first).taken;
          for (const [promised, used, closing] of steps) {
            const from = closing && current.state === 'open' ? { ...current, state: 'closing' as const } : current;
            const next = counted(from, { promised, used });
            taken += weightChange(current, next).taken;
            expect(taken).toBe(weightOf(next).taken);
            expect(taken).toBeGreaterThanOrEqual(promised + used);
            expect(freePoints(next)).toBeGreaterThanOrEqual(0);
            if (next.state === 'closed') expect(weightOf(next)).toEqual({ taken: used, settled: used });
            current = next;
          }
        },
      ),
    );
  });

  it('take more than is missing only where there is plenty', () => {
    expect(sliceOf(3, null)).toBe(500);
    expect(sliceOf(3, 10_000)).toBe(500);
    expect(sliceOf(3, 1_000)).toBe(100);
    expect(sliceOf(3, 20)).toBe(3);
    expect(sliceOf(700, 800)).toBe(700);
  });

  it('go to the first that fit', () => {
    const wishes = [5, 9, 3, 1].map((points) => ({ points }));
    expect(firstFit(wishes, 9)).toEqual({
      fitting: [{ points: 5 }, { points: 3 }, { points: 1 }],
      short: [{ points: 9 }],
    });
  });
});

describe('limits', () => {
  const limit = (path: string, points: number | null): BudgetLimit => {
    const unitPath = path.split('/');
    return { unitId: unitPath.at(-1) ?? '', unitPath, category: 'all', period: '2026', points };
  };

  it('of units below never exceed the nearest one above', () => {
    const street = limit('d/s', 100);
    const one = limit('d/s/a', 60);
    expect(limitRefusal(limit('d/s/b', 40), [street, one])).toBeNull();
    expect(limitRefusal(limit('d/s/b', 41), [street, one])).toEqual({
      code: 'budget_exceeds_parent',
      detail: { left: 40, unitId: 's' },
    });
    expect(limitRefusal(limit('d/s', 59), [one])).toEqual({ code: 'budget_below_children', detail: { given: 60 } });
    expect(limitRefusal(limit('d', 150), [street, one, limit('d/t', 50)])).toBeNull();
    expect(limitRefusal(limit('d', 149), [street, one, limit('d/t', 50)])?.code).toBe('budget_below_children');
  });

  it('that were lifted bound nothing; a new one between two counts in their place', () => {
    expect(limitRefusal(limit('d/s/b', 500), [limit('d/s', null)])).toBeNull();
    expect(limitRefusal(limit('d/s', null), [limit('d/s/a', 60)])).toBeNull();
    const [district, one] = [limit('d', 100), limit('d/s/a', 60)];
    expect(limitRefusal(limit('d/s', 100), [district, one])).toBeNull();
    expect(limitRefusal(limit('d/s', 101), [district, one])?.code).toBe('budget_exceeds_parent');
  });

  it('may be changed by the office that set them and those above', () => {
    expect(mayChangeLimit(['s'], ['d', 's'])).toBe(true);
    expect(mayChangeLimit(['d'], ['d', 's'])).toBe(true);
    expect(mayChangeLimit(['a'], ['d', 's'])).toBe(false);
    expect(mayChangeLimit(null, ['d'])).toBe(true);
  });

  it('warn from four fifths on', () => {
    expect(budgetLevelOf(null, 900, 0)).toBe('unlimited');
    expect([79, 80, 99, 100].map((used) => budgetLevelOf(100, used - 9, 9))).toEqual([
      'calm',
      'near',
      'near',
      'used_up',
    ]);
  });
});

describe('a plan', () => {
  const terms = {
    ...{ unit: 'hour' as const, points: 2, coefficient: 1, pointsMinPerEvent: 0, pointsMaxPerEvent: null },
    ...{ minutesMin: 30, spendableProvenances: ['qr_rotating' as const], caps: { perDay: null } },
  };
  const event = { startsAtMs: 0, endsAtMs: 2 * 3_600_000, capacity: 30, pointsPlanned: null };

  it('sets aside a whole stay of everybody, the daily cap at most, or what it says', () => {
    expect(plannedPoints(terms, event)).toBe(120);
    expect(plannedPoints({ ...terms, caps: { perDay: 3 } }, event)).toBe(90);
    expect(plannedPoints(terms, { ...event, pointsPlanned: 50 })).toBe(50);
  });
});
