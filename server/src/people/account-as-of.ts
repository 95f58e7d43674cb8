import { type PastAccount, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate, endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { receiptCode } from '@red-points/shared/domain/people';
import { starsOf } from '@red-points/shared/domain/service';
import type { PastAccountView } from '../ledger/index.ts';
import type { PeopleContext } from './deps.ts';

/** What an account held at a past moment. */
export async function accountAsOf(
  context: Pick<PeopleContext, 'ledger' | 'clock' | 'starHours'>,
  accountId: string,
  at: string,
): Promise<PastAccount | Refusal> {
  const instantMs = instantOf(at, context.clock.now());
  if (instantMs === null) return refuse('as_of_in_future');
  return pastAccountOf(await context.ledger.asOf(accountId, instantMs), await context.starHours());
}

/** The instant that a date (its end, or now while it lasts) or an instant stands for; null where it has not come. */
export function instantOf(at: string, nowMs: number): number | null {
  const isDate = at.length === 'YYYY-MM-DD'.length;
  const beginsMs = isDate ? startOfBusinessDay(at) : Date.parse(at);
  if (beginsMs > nowMs) return null;
  return isDate ? Math.min(nowMs, endOfBusinessDay(at) - 1) : beginsMs;
}

/** A past state as people read it. */
export function pastAccountOf(past: PastAccountView, starHours: readonly number[]): PastAccount {
  const { account, seq, state, available, held, atMs, entry } = past;
  const spendable = state.lots.filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > atMs);
  return {
    accountId: account,
    at: new Date(atMs).toISOString(),
    seq,
    recordedAt: entry === null ? null : new Date(entry.recordedAtMs).toISOString(),
    receiptCode: entry === null ? null : receiptCode(entry.hash),
    hash: entry?.hash ?? null,
    available,
    held,
    lapsed: state.balance - available - held,
    balance: state.balance,
    owed: state.owed,
    minutes: state.minutes,
    stars: starsOf(state.minutes, starHours),
    earned: state.earned,
    items: state.items,
    closed: state.closed,
    holds: state.holds.map(({ points, expiresAtMs }) => ({ points, until: new Date(expiresAtMs).toISOString() })),
    // A lot is gone from its first instant on: the day before is the last on which it can be spent.
    lots: spendable.map(({ points, expiresAtMs }) => ({
      points,
      lastDay: expiresAtMs === null ? null : businessDate(expiresAtMs - 1),
    })),
  };
}
