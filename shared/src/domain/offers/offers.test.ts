import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeBy, countsOf, faultOf, gramsOf, gramsWanted, periodName, takenOff, whyNotFor } from './index.ts';

/** 2026-11-26 00:30 in Shanghai, which is still the 25th elsewhere. */
const AT_MS = Date.parse('2026-11-25T16:30:00Z');

describe('limits', () => {
  it('run by the business calendar', () => {
    expect((['day', 'week', 'month', 'year'] as const).map((every) => periodName(every, AT_MS))).toEqual([
      '2026-11-26',
      'w2026-11-23',
      '2026-11',
      '2026',
    ]);
  });

  it('count a person always, and in a period what the offer limits', () => {
    expect(countsOf({ perPersonMax: null, period: null }, 'p', AT_MS)).toEqual([
      { name: ':p', max: null, kind: 'person' },
    ]);
    const period = { every: 'month', perPersonMax: 2, totalMax: 30 } as const;
    expect(countsOf({ perPersonMax: 5, period }, 'p', AT_MS).map(({ name, max }) => [name, max])).toEqual([
      [':p', 5],
      [':p:2026-11', 2],
      ['::2026-11', 30],
    ]);
  });
});

describe('vouchers', () => {
  const percent = { form: 'percent', percentOff: 15, worthMaxFen: 300, billMinFen: 1000 } as const;

  it('take a sum or a share off a bill that is large enough', () => {
    expect(takenOff({ form: 'fixed', worthFen: 500, billMinFen: 2000 }, 1999)).toBeNull();
    expect(takenOff({ form: 'fixed', worthFen: 500, billMinFen: 2000 }, 2000)).toBe(500);
    expect(takenOff({ form: 'fixed', worthFen: 500, billMinFen: 0 }, 300)).toBe(300);
    expect(takenOff(percent, 1001)).toBe(150);
    expect(takenOff(percent, 1003)).toBe(150);
    expect(takenOff(percent, 1004)).toBe(151);
    expect(takenOff(percent, 100_000)).toBe(300);
  });

  it('never take more than the bill, nor less than nothing', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 100 }), (billFen, percentOff) => {
        const off = takenOff({ form: 'percent', percentOff, worthMaxFen: null, billMinFen: 0 }, billFen) ?? -1;
        expect(off).toBeGreaterThanOrEqual(0);
        expect(off).toBeLessThanOrEqual(billFen);
        expect(Math.abs(off * 100 - billFen * percentOff)).toBeLessThanOrEqual(50);
      }),
    );
  });
});

describe('whom an offer is for', () => {
  const adult = { unitPath: ['city', 'district', 'a'], age: 40 } as const;
  const everybody = { ageMin: null, ageMax: null, forUnits: [] };

  it('is told by where somebody lives', () => {
    expect(whyNotFor(everybody, adult)).toBeNull();
    expect(whyNotFor({ ...everybody, ageMin: 18, forUnits: ['district'] }, adult)).toBeNull();
    expect(whyNotFor({ ...everybody, forUnits: ['b'] }, adult)).toBe('offer_not_for_unit');
  });

  it('is told by age, both limits included', () => {
    const may = (ages: { ageMin?: number; ageMax?: number }, ...years: number[]) =>
      years.map((age) => whyNotFor({ ...everybody, ...ages }, { ...adult, age }));
    expect(may({ ageMin: 14 }, 13, 14, 90)).toEqual(['offer_not_for_age', null, null]);
    expect(may({ ageMin: 60 }, 59, 60, 90)).toEqual(['offer_not_for_age', null, null]);
    expect(may({ ageMax: 14 }, 6, 14, 15)).toEqual([null, null, 'offer_for_younger']);
    expect(may({ ageMin: 6, ageMax: 12 }, 5, 6, 12, 13)).toEqual([
      ...['offer_not_for_age', null],
      ...[null, 'offer_for_younger'],
    ]);
  });

  it('an age that is not known keeps nobody from what minors may not have, and gives nobody what is for some ages', () => {
    const unknown = (ages: { ageMin?: number; ageMax?: number }) =>
      whyNotFor({ ...everybody, ...ages }, { ...adult, age: null });
    expect([{}, { ageMin: 14 }, { ageMin: 18 }].map(unknown)).toEqual([null, null, null]);
    const favours = [{ ageMin: 19 }, { ageMin: 60 }, { ageMax: 14 }, { ageMin: 6, ageMax: 12 }];
    expect(favours.map(unknown)).toEqual(favours.map(() => 'offer_age_unknown'));
  });
});

describe('terms', () => {
  const terms = {
    ...{ ageMin: null, ageMax: null },
    kind: 'goods',
    validFrom: '2026-01-01T00:00:00Z',
    validUntil: null,
    perPersonMax: null,
    period: null,
    voucher: null,
    remainderFen: 0,
  } as const;
  const voucher = { form: 'fixed', worthFen: 1, billMinFen: 0 } as const;

  it('have to agree with each other', () => {
    expect(faultOf(terms)).toBeNull();
    expect(faultOf({ ...terms, validUntil: '2026-01-01T00:00:00Z' })).toBe('offer_dates_wrong');
    expect(faultOf({ ...terms, kind: 'voucher' })).toBe('offer_voucher_rule_missing');
    expect(faultOf({ ...terms, voucher })).toBe('offer_voucher_rule_unused');
    expect(faultOf({ ...terms, kind: 'voucher', voucher })).toBeNull();
    const period = { every: 'day', perPersonMax: null, totalMax: null } as const;
    expect(faultOf({ ...terms, period })).toBe('offer_limit_empty');
    expect(faultOf({ ...terms, ageMin: 14, ageMax: 14 })).toBeNull();
    expect(faultOf({ ...terms, ageMin: 15, ageMax: 14 })).toBe('offer_ages_wrong');
  });
});

describe('the book of a shelf', () => {
  it('enters what came, what went, and the difference that was counted', () => {
    expect(changeBy('goods_in', 3, 10)).toBe(3);
    expect(changeBy('donated', 3, 10)).toBe(3);
    expect(changeBy('loss', 3, 10)).toBe(-3);
    expect(changeBy('stocktake', 7, 10)).toBe(-3);
    expect(changeBy('stocktake', 10, 10)).toBe(0);
  });
});

describe('searching', () => {
  it('finds every part of a text, and spaces, width and case do not count', () => {
    expect(gramsWanted('大米')).toEqual(['大米']);
    expect(gramsWanted(' Ａb c')).toEqual(['ab', 'bc']);
    expect(gramsWanted('米')).toEqual(['米']);
    expect(gramsWanted(' 。')).toEqual([]);
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, maxLength: 20 }),
        fc.nat(19),
        fc.integer({ min: 1, max: 20 }),
        (text, from, length) => {
          const grams = new Set(gramsOf(text));
          const part = [...text].slice(from, from + length).join('');
          // Some characters of compatibility are written as several: those of a part may lie apart in the whole.
          if (part.normalize('NFKC') !== part || text.normalize('NFKC') !== text) return;
          expect(gramsWanted(part).every((gram) => grams.has(gram))).toBe(true);
        },
      ),
    );
  });
});
