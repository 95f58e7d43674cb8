import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ANSWER_TIME_MS,
  applyFact,
  askedSide,
  CODE_LIFE_MS,
  CODE_REFRESH_MS,
  decide,
  ImpossibleFactError,
  isAgreed,
  owedFen,
  type RedemptionCommand,
  type RedemptionStanding,
  type RedemptionState,
  type ReleaseCause,
  shortCodeOf,
  totalPoints,
  whyNotOnOffer,
  whyNotServing,
} from './index.ts';

const CREATED_AT_MS = 1_795_000_000_000;
const EXPIRES_AT_MS = CREATED_AT_MS + ANSWER_TIME_MS;

function standing(state: RedemptionState, more: Partial<RedemptionStanding> = {}): RedemptionStanding {
  return { state, closeReason: null, points: 12, refundedPoints: 0, expiresAtMs: EXPIRES_AT_MS, ...more };
}

const commands: fc.Arbitrary<RedemptionCommand> = fc.oneof(
  fc.constantFrom<RedemptionCommand>(
    { kind: 'confirm' },
    { kind: 'approve' },
    { kind: 'decline' },
    { kind: 'revoke' },
    { kind: 'time_out' },
  ),
  fc.integer({ min: -2, max: 15 }).map((points): RedemptionCommand => ({ kind: 'refund', points })),
);

describe('decide', () => {
  it('captures when the side that is awaited agrees in time', () => {
    expect(decide(standing('awaiting_confirm'), { kind: 'confirm' }, EXPIRES_AT_MS - 1)).toEqual({ kind: 'capture' });
    expect(decide(standing('awaiting_resident'), { kind: 'approve' }, CREATED_AT_MS)).toEqual({ kind: 'capture' });
  });

  it('releases instead once the time is over, whoever agrees', () => {
    const late = { kind: 'release', cause: 'timed_out' };
    expect(decide(standing('awaiting_confirm'), { kind: 'confirm' }, EXPIRES_AT_MS)).toEqual(late);
    expect(decide(standing('awaiting_resident'), { kind: 'approve' }, EXPIRES_AT_MS)).toEqual(late);
    expect(decide(standing('awaiting_confirm'), { kind: 'time_out' }, EXPIRES_AT_MS - 1)).toEqual({
      kind: 'unchanged',
    });
  });

  it('tells the side that is not awaited who is', () => {
    expect(decide(standing('awaiting_resident'), { kind: 'confirm' }, CREATED_AT_MS)).toEqual({
      kind: 'refused',
      code: 'redemption_awaits_resident',
    });
    expect(decide(standing('awaiting_confirm'), { kind: 'approve' }, CREATED_AT_MS)).toEqual({
      kind: 'refused',
      code: 'redemption_awaits_shop',
    });
  });

  it('answers a second confirmation as the first', () => {
    for (const state of ['success', 'partially_refunded', 'refunded'] as const) {
      expect(decide(standing(state), { kind: 'confirm' }, EXPIRES_AT_MS + 1)).toEqual({ kind: 'unchanged' });
    }
  });

  it('names the ending to who confirms too late', () => {
    const asked = (closeReason: RedemptionStanding['closeReason'], state: RedemptionState = 'closed') =>
      decide(standing(state, { closeReason }), { kind: 'confirm' }, EXPIRES_AT_MS);
    expect(asked('timed_out')).toEqual({ kind: 'refused', code: 'redemption_timed_out' });
    expect(asked('declined')).toEqual({ kind: 'refused', code: 'redemption_declined' });
    expect(asked('out_of_stock')).toEqual({ kind: 'refused', code: 'redemption_closed' });
    expect(asked(null, 'revoked')).toEqual({ kind: 'refused', code: 'redemption_revoked' });
  });

  it('takes back every open one, and changes nothing the second time', () => {
    expect(decide(standing('awaiting_confirm'), { kind: 'revoke' }, EXPIRES_AT_MS + 1)).toEqual({
      kind: 'release',
      cause: 'revoked',
    });
    expect(decide(standing('awaiting_resident'), { kind: 'revoke' }, CREATED_AT_MS)).toEqual({
      kind: 'release',
      cause: 'resident_refused',
    });
    expect(decide(standing('revoked'), { kind: 'revoke' }, CREATED_AT_MS)).toEqual({ kind: 'unchanged' });
    expect(decide(standing('success'), { kind: 'revoke' }, CREATED_AT_MS)).toEqual({
      kind: 'refused',
      code: 'redemption_already_done',
    });
  });

  it('never refunds more than is left', () => {
    const partly = standing('partially_refunded', { refundedPoints: 5 });
    expect(decide(partly, { kind: 'refund', points: 7 }, CREATED_AT_MS)).toEqual({ kind: 'refund', points: 7 });
    expect(decide(partly, { kind: 'refund', points: 8 }, CREATED_AT_MS)).toEqual({
      kind: 'refused',
      code: 'refund_exceeds_redemption',
      detail: { left: 7, asked: 8 },
    });
  });
});

