import type { Ledger } from '@red-points/server/ledger/index';
import type { EntryContext, HoldCommand, LedgerCommand, LedgerRefusal } from '@red-points/shared/domain/ledger';
import { earnCommand, ledgerContext, newAccountId, spendCommand, TEST_NOW_MS } from './ledger-commands.ts';

const DAY_MS = 86_400_000;

/** A clock that the history moves on. */
export interface MovingClock {
  nowMs: number;
}

/** The accounts of a history of all kinds. */
export interface AllKinds {
  /** Everything that one account alone can have. */
  readonly main: string;
  /** Owes after a reversal, then joins `heir`. */
  readonly joined: string;
  readonly heir: string;
  /** Gets a donation. */
  readonly fund: string;
  /** Empty, and closed. */
  readonly closed: string;
}

/**
 * Posts entries of every kind, and of every form that a kind can have: capped and uncapped, expiring and lasting, whole and
 * in part, paying a debt, held and due.
 */
export async function postAllKinds(ledger: Ledger, clock: MovingClock): Promise<AllKinds> {
  const accounts = {
    main: newAccountId(),
    joined: newAccountId(),
    heir: newAccountId(),
    fund: newAccountId(),
    closed: newAccountId(),
  };
  clock.nowMs = TEST_NOW_MS;
  await postMain(ledger, clock, accounts);
  await postPairs(ledger, accounts);
  await post(ledger, { ...ledgerContext(accounts.closed, 'close:1'), kind: 'close' });
  return accounts;
}

const shop = { counterparty: { kind: 'shop', id: 's1' }, source: { kind: 'redemption', id: 'r' } } as const;

async function postMain(ledger: Ledger, clock: MovingClock, { main, fund }: AllKinds): Promise<void> {
  const context = (key: string): EntryContext => ({ ...ledgerContext(main, key), effectiveAtMs: clock.nowMs });
  const hold = (id: string, points: number): HoldCommand => ({
    ...context(`${id}:hold`),
    ...shop,
    kind: 'hold',
    holdId: id,
    points,
    holdExpiresAtMs: clock.nowMs + 180_000,
  });
  const months = { kind: 'months', months: 1, from: 'effective' } as const;
  await post(ledger, { ...earnCommand(main, 'claim:1', 20), expiry: months });
  await post(ledger, { ...earnCommand(main, 'claim:2', 10), caps: [{ key: 'ZY-01:m:202611', pointsMax: 8 }] });
  await post(ledger, { ...earnCommand(main, 'claim:3', 9), rule: null, expiry: { kind: 'never', from: 'effective' } });
  await post(ledger, hold('r1', 6));
  await post(ledger, { ...context('r1:capture'), ...shop, kind: 'capture', holdId: 'r1' });
  await post(ledger, hold('r2', 2));
  await post(ledger, { ...context('r2:release'), ...shop, kind: 'release', holdId: 'r2' });
  await post(ledger, spendCommand(main, 'r3', 5));
  await post(ledger, { ...context('r3:refund'), ...shop, kind: 'refund', originalSeq: 8, points: 3 });
  await post(ledger, { ...context('claim:2:reverse'), kind: 'reverse', originalSeq: 2 });
  await post(ledger, { ...context('adjust:1'), kind: 'adjust', points: -1, minutes: -10, expiry: months });
  await post(ledger, { ...context('adjust:2'), kind: 'adjust', points: 4, minutes: 0, expiry: months });
  const toFund = { kind: 'fund', id: 'jinxiu' } as const;
  await post(ledger, { ...context('donate:1'), counterparty: toFund, kind: 'donate', points: 2 });
  await pair(ledger, 'donate:2', { from: main, to: fund }, { kind: 'donate', points: 3 });
  await post(ledger, hold('r4', 1));
  clock.nowMs += 60 * DAY_MS;
  await post(ledger, { ...context('expire:1'), counterparty: { kind: 'expiry', id: 'jinxiu' }, kind: 'expire' });
}

async function postPairs(ledger: Ledger, { joined, heir }: AllKinds): Promise<void> {
  await post(ledger, { ...earnCommand(joined, 'claim:1', 9), caps: [{ key: 'ZY-01:y:2027', pointsMax: 30 }] });
  await post(ledger, spendCommand(joined, 'r1', 7));
  await post(ledger, { ...ledgerContext(joined, 'claim:1:reverse'), kind: 'reverse', originalSeq: 1 });
  await post(ledger, earnCommand(joined, 'claim:2', 3));
  await post(ledger, { ...earnCommand(heir, 'claim:1', 2), caps: [{ key: 'ZY-01:y:2027', pointsMax: 30 }] });
  await pair(ledger, 'join:1', { from: joined, to: heir }, { kind: 'join' });
}

async function pair(
  ledger: Ledger,
  key: string,
  { from, to }: { from: string; to: string },
  what: { kind: 'join' } | { kind: 'donate'; points: number },
): Promise<void> {
  const { source, actors, issuerUnit, effectiveAtMs } = ledgerContext(from, key);
  const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g2' };
  const context = { from, to, key, source, actors, issuerUnit, homeUnits, effectiveAtMs };
  expectPosted(key, await ledger.postPair({ ...context, ...what }));
}

async function post(ledger: Ledger, command: LedgerCommand): Promise<void> {
  expectPosted(command.key, await ledger.post(command));
}

function expectPosted(key: string, outcome: { status: string; refusal?: LedgerRefusal }): void {
  if (outcome.status !== 'posted') throw new Error(`${key} was refused: ${outcome.refusal?.code}`);
}
