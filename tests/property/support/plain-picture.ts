import type { AccountState } from '@red-points/shared/domain/ledger';
import { capClosesAt } from './calendar.ts';
import { pictureOfState } from './ledger-model.ts';
import type { PlainAccount } from './plain-account.ts';

/** All of an account that is to be compared with the ledger's; `nowMs` is the reader's clock. */
export function pictureOfAccount(account: PlainAccount, nowMs: number): object {
  const { bag, holds, recordedAtMs } = account;
  return {
    seq: account.entries.length,
    balance: bag.balance,
    minutes: account.minutes,
    available: bag.free(Math.max(nowMs, recordedAtMs)),
    held: [...holds.keys()].reduce((sum, id) => sum + bag.heldBy(id), 0),
    holds: Object.fromEntries(holds),
    counters: keptCounters(account.counted(), recordedAtMs),
    items: account.items,
    earned: account.earned,
    closed: account.closed,
    ...bag.picture(),
  };
}

/** The same form made of what the ledger shows of an account. */
export function pictureOfView(
  view: { seq: number; state: AccountState; available: number; held: number },
  recordedAtMs: number,
): object {
  const { seq, state, available, held } = view;
  return {
    seq,
    balance: state.balance,
    minutes: state.minutes,
    available,
    held,
    holds: Object.fromEntries(state.holds.map((hold) => [hold.id, hold.expiresAtMs])),
    counters: keptCounters(new Map(Object.entries(state.counters)), recordedAtMs),
    items: state.items,
    earned: state.earned,
    closed: state.closed,
    ...pictureOfState(state),
  };
}

/** Counters of periods that closed may be gone, at the latest when the next one is counted. */
function keptCounters(counters: ReadonlyMap<string, number>, recordedAtMs: number): object {
  const kept = [...counters].filter(([key, points]) => points > 0 && capClosesAt(key) > recordedAtMs);
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)));
}