/**
 * A ledger of one hold and the redemption that follows it: commands arrive in any order and at any time, and each
 * fact is followed once or twice.
 */
function play(
  steps: readonly { command: RedemptionCommand; atMs: number; twice: boolean }[],
  asked: 'shop' | 'resident',
) {
  let redemption = applyFact(standing('created'), { kind: 'held', asked });
  let hold: 'open' | 'captured' | ReleaseCause = 'open';
  let given = 0;
  for (const { command, atMs, twice } of steps) {
    const decision = decide(redemption, command, atMs);
    if (decision.kind === 'capture' || decision.kind === 'release') {
      expect(hold).toBe('open');
      hold = decision.kind === 'capture' ? 'captured' : decision.cause;
      const fact =
        decision.kind === 'capture'
          ? ({ kind: 'captured' } as const)
          : ({ kind: 'released', cause: decision.cause } as const);
      redemption = applyFact(redemption, fact);
      if (twice) expect(applyFact(redemption, fact)).toBe(redemption);
    }
    if (decision.kind === 'refund') {
      given += decision.points;
      redemption = applyFact(redemption, { kind: 'refunded', points: decision.points });
    }
  }
  return { redemption, hold, given };
}

describe('decide and applyFact together', () => {
  const steps = fc.array(
    fc.record({
      command: commands,
      atMs: fc.integer({ min: CREATED_AT_MS, max: EXPIRES_AT_MS + 60_000 }),
      twice: fc.boolean(),
    }),
    { maxLength: 12 },
  );

  it('end every hold at most once, conserve points, and agree with the ledger', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('shop' as const, 'resident' as const), (played, asked) => {
        const { redemption, hold, given } = play(played, asked);
        expect(redemption.refundedPoints).toBe(given);
        expect(given).toBeLessThanOrEqual(redemption.points);
        const done = ['success', 'partially_refunded', 'refunded'].includes(redemption.state);
        expect(done).toBe(hold === 'captured');
        expect(['awaiting_confirm', 'awaiting_resident'].includes(redemption.state)).toBe(hold === 'open');
        expect(redemption.state === 'refunded').toBe(given === redemption.points);
      }),
    );
  });

  it('end every open one by a time-out at the latest', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom('shop' as const, 'resident' as const), (played, asked) => {
        const { redemption } = play(
          [...played, { command: { kind: 'time_out' }, atMs: EXPIRES_AT_MS, twice: true }],
          asked,
        );
        expect(['created', 'awaiting_resident', 'awaiting_confirm']).not.toContain(redemption.state);
      }),
    );
  });

  it('leave an end that was reached as it is when the word of the hold comes late', () => {
    const closed = standing('closed', { closeReason: 'timed_out' });
    expect(applyFact(closed, { kind: 'held', asked: 'shop' })).toBe(closed);
  });

  it('refuse facts that contradict the state', () => {
    expect(() => applyFact(standing('closed', { closeReason: 'timed_out' }), { kind: 'captured' })).toThrow(
      ImpossibleFactError,
    );
    expect(() => applyFact(standing('success'), { kind: 'released', cause: 'timed_out' })).toThrow(ImpossibleFactError);
    expect(() => applyFact(standing('success'), { kind: 'refunded', points: 13 })).toThrow(ImpossibleFactError);
    expect(() => applyFact(standing('created'), { kind: 'captured' })).toThrow(ImpossibleFactError);
  });
});

