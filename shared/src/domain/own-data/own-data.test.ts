import { describe, expect, it } from 'vitest';
import { approvalsNeeded, changesOf, erasureBlocks, isCool, maskedValue, whyNotTheirs } from './index.ts';

const NOTHING = {
  ...{ available: 0, owed: 0, redemptions: 0, bookings: 0, refunds: 0, pending: 0, objections: 0, contests: 0 },
  ...{ loneHouseholds: 0, headOf: 0, shops: 0, accountChange: false },
};

describe('what stands in the way of an erasure', () => {
  it('is nothing for somebody whom nothing depends on', () => {
    expect(erasureBlocks(NOTHING, false)).toEqual([]);
    expect(approvalsNeeded(0)).toBe(1);
  });

  it.each([
    [{ redemptions: 1 }, 'erasure_redemptions_open'],
    [{ bookings: 1 }, 'erasure_bookings_open'],
    [{ refunds: 1 }, 'erasure_refunds_waiting'],
    [{ pending: 1 }, 'erasure_credits_pending'],
    [{ objections: 1 }, 'erasure_objections_open'],
    [{ contests: 1 }, 'erasure_contests_open'],
    [{ owed: 1 }, 'erasure_owes'],
    [{ loneHouseholds: 1 }, 'erasure_household_account'],
    [{ headOf: 1 }, 'erasure_household_head'],
    [{ shops: 1 }, 'erasure_works_in_shop'],
    [{ accountChange: true }, 'erasure_change_waiting'],
    [{ available: 1 }, 'erasure_points_left'],
  ])('%o has the code %s', (fact, code) => {
    expect(erasureBlocks({ ...NOTHING, ...fact }, false).map((block) => block.code)).toEqual([code]);
  });

  it('is not points that the person gives away, which take two words', () => {
    expect(erasureBlocks({ ...NOTHING, available: 5 }, true)).toEqual([]);
    expect(approvalsNeeded(5)).toBe(2);
  });
});

describe('whose data one may ask about', () => {
  const adult = { isSelf: true, ownsPhone: true, band: 'adult', actsAsGuardian: true } as const;

  it('is one’s own with a phone of one’s own, also from 14 on, or with an unknown age', () => {
    for (const band of ['adult', 'unknown', 'from14to17'] as const) {
      expect(whyNotTheirs({ ...adult, band, actsAsGuardian: false })).toBeNull();
    }
    expect(whyNotTheirs({ ...adult, band: 'under14' })).toBe('own_data_guardian_acts');
  });

  it('is a child’s for whoever acts as themselves, and no other adult’s', () => {
    const other = { ...adult, isSelf: false, ownsPhone: false };
    expect(whyNotTheirs({ ...other, band: 'under14' })).toBeNull();
    expect(whyNotTheirs({ ...other, band: 'from14to17' })).toBeNull();
    expect(whyNotTheirs({ ...other, band: 'under14', actsAsGuardian: false })).toBe('own_data_guardian_acts');
    expect(whyNotTheirs(other)).toBe('own_data_adult_themselves');
    // The session was switched to an elder who shares the phone: it is still somebody else's hand.
    expect(whyNotTheirs({ ...other, isSelf: true })).toBe('own_data_adult_themselves');
  });
});

it('is decided from the first instant after the waiting time on', () => {
  expect([isCool(null, 0), isCool(10, 9), isCool(10, 10)]).toEqual([true, false, true]);
});

describe('a correction', () => {
  it('is what differs, in the order of the form; an emptied field is none', () => {
    const known = { name: '陈秀英', phone: null, birthDate: '1960-01-01', address: null, unitId: 'jinxiu' };
    expect(changesOf(known, { name: '陈秀英', unitId: 'jinxiu', address: null })).toEqual([]);
    expect(changesOf(known, { birthDate: null, name: '陈绣英' })).toEqual([
      { field: 'name', from: '陈秀英', to: '陈绣英' },
      { field: 'birthDate', from: '1960-01-01', to: null },
    ]);
  });

  it('is masked field by field', () => {
    expect(maskedValue('name', '陈秀英')).toBe('陈*');
    expect(maskedValue('phone', '13812345678')).toBe('138****5678');
    expect(maskedValue('birthDate', '1960-01-01')).toBe('1960-**-**');
    expect(maskedValue('address', '锦绣花园 7 幢 1203')).not.toContain('1203');
    expect(maskedValue('unitId', 'jinxiu')).toBe('jinxiu');
    expect(maskedValue('phone', null)).toBeNull();
  });
});
