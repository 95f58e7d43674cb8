import {
  canonicalContent,
  contentHashOf,
  FIRST_PREVIOUS_HASH,
  type LedgerEntry,
  type Sha256,
} from '../ledger/index.ts';
import { receiptCode } from '../people/index.ts';
import { toHex } from './bytes.ts';
import { RECEIPT_VERSION, type Receipt } from './receipt.ts';

export interface ReceiptParts {
  /** The entry before the one of the receipt; null where it is an account's first. */
  readonly previous: LedgerEntry | null;
  /** The entry, and those after it up to the one in the tree, in order. As stored: an up-cast one hashes otherwise. */
  readonly entries: readonly LedgerEntry[];
  /** Where the last of them stands in the tree. */
  readonly position: number;
  readonly path: readonly Uint8Array[];
  readonly digest: Receipt['digest'];
}

/** Puts a receipt together. Whether it holds, `checkReceipt` tells. */
export function makeReceipt({ previous, entries, position, path, digest }: ReceiptParts, sha256: Sha256): Receipt {
  const [entry, ...later] = entries;
  const last = entries.at(-1);
  if (entry === undefined || last === undefined) throw new Error('a receipt needs its entry');
  return {
    receipt: RECEIPT_VERSION,
    code: receiptCode(entry.hash),
    content: canonicalContent(entry),
    previousHash: previous?.hash ?? toHex(FIRST_PREVIOUS_HASH),
    hash: entry.hash,
    laterContentHashes: later.map((one) => toHex(contentHashOf(one, sha256))),
    leaf: { seq: last.seq, hash: last.hash, position },
    path: path.map(toHex),
    digest,
  };
}
