import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideBooking, decideDue, nextDueMs } from './decide.ts';
import { remindAtMs, slotsOf, whyNotBookable } from './slots.ts';
import { BOOKING_ANSWER_MS, BOOKING_WAIT_MS, type BookingCommand, type BookingStanding } from './types.ts';

const START = 1_000_000_000_000;
const END = START + 7_200_000;

const standing = (departures: Partial<BookingStanding> = {}): BookingStanding => ({
  startsAtMs: START,
  endsAtMs: END,
  cancelUntilMs: START - 3_600_000,
  missed: 'returned',
  residentSays: null,
  helperSays: null,
  disputeUntilMs: null,
  ...departures,
});

const says = (side: 'resident' | 'helper', word: 'done' | 'absent'): BookingCommand => ({ kind: 'say', side, word });

describe('what becomes of a booking', () => {
  it('spends points only where both say so, or where the terms or staff do', () => {
    const words = fc.constantFrom('done', 'absent', null);
    const any = fc.record({
      missed: fc.constantFrom('returned', 'spent'),
      residentSays: words,
      helperSays: words,
      disputeUntilMs: fc.constantFrom(null, END + 1_000_000),
    });
    const commands: readonly BookingCommand[] = [
      says('resident', 'done'),
      says('resident', 'absent'),
      says('helper', 'done'),
      says('helper', 'absent'),
      { kind: 'cancel' },
      { kind: 'call_off' },
      { kind: 'dispute' },
    ];
    fc.assert(
      fc.property(
        any,
        fc.constantFrom(...commands),
        fc.integer({ min: START - 1e8, max: END + 1e9 }),
        (part, command, nowMs) => {
          const before = standing(part as Partial<BookingStanding>);
          const now = decideBooking(before, command, nowMs);
          const due = decideDue(before, nowMs);
          for (const end of [now, due]) {
            if (end === null || end.kind !== 'end' || end.how === 'release') continue;
            const residentAgreed =
              before.residentSays === 'done' ||
              (command.kind === 'say' && command.side === 'resident' && command.word === 'done');
            expect(residentAgreed || before.missed === 'spent').toBe(true);
          }
          // Every open booking has an end, and before it nothing ends by itself.
          expect(due === null).toBe(nowMs < nextDueMs(before));
        },
      ),
    );
  });

  it('is cancelled until it begins, and answered from then until three days after its end', () => {
    expect(decideBooking(standing(), { kind: 'cancel' }, START - 3_600_001)).toMatchObject({ outcome: 'cancelled' });
    const late = decideBooking(standing({ missed: 'spent' }), { kind: 'cancel' }, START - 1);
    expect(late).toMatchObject({ outcome: 'cancelled_late', how: 'capture' });
    expect(decideBooking(standing(), { kind: 'cancel' }, START)).toMatchObject({ code: 'booking_begun' });
    expect(decideBooking(standing(), says('helper', 'done'), START - 1)).toMatchObject({ code: 'booking_not_begun' });
    const tooSoon = decideBooking(standing(), says('helper', 'absent'), START + BOOKING_WAIT_MS - 1);
    expect(tooSoon).toMatchObject({ code: 'booking_not_begun' });
    const last = END + BOOKING_ANSWER_MS;
    expect(decideBooking(standing(), says('helper', 'done'), last - 1)).toEqual({ kind: 'noted' });
    expect(decideBooking(standing(), says('helper', 'done'), last)).toMatchObject({ code: 'booking_answer_over' });
  });

  it('goes to staff where the words contradict each other, and not where both say that nobody came', () => {
    const now = START + BOOKING_WAIT_MS;
    expect(decideBooking(standing({ residentSays: 'absent' }), says('helper', 'done'), now).kind).toBe('disputed');
    expect(decideBooking(standing({ helperSays: 'done' }), says('resident', 'absent'), now).kind).toBe('disputed');
    const nobody = decideBooking(standing({ residentSays: 'absent' }), says('helper', 'absent'), now);
    expect(nobody).toMatchObject({ outcome: 'nobody_came', how: 'release' });
    const paying = standing({ residentSays: 'absent', missed: 'spent' });
    expect(decideBooking(paying, says('helper', 'absent'), now).kind).toBe('disputed');
  });
});

describe('the times of a slot', () => {
  it('lie on the same weekday and time, whatever the month', () => {
    const times = slotsOf({
      date: '2026-12-24',
      startTime: '09:30',
      minutes: 90,
      weeks: 3,
      leadMinutes: 60,
      cancelMinutes: 1440,
    });
    expect(times.map(({ startsAtMs }) => new Date(startsAtMs).toISOString())).toEqual([
      '2026-12-24T01:30:00.000Z',
      '2026-12-31T01:30:00.000Z',
      '2027-01-07T01:30:00.000Z',
    ]);
    expect(times[0]).toMatchObject({
      endsAtMs: Date.parse('2026-12-24T03:00:00Z'),
      bookUntilMs: Date.parse('2026-12-24T00:30:00Z'),
      cancelUntilMs: Date.parse('2026-12-23T01:30:00Z'),
    });
  });

  it('are booked before their lead, within 90 days, while they are not called off', () => {
    const slot = { startsAtMs: START, bookUntilMs: START - 1000, closed: false };
    expect(whyNotBookable(slot, START - 1001)).toBeNull();
    expect(whyNotBookable(slot, START - 1000)).toBe('slot_over');
    expect(whyNotBookable({ ...slot, closed: true }, START - 1001)).toBe('slot_closed');
    expect(whyNotBookable(slot, START - 90 * 86_400_000 - 1)).toBe('slot_too_early');
  });

  it('are reminded of at ten on the day before, unless they were booked later', () => {
    const at = Date.parse('2026-12-23T02:00:00Z');
    expect(remindAtMs('2026-12-23', at - 1)).toBe(at);
    expect(remindAtMs('2026-12-23', at)).toBeNull();
  });
});
