import { describe, expect, it } from 'vitest';
import { covers, sharedHousehold, whyNotDate, whyNotEnter } from './index.ts';

const TODAY = '2026-11-23';

describe('a spell in a household', () => {
  it('covers its first day and not the one on which it ends', () => {
    const spell = { from: '2026-11-01', until: '2026-11-23' };
    expect(['2026-10-31', '2026-11-01', '2026-11-22', '2026-11-23'].map((day) => covers(spell, day))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(covers({ from: TODAY, until: null }, '2099-01-01')).toBe(true);
  });

  it('begins after the one before it has ended', () => {
    const before = [{ from: '2026-01-01', until: '2026-12-01' }];
    expect(whyNotEnter(before, '2026-11-30', TODAY)).toEqual({ code: 'membership_overlaps', until: '2026-12-01' });
    expect(whyNotEnter(before, '2026-12-01', TODAY)).toBeNull();
    expect(whyNotEnter([{ from: '2026-01-01', until: null }], TODAY, TODAY)).toEqual({ code: 'household_taken' });
  });

  it('is neither backdated nor entered years ahead', () => {
    expect(whyNotDate('2026-11-22', TODAY)).toEqual({ code: 'membership_date_past' });
    expect(whyNotDate('2028-01-01', TODAY)).toEqual({ code: 'membership_date_far', days: 366 });
    expect(whyNotDate('2027-11-24', TODAY)).toBeNull();
  });
});

describe('two people', () => {
  const spell = (personId: string, groupId: string, from: string, until: string | null = null) => ({
    personId,
    groupId,
    from,
    until,
  });
  const spells = [
    spell('anna', 'home', '2026-01-01'),
    spell('ben', 'home', '2026-01-01', '2026-06-01'),
    spell('ben', 'flat', '2026-06-01'),
  ];

  it('share a household only on days on which both belong to it', () => {
    expect(sharedHousehold(spells, 'anna', 'ben', '2026-05-31')).toBe(true);
    expect(sharedHousehold(spells, 'anna', 'ben', '2026-06-01')).toBe(false);
    expect(sharedHousehold(spells, 'anna', 'carla', '2026-05-31')).toBe(false);
  });
});
