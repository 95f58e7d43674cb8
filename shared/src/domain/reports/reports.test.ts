import { describe, expect, it } from 'vitest';
import { addFigures, figuresOf, NO_FIGURES, standingByWeek, weeklyFigures } from './index.ts';

const earn = {
  kind: 'earn',
  points: 5,
  minutes: 90,
  provenance: 'qr_rotating',
  category: 'volunteering',
  counterparty: { kind: 'issuance', id: 'jinxiu' },
  state: { items: 1 },
} as const;

describe('figures of an entry', () => {
  it('counts the account as a subject with its first standing credit only', () => {
    expect(figuresOf(earn, 'person').subjects.person).toBe(1);
    expect(figuresOf({ ...earn, state: { items: 2 } }, 'person').subjects.person).toBe(0);
  });
  it('takes everything back with the reversal of the last standing credit', () => {
    const reversal = { ...earn, kind: 'reverse', points: -5, minutes: -90, state: { items: 0 } } as const;
    expect(addFigures(figuresOf(earn, 'household'), figuresOf(reversal, 'household'))).toEqual({
      ...NO_FIGURES,
      categories: { volunteering: { items: 0, points: 0, minutes: 0 } },
    });
  });
  it('counts a capture as redeemed and a refund against it, never as issued', () => {
    const shop = { kind: 'shop', id: 'shop1' } as const;
    const capture = {
      ...earn,
      kind: 'capture',
      points: -12,
      minutes: 0,
      provenance: null,
      category: null,
      counterparty: shop,
    } as const;
    const refund = { ...capture, kind: 'refund', points: 4 } as const;
    const sum = addFigures(figuresOf(capture, 'person'), figuresOf(refund, 'person'));
    expect(sum).toMatchObject({ redeemed: 8, outstanding: -8, issued: 0, items: 0 });
  });
  it('counts a hold as nothing', () => {
    const hold = { ...earn, kind: 'hold', points: 0, minutes: 0, provenance: null, category: null } as const;
    expect(figuresOf(hold, 'person')).toEqual(NO_FIGURES);
  });
});

describe('weeks', () => {
  it('sum their days and lead back from the total of today', () => {
    const day = (date: string, items: number) => ({ day: date, figures: { ...NO_FIGURES, items } });
    const weeks = weeklyFigures([day('2026-11-23', 3), day('2026-11-17', 2), day('2026-11-16', 4)], '2026-11-24', 3);
    expect(weeks.map((week) => [week.from, week.figures.items])).toEqual([
      ['2026-11-09', 0],
      ['2026-11-16', 6],
      ['2026-11-23', 3],
    ]);
    expect(standingByWeek({ ...NO_FIGURES, items: 100 }, weeks, (figures) => figures.items)).toEqual([91, 97, 100]);
  });
});
