import type { AccountView, StatementLine } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { starsOf } from '@red-points/shared/domain/service';
import type { AccountView as LedgerView } from '../ledger/index.ts';
import type { PeopleContext } from './deps.ts';
import type { PendingCredit } from './types.ts';

/** Makes statement lines of entries, for staff or for a resident. */
export type ToLines = (entries: readonly LedgerEntry[]) => Promise<StatementLine[]>;

/**
 * What people read of an account: the ledger's newest state, with what is approved and not posted yet, and what a debt
 * comes from.
 */
export async function accountView(
  context: Pick<PeopleContext, 'ledger' | 'clock' | 'starHours'>,
  view: LedgerView,
  pending: readonly PendingCredit[],
  toLines: ToLines,
): Promise<AccountView> {
  const { state } = view;
  const nowMs = context.clock.now();
  const debts = await context.ledger.debts(view.account, state.owed);
  const lines = debts.length === 0 ? [] : await toLines(debts.map(({ entry }) => entry));
  const next = state.lots.find(({ expiresAtMs }) => expiresAtMs !== null && expiresAtMs > nowMs);
  const dueMs = next?.expiresAtMs ?? null;
  return {
    accountId: view.account,
    available: view.available,
    held: view.held,
    pending: pending.reduce((sum, { points }) => sum + points, 0),
    owed: state.owed,
    debts: debts.flatMap(({ left }, index) => {
      const entry = lines[index];
      return entry === undefined ? [] : [{ left, entry }];
    }),
    minutes: state.minutes,
    stars: starsOf(state.minutes, await context.starHours()),
    earned: state.earned,
    items: state.items,
    // A lot is gone from its first instant on: the day before is the last on which it can be spent.
    nextExpiry: next && dueMs !== null ? { points: next.points, lastDay: businessDate(dueMs - 1) } : null,
  };
}
