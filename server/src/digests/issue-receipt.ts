import {
  type digests as contract,
  type PublishedDigest,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import {
  checkReceipt,
  coveringDay,
  digestDueAtMs,
  makeReceipt,
  pagesOnPath,
  partsOfEntryId,
  pathThroughPages,
  type Receipt,
  type ReceiptParts,
} from '@red-points/shared/domain/digests';
import { entryId, type LedgerEntry } from '@red-points/shared/domain/ledger';
import { receiptCode } from '@red-points/shared/domain/people';
import type { Ledger } from '../ledger/index.ts';
import type { Logger } from '../platform/logger.ts';
import { sha256 } from '../platform/sha256.ts';
import type { DigestStore, StoredDigest, StoredLeaf } from './store.ts';

export interface ReceiptDeps {
  readonly store: DigestStore;
  readonly ledger: Pick<Ledger, 'entries'>;
  readonly logger: Logger;
}

type ReceiptAnswer = ResponseOf<typeof contract.receipt>;

/**
 * The receipt of an entry, or when there will be one. What it reads is bounded: one leaf, its digest, at most 257 entries, and
 * one page for each level of the tree.
 */
export async function issueReceipt(deps: ReceiptDeps, entry: LedgerEntry): Promise<ReceiptAnswer | Refusal> {
  const leaf = await deps.store.firstCovering(entry.account, entry.seq);
  const digest = leaf === null ? null : await deps.store.byId(leaf.day);
  if (leaf === null || digest === null) return waiting(deps.store, entry, leaf);
  const parts = await readParts(deps, entry, leaf, digest);
  const receipt = parts === null ? null : composed(parts);
  const failed = receipt === null ? 'parts_missing' : checkReceipt(receipt, digest.digest, sha256).failed?.fault;
  if (receipt !== null && failed === undefined) return { state: 'ready', receipt };
  // Nobody is given a receipt that does not hold: either the ledger was tampered with, or this programme is wrong.
  deps.logger.error({ entryId: entry._id, day: leaf.day, failed }, 'an entry does not agree with its digest');
  return refuse('receipt_does_not_hold');
}

async function waiting(store: DigestStore, entry: LedgerEntry, leaf: StoredLeaf | null): Promise<ReceiptAnswer> {
  const newest = leaf === null ? await store.newest() : null;
  const day = leaf?.day ?? coveringDay(entry.recordedAtMs, newest?.day ?? null);
  return {
    state: 'waiting',
    code: receiptCode(entry.hash),
    day,
    dueAt: new Date(digestDueAtMs(day)).toISOString(),
  };
}

/** An entry into which somebody wrote other types than the ledger's cannot even be put into words. */
function composed(parts: ReceiptParts): Receipt | null {
  try {
    return makeReceipt(parts, sha256);
  } catch {
    return null;
  }
}

async function readParts(
  { store, ledger }: ReceiptDeps,
  entry: LedgerEntry,
  leaf: StoredLeaf,
  digest: StoredDigest,
): Promise<ReceiptParts | null> {
  const { account, seq } = entry;
  const lastSeq = partsOfEntryId(leaf._id)?.seq ?? seq;
  const firstSeq = Math.max(1, seq - 1);
  const ids = Array.from({ length: lastSeq - firstSeq + 1 }, (_none, at) => entryId(account, firstSeq + at));
  const [read, pages] = await Promise.all([
    ledger.entries(ids),
    store.readPages(leaf.day, pagesOnPath(leaf.position, digest.leaves)),
  ]);
  if (read.length !== ids.length || pages === null) return null;
  const path = pathThroughPages(pages, leaf.position, sha256);
  if (path === null) return null;
  const previous = firstSeq === seq ? null : (read[0] ?? null);
  const entries = previous === null ? read : read.slice(1);
  return { previous, entries, position: leaf.position, path, digest: fieldsOf(digest) };
}

/** What of a digest is hashed, and the digest. */
function fieldsOf(digest: StoredDigest): Receipt['digest'] {
  const { number, day, kind, previous, root, leaves, accounts, entries } = digest;
  return { version: 1, number, day, kind, previous, root, leaves, accounts, entries, digest: digest.digest };
}

/** A digest as it is published. */
export function published(digest: StoredDigest): PublishedDigest {
  return { ...fieldsOf(digest), digestId: digest._id };
}
