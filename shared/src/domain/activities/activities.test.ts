import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTIVITY_STATES } from '../../contracts/activities.ts';
import {
  ACTIVITY_STEPS,
  type ActivityState,
  EARLY_START_MS,
  isFor,
  isOverdue,
  placeFor,
  planRefusal,
  signUpRefusal,
  startRefusal,
  stateAfter,
  statesBefore,
  stayMinutes,
  windowRefusal,
} from './index.ts';

const walk = (...steps: (typeof ACTIVITY_STEPS)[number][]): ActivityState | null =>
  steps.reduce<ActivityState | null>((state, step) => (state === null ? null : stateAfter(state, step)), 'draft');

describe('the life of an activity', () => {
  it('goes from draft to settled, by way of a return', () => {
    expect(walk('submit', 'return', 'change', 'submit', 'approve', 'start', 'end', 'settle')).toBe('settled');
  });
  it('takes no check-in without approval', () => {
    for (const state of ['draft', 'submitted', 'returned', 'rejected', 'cancelled'] as const) {
      expect(stateAfter(state, 'start')).toBeNull();
    }
  });
  it('can be cancelled from every state before ended, and from none after', () => {
    expect(statesBefore('cancel').sort()).toEqual(['approved', 'draft', 'open', 'returned', 'submitted', 'under_way']);
  });
  it('ends in rejected, settled and cancelled', () => {
    const finals = ACTIVITY_STATES.filter((state) => ACTIVITY_STEPS.every((step) => stateAfter(state, step) === null));
    expect(finals.sort()).toEqual(['cancelled', 'rejected', 'settled']);
  });
});

const HOUR = 3_600_000;
const plan = { startsAtMs: 100 * HOUR, endsAtMs: 102 * HOUR };

describe('a stay', () => {
  it('counts from check-in to sign-out, not past the planned end', () => {
    expect(stayMinutes(plan, plan.startsAtMs + 15 * 60_000, plan.endsAtMs - 15 * 60_000)).toBe(90);
    expect(stayMinutes(plan, plan.startsAtMs + HOUR, plan.endsAtMs + 5 * HOUR)).toBe(60);
  });
  it('of an early comer never counts for more than the plan', () => {
    expect(stayMinutes(plan, plan.startsAtMs - HOUR, plan.endsAtMs)).toBe(120);
  });
  it('is whole, never negative, never above the plan, whatever the moments', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 300 * HOUR }), fc.integer({ min: 0, max: 300 * HOUR }), (into, out) => {
        const minutes = stayMinutes(plan, into, out);
        expect(Number.isInteger(minutes) && minutes >= 0 && minutes <= 120).toBe(true);
      }),
    );
  });
  it('can begin from an hour before the planned start until its end', () => {
    expect(startRefusal(plan, plan.startsAtMs - EARLY_START_MS - 1)).toBe('activity_too_early');
    expect(startRefusal(plan, plan.startsAtMs - EARLY_START_MS)).toBeNull();
    expect(startRefusal(plan, plan.endsAtMs)).toBe('activity_over');
    expect(isOverdue(plan, plan.endsAtMs)).toBe(false);
    expect(isOverdue(plan, plan.endsAtMs + 3 * HOUR)).toBe(true);
  });
  it('needs times that can be', () => {
    expect(planRefusal(plan)).toBeNull();
    expect(planRefusal({ startsAtMs: 5, endsAtMs: 5 })).toBe('activity_times_invalid');
    expect(planRefusal({ startsAtMs: 0, endsAtMs: 25 * HOUR })).toBe('activity_times_invalid');
  });
});

describe('places', () => {
  it('nobody passes who waits, and the line is no longer than it may be', () => {
    const numbers = fc.integer({ min: 0, max: 5 });
    fc.assert(
      fc.property(numbers, numbers, numbers, numbers, (capacity, signedUp, waiting, waitingMax) => {
        const place = placeFor({ capacity, signedUp, waiting, waitingMax });
        if (place === 'place') expect(signedUp < capacity && waiting === 0).toBe(true);
        if (place === 'waiting') expect(waiting < waitingMax).toBe(true);
        if (place === 'full') expect(waiting >= waitingMax).toBe(true);
      }),
    );
  });

  it('can be taken from when sign-up begins until the deadline or the end', () => {
    const window = { fromMs: 10, untilMs: 20, endsAtMs: 30 };
    expect([9, 10, 19, 20, 30].map((nowMs) => signUpRefusal(window, nowMs))).toEqual([
      'signup_not_open',
      null,
      null,
      'signup_deadline_passed',
      'signup_closed',
    ]);
    expect(signUpRefusal({ fromMs: null, untilMs: null, endsAtMs: 30 }, 29)).toBeNull();
    expect(windowRefusal(window)).toBeNull();
    expect(windowRefusal({ ...window, fromMs: 20 })).toBe('signup_times_invalid');
    expect(windowRefusal({ ...window, untilMs: 31 })).toBe('signup_times_invalid');
  });

  it('are for its community, for those below a unit above it, and for whom it is shared with', () => {
    const audience = { unitId: 'a-g1', unitPath: ['city', 'street', 'a', 'a-g1'], sharedWith: ['b'] };
    const home = (communityId: string | null, ...unitPath: string[]) => [{ communityId, unitPath }];
    expect(isFor(audience, home('a', 'city', 'street', 'a', 'a-g2'))).toBe(true);
    expect(isFor(audience, home('b', 'city', 'street', 'b', 'b-g1'))).toBe(true);
    expect(isFor(audience, home('c', 'city', 'street', 'c'))).toBe(false);
    expect(isFor({ ...audience, sharedWith: ['street'] }, home('c', 'city', 'street', 'c'))).toBe(true);
    expect(
      isFor({ ...audience, unitId: 'street', unitPath: ['city', 'street'] }, home('c', 'city', 'street', 'c')),
    ).toBe(true);
  });
});
