import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ASSURANCE_CAPS_DEFAULT,
  ASSURANCES,
  type Assurance,
  capReached,
  capsInOrder,
  capsTouched,
} from './assurance.ts';
import { isSimplePin } from './pin.ts';

const none = { day: {}, month: {} };

describe('caps by assurance', () => {
  it('stand in order as they come', () => {
    expect(capsInOrder(ASSURANCE_CAPS_DEFAULT)).toBe(true);
  });

  it('are out of order where a weaker one allows more, or a day more than its month', () => {
    const wide = { day: 300, month: 600 };
    expect(capsInOrder({ ...ASSURANCE_CAPS_DEFAULT, card: { day: 2_001, month: 2_001 } })).toBe(false);
    expect(capsInOrder({ ...ASSURANCE_CAPS_DEFAULT, card: { day: 700, month: 600 } })).toBe(false);
    expect(capsInOrder({ ...ASSURANCE_CAPS_DEFAULT, card: { day: null, month: null } })).toBe(false);
    expect(capsInOrder({ card: wide, poster: wide, code: wide, pin: wide })).toBe(true);
  });

  it('say what is left of the tightest', () => {
    const spent = { day: { card: 70 }, month: { card: 590 } };
    expect(capReached(ASSURANCE_CAPS_DEFAULT, spent, 'card', 10)).toBeNull();
    expect(capReached(ASSURANCE_CAPS_DEFAULT, spent, 'card', 11)).toEqual({ period: 'month', left: 10, max: 600 });
    expect(capReached(ASSURANCE_CAPS_DEFAULT, spent, 'card', 31)).toEqual({ period: 'month', left: 10, max: 600 });
    expect(capReached(ASSURANCE_CAPS_DEFAULT, none, 'card', 101)).toEqual({ period: 'day', left: 100, max: 100 });
    expect(capReached(ASSURANCE_CAPS_DEFAULT, none, 'pin', 1_000_000)).toBeNull();
  });

  it('never let a weaker assurance spend what a stronger one could not', () => {
    const spends = fc.array(
      fc.record({ assurance: fc.constantFrom(...ASSURANCES), points: fc.integer({ min: 1, max: 80 }) }),
    );
    const caps = {
      card: { day: 60, month: 60 },
      poster: { day: 90, month: 120 },
      code: { day: 150, month: 200 },
      pin: { day: 240, month: 300 },
    };
    fc.assert(
      fc.property(spends, (all) => {
        const spent: Partial<Record<Assurance, number>> = {};
        let total = 0;
        for (const { assurance, points } of all) {
          if (capReached(caps, { day: spent, month: spent }, assurance, points) !== null) continue;
          for (const touched of capsTouched(assurance)) spent[touched] = (spent[touched] ?? 0) + points;
          total += points;
        }
        expect(total).toBeLessThanOrEqual(240);
        for (const assurance of ASSURANCES) expect(spent[assurance] ?? 0).toBeLessThanOrEqual(caps[assurance].day);
      }),
    );
  });
});

describe('a PIN', () => {
  it('is too simple where all digits are equal or run up or down', () => {
    for (const pin of ['000000', '123456', '987654']) expect(isSimplePin(pin)).toBe(true);
    for (const pin of ['135790', '112233', '120000']) expect(isSimplePin(pin)).toBe(false);
  });
});
