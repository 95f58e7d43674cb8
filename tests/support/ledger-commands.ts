import { randomBytes } from 'node:crypto';
import type { EarnCommand, EntryContext, SpendCommand } from '@red-points/shared/domain/ledger';

/** Noon of 23 November 2026 in Shanghai: what the clocks of ledger tests show unless they need another time. */
export const TEST_NOW_MS = Date.UTC(2026, 10, 23, 4);

export function newAccountId(): string {
  return randomBytes(16).toString('base64url');
}

export function ledgerContext(account: string, key: string): EntryContext {
  return {
    account,
    key,
    counterparty: { kind: 'issuance', id: 'jinxiu' },
    source: { kind: 'claim', id: key },
    actors: [{ part: 'reviewer', id: 'r1' }],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs: TEST_NOW_MS,
  };
}

export function earnCommand(account: string, key: string, points: number): EarnCommand {
  return {
    ...ledgerContext(account, key),
    kind: 'earn',
    points,
    minutes: 60,
    category: 'volunteering',
    provenance: 'claimed',
    rule: { code: 'ZY-01', version: 1 },
    expiry: { kind: 'end_of_next_year', from: 'effective' },
    caps: [],
  };
}

export function spendCommand(account: string, key: string, points: number): SpendCommand {
  return {
    ...ledgerContext(account, key),
    counterparty: { kind: 'shop', id: 's1' },
    source: { kind: 'redemption', id: key },
    kind: 'spend',
    points,
  };
}
