import type { AccountView } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { starsOf } from '@red-points/shared/domain/people';
import type { AccountView as LedgerView } from '../ledger/index.ts';
import type { PendingCredit } from './types.ts';

/** What people read of an account: the ledger's newest state, with what is approved and not posted yet. */
export function accountView(view: LedgerView, pending: readonly PendingCredit[], nowMs: number): AccountView {
  const { state } = view;
  const next = state.lots.find(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs > nowMs);
  const dueMs = next?.expiresAtMs ?? null;
  return {
    accountId: view.account,
    available: view.available,
    held: view.held,
    pending: pending.reduce((sum, { points }) => sum + points, 0),
    owed: state.owed,
    minutes: state.minutes,
    stars: starsOf(state.minutes),
    earned: state.earned,
    items: state.items,
    // A lot is gone from its first instant on: the day before is the last on which it can be spent.
    nextExpiry: next && dueMs !== null ? { points: next.points, lastDay: businessDate(dueMs - 1) } : null,
  };
}
