import { dueLots, type ExpireCommand, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import type { Logger } from '../platform/logger.ts';
import { accountsWithDueLots, forgetDueLot } from './due-lots.ts';
import type { Ledger } from './types.ts';

export interface ExpiryDependencies {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly clock: { now(): number };
  /** Where accounts are told of whose points could not be taken. */
  readonly logger?: Pick<Logger, 'warn'>;
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
 * the entry it was decided on, so that a lot goes once. Held points stay until their hold ends. An account that cannot be
 * read keeps no other waiting; what it failed with is thrown at the end.
 */
export async function expireDueLots(dependencies: ExpiryDependencies, signal?: AbortSignal): Promise<ExpiryResult> {
  const nowMs = dependencies.clock.now();
  const total = { accounts: 0, points: 0 };
  const failures: unknown[] = [];
  const expire = async (account: string, hintId: string): Promise<void> => {
    try {
      const points = await expireAccount(dependencies, account, hintId, nowMs);
      total.accounts += points > 0 ? 1 : 0;
      total.points += points;
    } catch (error) {
      failures.push(error);
      dependencies.logger?.warn({ error, account }, 'what is due of an account could not be taken; it is tried again');
    }
  };
  let some: Promise<void>[] = [];
  const asked = new Set<string>();
  for await (const { hintId, account } of accountsWithDueLots(dependencies.db, nowMs)) {
    if (signal?.aborted) break;
    if (!asked.has(account)) some.push(expire(account, hintId));
    asked.add(account);
    if (some.length < ACCOUNTS_AT_ONCE) continue;
    await Promise.all(some);
    some = [];
  }
  await Promise.all(some);
  if (failures.length > 0) throw failures[0];
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
