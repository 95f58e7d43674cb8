import { describe, expect, it } from 'vitest';
import {
  areStarHours,
  certificateCode,
  daysWithin,
  readCertificateCode,
  starRecordOf,
  starsOf,
  totalsOf,
} from './index.ts';

describe('star levels', () => {
  it.each([
    [5999, 0],
    [6000, 1],
    [18_000, 2],
    [36_000, 3],
    [60_000, 4],
    [90_000, 5],
  ])('of %i minutes are %i', (minutes, stars) => {
    expect(starsOf(minutes)).toBe(stars);
  });

  it('rise', () => {
    expect(areStarHours([1, 2, 3, 4, 5])).toBe(true);
    expect(areStarHours([0, 2, 3, 4, 5])).toBe(false);
    expect(areStarHours([1, 2, 2, 4, 5])).toBe(false);
  });

  it('are held since the day that brought the hours together, in whichever order days are told', () => {
    const days = [
      { day: '2026-03-02', minutes: 3000 },
      { day: '2026-01-05', minutes: 2000 },
      { day: '2026-03-02', minutes: 1000 },
      { day: '2026-04-01', minutes: 60 },
    ];
    expect(starRecordOf(days)).toEqual({
      stars: 1,
      reached: [{ stars: 1, hours: 100, day: '2026-03-02' }],
      next: { stars: 2, hours: 300, minutesLeft: 18_000 - 6060 },
    });
  });

  it('that a later correction took away are held since they came back', () => {
    const days = [
      { day: '2026-01-01', minutes: 6000 },
      { day: '2026-02-01', minutes: -60 },
    ];
    expect(starRecordOf(days)).toMatchObject({ stars: 0, reached: [] });
    const again = [...days, { day: '2026-03-01', minutes: 60 }];
    expect(starRecordOf(again).reached).toEqual([{ stars: 1, hours: 100, day: '2026-03-01' }]);
  });

  it('end with five', () => {
    const record = starRecordOf([{ day: '2026-01-01', minutes: 300 }], [1, 2, 3, 4, 5]);
    expect(record).toMatchObject({ stars: 5, next: null });
    expect(record.reached).toHaveLength(5);
  });
});

describe('hours of a period', () => {
  const days = [
    { day: '2026-01-01', category: 'culture', minutes: 60, items: 1 },
    { day: '2026-01-02', category: 'volunteering', minutes: 90, items: 1 },
    { day: '2026-01-03', category: 'volunteering', minutes: 30, items: 1 },
    { day: '2026-01-03', category: 'mediation', minutes: 0, items: 0 },
  ];

  it('have both ends, or none', () => {
    expect(daysWithin(days, { from: '2026-01-02', until: '2026-01-02' })).toEqual([days[1]]);
    expect(daysWithin(days, { from: null, until: null })).toEqual(days);
  });

  it('are added up by category, the most first, without what nothing is left of', () => {
    expect(totalsOf(days)).toEqual({
      minutes: 180,
      items: 3,
      byCategory: [
        { category: 'volunteering', minutes: 120, items: 2 },
        { category: 'culture', minutes: 60, items: 1 },
      ],
    });
  });
});

describe('the code of a certificate', () => {
  it('is eighty bits in letters that are not mistaken, read in whichever way they are typed', () => {
    expect(certificateCode(new Uint8Array(10))).toBe('0000-0000-0000-0000');
    expect(certificateCode(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ');
    const code = certificateCode(Uint8Array.from([1, 35, 69, 103, 137, 171, 205, 239, 16, 50]));
    expect(code).toBe('04HM-ASW9-NF6Y-Y41J');
    expect(readCertificateCode(' o4hm asw9-nf6yy4ij ')).toBe(code);
    expect(readCertificateCode('04HM-ASW9-NF6Y')).toBeNull();
    expect(readCertificateCode('04HM-ASW9-NF6Y-Y41U')).toBeNull();
  });
});
