import type { Sha256 } from '../ledger/index.ts';
import { toHex } from './bytes.ts';

/** The version of the digest's text, of leaves and of trees; another encoding gets another number. */
export const DIGEST_VERSION = 1;

/**
 * `daily`: the accounts that changed since the digest before. `full`: every account, with its newest leaf of all daily
 * digests so far; made for the last day of a month, after its daily one.
 */
export const DIGEST_KINDS = ['daily', 'full'] as const;
export type DigestKind = (typeof DIGEST_KINDS)[number];

/** What a digest covers. Hashes are lower-case hexadecimal. */
export interface DigestContent {
  readonly version: typeof DIGEST_VERSION;
  /** 1, 2, 3 … over both kinds, without a gap. */
  readonly number: number;
  /** The business day `YYYY-MM-DD` at whose end the cut was made. */
  readonly day: string;
  readonly kind: DigestKind;
  /** The digest numbered one less; null for the first. */
  readonly previous: string | null;
  readonly root: string;
  /** Leaves of the tree: accounts with many new entries have one for each 256 of them. */
  readonly leaves: number;
  /** 主体: accounts in the tree. */
  readonly accounts: number;
  /** Entries covered: by a daily one those that no digest before it covers, by a full one all up to then. */
  readonly entries: number;
}

/** The canonical text of a digest: a JSON array in this order, as `JSON.stringify` writes it. */
export function digestText(content: DigestContent): string {
  return JSON.stringify([
    'red-points-digest',
    content.version,
    content.number,
    content.day,
    content.kind,
    content.previous,
    content.root,
    content.leaves,
    content.accounts,
    content.entries,
  ]);
}

/** 每日账本指纹: SHA-256 of the canonical text, in hexadecimal. */
export function digestOf(content: DigestContent, sha256: Sha256): string {
  return toHex(sha256(digestText(content)));
}

/** How a digest is named in addresses: `2026-11-22`, and `2026-11-30-full` for the one over all accounts. */
export function digestId({ day, kind }: Pick<DigestContent, 'day' | 'kind'>): string {
  return kind === 'full' ? `${day}-full` : day;
}

/** A digest as people write it down or paste it, in groups and in any case; null where it is none. */
export function readDigest(text: string): string | null {
  const digest = text.replace(/[\s:·-]/g, '').toLowerCase();
  return /^[0-9a-f]{64}$/.test(digest) ? digest : null;
}
