import { createHash, randomBytes } from 'node:crypto';
import {
  decide,
  type EarnCommand,
  emptyState,
  FIRST_PREVIOUS_HASH,
  type LedgerCommand,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import { Binary, type Document } from 'mongodb';

/** How many accounts a load is spread over. */
export const ACCOUNTS = 5_000;
export const BENCH_NOW_MS = Date.UTC(2026, 10, 23, 4);

/**
 * The same ids in every process. Each measurement has a set of its own where another process's postings would otherwise
 * make what it knows of the accounts old; `shared` is the one where that is what is measured.
 */
export function accountsOf(set: string, count = ACCOUNTS): readonly string[] {
  return Array.from({ length: count }, (_, index) =>
    createHash('sha256').update(`${set}:${index}`).digest('base64url').slice(0, 22),
  );
}

/** A fresh opaque id, made without asking the system each time: the load generator must not be what is measured. */
let counter = 0;
const prefix = randomBytes(8).toString('base64url');
export function freshId(): string {
  counter += 1;
  return `${prefix}${counter.toString(36).padStart(11, '0')}`;
}

export function randomOf(accounts: readonly string[]): string {
  return accounts[Math.floor(Math.random() * accounts.length)] ?? '';
}

/** A credit as a reviewed attendance makes it: every field filled. */
export function benchEarn(account: string, points: number): EarnCommand {
  const id = freshId();
  return {
    kind: 'earn',
    account,
    key: `attendance:${id}`,
    counterparty: { kind: 'issuance', id: 'jinxiu' },
    source: { kind: 'attendance', id },
    actors: [
      { part: 'organiser', id: 'Yw3kq1ZVb0S6mJxkq0YJ5A' },
      { part: 'reviewer', id: 'h2l8m4Xw9E2yqv0uT8cQ1g' },
      { part: 'beneficiary', id: account },
    ],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs: BENCH_NOW_MS - 3_600_000,
    points,
    minutes: 90,
    category: 'volunteering',
    provenance: 'qr_rotating',
    rule: { code: 'ZY-01', version: 3 },
    expiry: { kind: 'end_of_next_year', from: 'effective' },
    caps: [{ key: 'ZY-01:m:202611', pointsMax: 1_000_000 }],
  };
}

/** One posting of the load: three credits to one spend. */
export function benchCommand(account: string): LedgerCommand {
  if (Math.random() < 0.75) return benchEarn(account, 3);
  const { key: _key, source: _source, ...credit } = benchEarn(account, 2);
  const id = freshId();
  const { account: _account, actors, issuerUnit, homeUnit, effectiveAtMs } = credit;
  return {
    kind: 'spend',
    account,
    key: `redemption:${id}`,
    counterparty: { kind: 'shop', id: 'kq0YJ5Ah2l8m4Xw9E2yqv0' },
    source: { kind: 'redemption', id },
    actors,
    issuerUnit,
    homeUnit,
    effectiveAtMs,
    points: 2,
  };
}

const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

/** Makes full entries without a database, as the ledger would store them: what the raw insert writes. */
export class EntryFactory {
  private readonly heads = new Map<string, { seq: number; hash: Uint8Array; state: typeof emptyState }>();

  constructor(private readonly accounts: readonly string[]) {}

  documents(count: number): Document[] {
    return Array.from({ length: count }, () => this.document(randomOf(this.accounts)));
  }

  /** The next entry of an account. */
  document(account: string): Document {
    const head = this.heads.get(account) ?? { seq: 0, hash: FIRST_PREVIOUS_HASH, state: emptyState };
    const command = head.seq === 0 ? benchEarn(account, 1_000) : benchCommand(account);
    const decision = decide(head.state, command, BENCH_NOW_MS);
    if (decision.kind === 'refused') throw new Error(`refused: ${decision.refusal.code}`);
    const { entry, hash } = sealEntry(decision.draft, head.seq + 1, head.hash, sha256);
    this.heads.set(account, { seq: entry.seq, hash, state: entry.state });
    return { ...entry, hash: new Binary(hash) };
  }
}
