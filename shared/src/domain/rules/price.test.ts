import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PROVENANCES } from '../ledger/index.ts';
import { capsFor, contradictions, earnsText, type PricingTerms, price, versionInForce } from './index.ts';

const hourly: PricingTerms = {
  unit: 'hour',
  points: 2,
  coefficient: 1,
  pointsMinPerEvent: 0,
  pointsMaxPerEvent: null,
  minutesMin: 0,
  spendableProvenances: ['qr_rotating', 'witnessed', 'claimed'],
};
const scan = (minutes: number) => ({ minutes, provenance: 'qr_rotating' as const });

const anyTerms: fc.Arbitrary<PricingTerms> = fc
  .record({
    unit: fc.constantFrom('hour' as const, 'attendance' as const, 'case' as const),
    points: fc.integer({ min: 0, max: 1000 }),
    coefficientHundredths: fc.integer({ min: 1, max: 1000 }),
    pointsMinPerEvent: fc.integer({ min: 0, max: 20 }),
    pointsMaxPerEvent: fc.option(fc.integer({ min: 20, max: 500 }), { nil: null }),
    minutesMin: fc.integer({ min: 0, max: 120 }),
    spendableProvenances: fc.subarray([...PROVENANCES]),
  })
  .map(({ coefficientHundredths, ...rest }) => ({ ...rest, coefficient: coefficientHundredths / 100 }));
const anyEvent = fc.record({ minutes: fc.integer({ min: 0, max: 1440 }), provenance: fc.constantFrom(...PROVENANCES) });

describe('price', () => {
  it('rounds half up once: 1.75 h at 2 points are 4', () => {
    expect(price(hourly, scan(105))).toEqual({
      points: 4,
      minutes: 105,
      workingZh: '1.75 小时 × 2 分 = 3.5，四舍五入为 4 分',
      workingEn: '1.75 h × 2 points = 3.5, rounded half up to 4',
      notes: [],
    });
    expect(price(hourly, scan(104)).points).toBe(3);
  });
  it('takes the coefficient as the decimal that was written', () => {
    // 1.005 × 100 is 100.49999999999999 in doubles and 100.5 on paper.
    const terms = { ...hourly, unit: 'attendance' as const, points: 100, coefficient: 1.005 };
    expect(price(terms, scan(0)).points).toBe(101);
    expect(price({ ...terms, points: 3, coefficient: 1.5 }, scan(0)).workingZh).toBe(
      '1 次 × 3 分 × 系数 1.5 = 4.5，四舍五入为 5 分',
    );
  });
  it('holds an event within its minimum and maximum', () => {
    expect(price({ ...hourly, pointsMaxPerEvent: 5 }, scan(600))).toMatchObject({
      points: 5,
      notes: ['event_maximum'],
    });
    expect(price({ ...hourly, pointsMinPerEvent: 3 }, scan(30))).toMatchObject({ points: 3, notes: ['event_minimum'] });
  });
  it('gives nothing below the minimum stay, minutes only where points cannot be spent', () => {
    expect(price({ ...hourly, minutesMin: 30 }, scan(29))).toMatchObject({
      points: 0,
      minutes: 0,
      notes: ['below_minimum_stay'],
    });
    expect(price(hourly, { minutes: 90, provenance: 'backfilled' })).toMatchObject({
      points: 0,
      minutes: 90,
      notes: ['not_spendable'],
    });
  });
  it('counts cases', () => {
    expect(price({ ...hourly, unit: 'case', points: 5 }, { minutes: 0, provenance: 'claimed', cases: 2 }).points).toBe(
      10,
    );
  });
  it('refuses to price what is no whole number', () => {
    expect(() => price(hourly, scan(1.5))).toThrow(RangeError);
    expect(() => price(hourly, scan(-1))).toThrow(RangeError);
  });
  it('is whole, within bounds, and never falls with a longer stay', () => {
    fc.assert(
      fc.property(anyTerms, anyEvent, fc.integer({ min: 0, max: 600 }), (terms, event, longer) => {
        const priced = price(terms, event);
        expect(Number.isSafeInteger(priced.points) && priced.points >= 0).toBe(true);
        expect(priced.minutes === 0 || priced.minutes === event.minutes).toBe(true);
        if (terms.pointsMaxPerEvent !== null) expect(priced.points).toBeLessThanOrEqual(terms.pointsMaxPerEvent);
        const more = price(terms, { ...event, minutes: event.minutes + longer });
        expect(more.points).toBeGreaterThanOrEqual(priced.points);
      }),
    );
  });
  it('is off the exact product by no more than half a point, and a half goes up', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 500 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 0, max: 1440 }),
        (points, hundredths, minutes) => {
          const priced = price({ ...hourly, points, coefficient: hundredths / 100 }, scan(minutes));
          // In whole 6000ths of a point, which is exact.
          const difference = priced.points * 6000 - points * hundredths * minutes;
          expect(difference).toBeGreaterThan(-3000);
          expect(difference).toBeLessThanOrEqual(3000);
        },
      ),
    );
  });
});

describe('earnsText', () => {
  it('says what a unit gives, coefficient included', () => {
    expect(earnsText({ ...hourly, coefficient: 1.25 })).toEqual({ zh: '每小时 2.5 分', en: '2.5 points per hour' });
  });
});

describe('capsFor', () => {
  it('names the business periods of the event', () => {
    const at = Date.parse('2026-11-22T17:00:00Z'); // 1 a.m. of the 23rd in Shanghai
    expect(capsFor('ZY-01', { caps: { perDay: 10, perMonth: null, perYear: 200 } }, at)).toEqual([
      { key: 'ZY-01:d:20261123', pointsMax: 10 },
      { key: 'ZY-01:y:2026', pointsMax: 200 },
    ]);
  });
});

describe('versionInForce', () => {
  const version = (number: number, validFrom: string, more = {}) => ({
    version: number,
    state: 'published' as const,
    validFrom,
    validUntil: null,
    withdrawnOn: null,
    ...more,
  });
  const old = version(1, '2026-01-01', { state: 'retired' });
  const next = version(2, '2026-07-01');
  it('prices each day by the version that had begun by then', () => {
    expect(versionInForce([old, next], '2025-12-31')).toBeNull();
    expect(versionInForce([old, next], '2026-06-30')).toBe(old);
    expect(versionInForce([next, old], '2026-07-01')).toBe(next);
  });
  it('knows no draft, no version that ran out, none withdrawn', () => {
    expect(versionInForce([next, version(3, '2026-07-01', { state: 'draft' })], '2026-08-01')).toBe(next);
    expect(versionInForce([version(1, '2026-01-01', { validUntil: '2026-03-01' })], '2026-03-02')).toBeNull();
    const withdrawn = version(1, '2026-01-01', { state: 'retired', withdrawnOn: '2026-05-01' });
    expect(versionInForce([withdrawn], '2026-04-30')).toBe(withdrawn);
    expect(versionInForce([withdrawn], '2026-05-01')).toBeNull();
  });
});

describe('contradictions', () => {
  it('names the fields that cannot stand together', () => {
    const terms = { pointsMinPerEvent: 5, pointsMaxPerEvent: 4, validFrom: '2026-02-01', validUntil: '2026-01-01' };
    expect(contradictions(terms)).toEqual(['pointsMaxPerEvent', 'validUntil']);
  });
});
