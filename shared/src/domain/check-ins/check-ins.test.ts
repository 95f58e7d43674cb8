import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CODE_STEP_MS,
  checkOutTooSoon,
  codeAge,
  codeReplacedAt,
  codeShownAt,
  codeStep,
  LATE_WITHIN_MS,
  venueSignal,
} from './index.ts';

const NOW_MS = 1_790_000_004_000;
const MINUTE_MS = 60_000;

describe('a rotating code', () => {
  it('is fresh while shown and for one step more, late for ten minutes, never before it was shown', () => {
    const step = codeStep(NOW_MS);
    expect(codeReplacedAt(step) - NOW_MS).toBeLessThanOrEqual(CODE_STEP_MS);
    const ages = [step + 1, step, step - 1, step - 2, step - 60, step - 61].map((each) => codeAge(each, NOW_MS));
    expect(ages).toEqual(['never_shown', 'fresh', 'fresh', 'late', 'expired', 'expired']);
  });
  it('is never taken as fresh at 20 seconds of age, whenever it was scanned', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4_000_000_000_000 }),
        fc.integer({ min: 0, max: 2_000_000 }),
        (at, later) => {
          const step = codeStep(at);
          const age = codeAge(step, at + later);
          if (at + later - codeShownAt(step) >= 2 * CODE_STEP_MS) expect(age).not.toBe('fresh');
          if (later < CODE_STEP_MS) expect(age).toBe('fresh');
          if (at + later - codeShownAt(step) > LATE_WITHIN_MS) expect(age).toBe('expired');
        },
      ),
    );
  });
});

describe('checking out', () => {
  const plan = { startsAtMs: NOW_MS, endsAtMs: NOW_MS + 60 * MINUTE_MS };
  it('too soon says how many minutes are left', () => {
    expect(checkOutTooSoon(plan, NOW_MS, NOW_MS + 12.5 * MINUTE_MS, 30)).toEqual({
      minutes: 12,
      minutesMin: 30,
      left: 18,
    });
    expect(checkOutTooSoon(plan, NOW_MS, NOW_MS + 30 * MINUTE_MS, 30)).toBeNull();
  });
  it('of who came too late to make it count is never put off', () => {
    expect(checkOutTooSoon(plan, NOW_MS + 40 * MINUTE_MS, NOW_MS + 45 * MINUTE_MS, 30)).toBeNull();
  });
});

describe('the venue', () => {
  const venue = { latitude: 30, longitude: 120, radiusMetres: 100 };
  const at = (latitude: number, accuracyMetres = 10) => ({ latitude, longitude: 120, accuracyMetres });
  it('says inside or outside, with the uncertainty in the person’s favour, and nothing where nothing is known', () => {
    // A thousandth of a degree of latitude is 111 metres.
    expect(venueSignal(venue, at(30.0005))).toBe('inside');
    expect(venueSignal(venue, at(30.002))).toBe('outside');
    expect(venueSignal(venue, at(30.002, 200))).toBe('inside');
    expect(venueSignal(venue, at(30.002, 2000))).toBeNull();
    expect(venueSignal(null, at(30))).toBeNull();
    expect(venueSignal(venue, null)).toBeNull();
  });
});
