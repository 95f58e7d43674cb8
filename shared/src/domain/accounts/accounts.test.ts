import { describe, expect, it } from 'vitest';
import { type CreditedTo, type CreditingSetting, creditingOn } from './index.ts';

const PATH = ['yunzhou', 'wanglan', 'qihe', 'jinxiu', 'jinxiu-g1'];

const setting = (unitId: string, creditedTo: CreditedTo, from: string, decidedAtMs = 0): CreditingSetting => ({
  unitId,
  creditedTo,
  from,
  decidedAtMs,
});

describe('whose account is credited', () => {
  it("is each person's own where nobody ever said anything", () => {
    expect(creditingOn([], PATH, '2026-11-23')).toEqual({ creditedTo: 'person', unitId: null, from: null });
  });

  it('is inherited downward from the nearest unit that says so, from its date on', () => {
    const settings = [setting('wanglan', 'household', '2026-01-01'), setting('jinxiu', 'person', '2026-12-01')];
    expect(creditingOn(settings, PATH, '2025-12-31').creditedTo).toBe('person');
    expect(creditingOn(settings, PATH, '2026-11-30')).toEqual({
      creditedTo: 'household',
      unitId: 'wanglan',
      from: '2026-01-01',
    });
    expect(creditingOn(settings, PATH, '2026-12-01')).toMatchObject({ creditedTo: 'person', unitId: 'jinxiu' });
    expect(creditingOn(settings, ['yunzhou', 'linjiang'], '2026-12-01').creditedTo).toBe('person');
  });

  it('goes back to the unit above when a unit takes its own setting back', () => {
    const settings = [
      setting('wanglan', 'household', '2026-01-01'),
      setting('jinxiu', 'person', '2026-02-01'),
      setting('jinxiu', 'inherit', '2026-03-01'),
    ];
    expect(creditingOn(settings, PATH, '2026-02-15').creditedTo).toBe('person');
    expect(creditingOn(settings, PATH, '2026-03-01')).toMatchObject({ creditedTo: 'household', unitId: 'wanglan' });
  });

  it('is what was decided last for one day, in whatever order they are read', () => {
    const two = [setting('jinxiu', 'household', '2026-02-01', 1), setting('jinxiu', 'person', '2026-02-01', 2)];
    expect(creditingOn(two, PATH, '2026-02-01').creditedTo).toBe('person');
    expect(creditingOn(two.toReversed(), PATH, '2026-02-01').creditedTo).toBe('person');
  });
});
