import { describe, expect, it } from 'vitest';
import { ENTRY_KINDS } from '../ledger/index.ts';
import { actorsOf, givenWith, whyNotAdjust } from './index.ts';

describe('what can be corrected', () => {
  it('is what points or minutes came or went by, in either direction', () => {
    const refused = ENTRY_KINDS.filter((kind) => whyNotAdjust(kind, { points: 5, minutes: 0 }) !== null);
    expect(refused).toEqual(['hold', 'release', 'join', 'close']);
    expect(whyNotAdjust('earn', { points: -5, minutes: 0 })).toBeNull();
    expect(whyNotAdjust('earn', { points: 0, minutes: -30 })).toBeNull();
    expect(whyNotAdjust('earn', { points: 0, minutes: 0 })).toBe('adjustment_nothing');
    expect(whyNotAdjust('hold', { points: 0, minutes: 0 })).toBe('adjustment_kind');
  });

  it('gives together with those upward before it; what was taken in between makes no room', () => {
    expect(givenWith(5, [])).toBe(5);
    expect(givenWith(5, [20, -20, 14])).toBe(39);
    expect(givenWith(-5, [100])).toBe(0);
    expect(givenWith(0, [100])).toBe(0);
  });

  it('names the two who agreed, and whom the corrected entry was about', () => {
    const corrected = [
      { part: 'reviewer', id: 'u1' },
      { part: 'beneficiary', id: 'p1' },
      { part: 'spender', id: 'p2' },
    ];
    expect(actorsOf(corrected, 'u2', 'u3')).toEqual([
      { part: 'proposer', id: 'u2' },
      { part: 'confirmer', id: 'u3' },
      { part: 'beneficiary', id: 'p1' },
      { part: 'spender', id: 'p2' },
    ]);
  });
});