describe('terms', () => {
  const settings = { smallAmountPoints: 30 };

  it('ask the resident above the small amount and for every service, the shop where the resident came to it', () => {
    expect(askedSide('resident_code', 'goods', 30, settings)).toBe('nobody');
    expect(askedSide('resident_code', 'goods', 31, settings)).toBe('resident');
    expect(askedSide('resident_code', 'service', 1, settings)).toBe('resident');
    expect(askedSide('shop_poster', 'service', 500, settings)).toBe('shop');
  });

  it('bound the points of one redemption', () => {
    expect(totalPoints(12, 20)).toBe(240);
    expect(totalPoints(1_000_000, 2)).toBeNull();
    expect(totalPoints(12, 0)).toBeNull();
  });

  it('owe the shop less by the share that was refunded, never below zero', () => {
    expect(owedFen(850, 2, 24, 0)).toBe(1700);
    expect(owedFen(850, 2, 24, 24)).toBe(0);
    expect(owedFen(850, 1, 12, 5)).toBe(496);
    fc.assert(
      fc.property(
        fc.nat(100_000_000),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(1000),
        (fen, quantity, points, share) => {
          const refunded = Math.min(points, share);
          const owed = owedFen(fen, quantity, points, refunded);
          expect(Number.isSafeInteger(owed)).toBe(true);
          expect(owed).toBeGreaterThanOrEqual(0);
          expect(owed).toBeLessThanOrEqual(fen * quantity);
        },
      ),
    );
  });

  it('make short codes of four digits that differ between attempts', () => {
    expect(shortCodeOf('3kZ0_redemption', 0)).toMatch(/^\d{4}$/);
    expect(new Set([0, 1, 2, 3, 4].map((attempt) => shortCodeOf('3kZ0_redemption', attempt))).size).toBe(5);
  });

  it('refresh a code at 80 % of its life', () => {
    expect(CODE_REFRESH_MS).toBe(CODE_LIFE_MS * 0.8);
  });
});

describe('availability', () => {
  it('serves only at an active shop that takes orders', () => {
    expect(whyNotServing({ state: 'active', accepting: true }, 0)).toBeNull();
    expect(whyNotServing({ state: 'active', accepting: false }, 0)).toBe('shop_paused');
    expect(whyNotServing({ state: 'suspended', accepting: true }, 0)).toBe('shop_suspended');
    expect(whyNotServing({ state: 'applied', accepting: true }, 0)).toBe('shop_not_approved');
    expect(whyNotServing({ state: 'closed', accepting: true }, 0)).toBe('shop_closed');
    // A branch goes by the state and the agreements of its main shop too.
    const branch = { state: 'active', accepting: true, parent: { state: 'suspended' } } as const;
    expect(whyNotServing(branch, 0)).toBe('shop_suspended');
    const agreements = [{ from: '2026-01-01', until: '2026-12-31' }];
    expect(whyNotServing({ ...branch, parent: { state: 'active', agreements } }, 0)).toBe('shop_without_agreement');
    expect(whyNotServing({ ...branch, parent: { state: 'active' } }, 0)).toBeNull();
  });

  it('serves on the days of its agreements, first and last included, by the business calendar', () => {
    const shop = {
      state: 'active',
      accepting: true,
      agreements: [{ from: '2026-01-01', until: '2026-11-26' }],
    } as const;
    expect(whyNotServing(shop, Date.parse('2026-11-26T15:59:59Z'))).toBeNull();
    expect(whyNotServing(shop, Date.parse('2026-11-26T16:00:00Z'))).toBe('shop_without_agreement');
    expect(whyNotServing(shop, Date.parse('2025-12-31T15:59:59Z'))).toBe('shop_without_agreement');
    expect(whyNotServing(shop, Date.parse('2025-12-31T16:00:00Z'))).toBeNull();
  });

  it('keeps a branch to the agreements of its main shop, on a later day too', () => {
    const parent = { state: 'active', agreements: [{ from: '2026-01-01', until: '2026-11-26' }] } as const;
    expect(isAgreed({ parent }, Date.parse('2026-11-26T15:59:59Z'))).toBe(true);
    expect(isAgreed({ parent }, Date.parse('2026-11-26T16:00:00Z'))).toBe(false);
  });

  it('keeps an offer to its dates', () => {
    const offer = { active: true, validFromMs: 100, validUntilMs: 200 };
    expect(whyNotOnOffer(offer, 99)).toBe('offer_not_started');
    expect(whyNotOnOffer(offer, 100)).toBeNull();
    expect(whyNotOnOffer(offer, 200)).toBe('offer_ended');
    expect(whyNotOnOffer({ ...offer, active: false }, 150)).toBe('offer_ended');
    expect(whyNotOnOffer({ ...offer, validUntilMs: null }, 1e15)).toBeNull();
  });
});
