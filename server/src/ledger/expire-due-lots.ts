import { dueLots, type ExpireCommand, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { accountsWithDueLots, forgetDueLot } from './due-lots.ts';
import type { Ledger } from './types.ts';

export interface ExpiryDependencies {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly clock: { now(): number };
}

export interface ExpiryResult {
  /** Accounts that an expiry was posted to. */
  readonly accounts: number;
  readonly points: number;
}

/** How many accounts are worked on at a time. */
const ACCOUNTS_AT_ONCE = 50;

/**
 * Posts the expiry of every free lot that is due. May be run twice, late, or by two processes at once: the key names
 * the entry it was decided on, so that a lot goes once. Held points stay until their hold ends.
 */
export async function expireDueLots(dependencies: ExpiryDependencies, signal?: AbortSignal): Promise<ExpiryResult> {
  const nowMs = dependencies.clock.now();
  const total = { accounts: 0, points: 0 };
  let some: Promise<number>[] = [];
  const finish = async (): Promise<void> => {
    for (const points of await Promise.all(some)) {
      total.accounts += points > 0 ? 1 : 0;
      total.points += points;
    }
    some = [];
  };
  const asked = new Set<string>();
  for await (const { hintId, account } of accountsWithDueLots(dependencies.db, nowMs)) {
    if (signal?.aborted) break;
    if (!asked.has(account)) some.push(expireAccount(dependencies, account, hintId, nowMs));
    asked.add(account);
    if (some.length >= ACCOUNTS_AT_ONCE) await finish();
  }
  await finish();
  return total;
}

async function expireAccount(
  { db, ledger }: ExpiryDependencies,
  account: string,
  hintId: string,
  nowMs: number,
): Promise<number> {
  const points = await expireDueLotsOf(ledger, account, nowMs);
  await forgetDueLot(db, hintId);
  return points;
}

/**
 * Posts the expiry of one account's due lots now, as the job would later: for who closes or joins it.
 * @returns points that were taken by this call
 */
export async function expireDueLotsOf(
  ledger: Pick<Ledger, 'statement' | 'post'>,
  account: string,
  nowMs: number,
): Promise<number> {
  const { entries } = await ledger.statement(account, { limit: 1 });
  const newest = entries[0];
  if (newest === undefined || dueLots(newest.state.lots, nowMs).length === 0) return 0;
  const outcome = await ledger.post(expiryOfAccount(newest, nowMs));
  // Refused where somebody was faster: nothing is due any more.
  return outcome.status === 'posted' && !outcome.repeated ? 0 - outcome.entry.points : 0;
}

/** The command that takes an account's due lots, as of when the last of them fell due. */
function expiryOfAccount(newest: LedgerEntry, nowMs: number): ExpireCommand {
  const due = dueLots(newest.state.lots, nowMs).map((lot) => lot.expiresAtMs ?? nowMs);
  return {
    kind: 'expire',
    account: newest.account,
    key: `expiry:${newest.seq}`,
    counterparty: { kind: 'expiry', id: newest.issuerUnit },
    source: { kind: 'expiry', id: `${newest.account}:${newest.seq}` },
    actors: [{ part: 'job', id: 'ledger-expiry' }],
    issuerUnit: newest.issuerUnit,
    homeUnit: newest.homeUnit,
    effectiveAtMs: Math.max(...due),
  };
}

/** `expireDueLots` as a job for the job runner. */
export function expiryJob(dependencies: ExpiryDependencies): {
  readonly name: string;
  readonly everyMs: number;
  run(context: { readonly signal: AbortSignal }): Promise<ExpiryResult>;
} {
  return {
    name: 'ledger-expiry',
    everyMs: 3_600_000,
    run: ({ signal }) => expireDueLots(dependencies, signal),
  };
}
