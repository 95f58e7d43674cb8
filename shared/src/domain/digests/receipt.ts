import { chainHash, type Sha256 } from '../ledger/index.ts';
import { receiptCode } from '../people/index.ts';
import { fromHex, toHex } from './bytes.ts';
import { type ReceiptEntry, readContent } from './content.ts';
import { type DigestContent, digestOf } from './digest.ts';
import { leafHash, rootOfPath } from './tree.ts';

/** The version of a receipt's shape. */
export const RECEIPT_VERSION = 1;

/**
 * 积分凭证: all that is needed to see that one entry is covered by a published digest. It has no name, and what it says
 * of others are hashes alone. Hashes are lower-case hexadecimal.
 */
export interface Receipt {
  readonly receipt: typeof RECEIPT_VERSION;
  /** The short code on the statement, made from `hash`. */
  readonly code: string;
  /** The entry's canonical text, as the ledger hashes it. */
  readonly content: string;
  /** The hash of the entry before; zeros before the first. */
  readonly previousHash: string;
  /** The entry's own hash: SHA-256(previous ‖ SHA-256(content)). */
  readonly hash: string;
  /** SHA-256 of the content of each later entry of the account, up to the one in the tree. */
  readonly laterContentHashes: readonly string[];
  /** What stands in the tree: the number and hash of the account's last entry of that cut, and its place. */
  readonly leaf: { readonly seq: number; readonly hash: string; readonly position: number };
  /** Siblings from the leaf up to the root. */
  readonly path: readonly string[];
  readonly digest: DigestContent & { readonly digest: string };
}

/** The steps of a check, in order: each stands on the ones before. */
export const RECEIPT_STEPS = ['content', 'chain', 'tree', 'digest', 'published'] as const;
export type ReceiptStep = (typeof RECEIPT_STEPS)[number];

/** Why a step does not hold. */
export const RECEIPT_FAULTS = {
  content_unreadable: 'content',
  content_changed: 'content',
  code_wrong: 'content',
  chain_number_wrong: 'chain',
  chain_broken: 'chain',
  place_wrong: 'tree',
  not_in_tree: 'tree',
  digest_changed: 'digest',
  not_the_published_one: 'published',
} as const satisfies Record<string, ReceiptStep>;
export type ReceiptFault = keyof typeof RECEIPT_FAULTS;

export interface ReceiptCheck {
  readonly holds: boolean;
  /** The first step that does not hold and why; null where all hold. */
  readonly failed: { readonly step: ReceiptStep; readonly fault: ReceiptFault } | null;
  /** Every step in order; what comes after the one that failed is `not_reached`. */
  readonly steps: readonly { readonly step: ReceiptStep; readonly outcome: 'holds' | 'fails' | 'not_reached' }[];
  /** What the content says; null where it cannot be read. It is worth something only where everything holds. */
  readonly entry: ReceiptEntry | null;
}

/**
 * Checks that an entry is covered by a published digest, from the receipt and that digest alone: nobody has to be
 * trusted but the place where the digest was read.
 *
 * @param receipt of the right shape (`receiptSchema`); every value may be false
 * @param published the digest as somebody noted it, 64 hexadecimal digits (`readDigest`)
 */
export function checkReceipt(receipt: Receipt, published: string, sha256: Sha256): ReceiptCheck {
  const entry = readContent(receipt.content);
  const fault =
    contentFault(receipt, entry, sha256) ??
    chainFault(receipt, entry, sha256) ??
    treeFault(receipt, entry, sha256) ??
    digestFault(receipt, published, sha256);
  if (fault === null) return { holds: true, failed: null, steps: stepsUntil(RECEIPT_STEPS.length), entry };
  const step = RECEIPT_FAULTS[fault];
  return { holds: false, failed: { step, fault }, steps: stepsUntil(RECEIPT_STEPS.indexOf(step)), entry };
}

function stepsUntil(failedAt: number): ReceiptCheck['steps'] {
  return RECEIPT_STEPS.map((step, at) => {
    const outcome = at < failedAt ? 'holds' : at === failedAt ? 'fails' : 'not_reached';
    return { step, outcome };
  });
}

function contentFault(receipt: Receipt, entry: ReceiptEntry | null, sha256: Sha256): ReceiptFault | null {
  if (entry === null || entry.seq < 1) return 'content_unreadable';
  const hash = chainHash(fromHex(receipt.previousHash), sha256(receipt.content), sha256);
  if (toHex(hash) !== receipt.hash) return 'content_changed';
  return receiptCode(receipt.hash) === receipt.code ? null : 'code_wrong';
}

function chainFault(receipt: Receipt, entry: ReceiptEntry | null, sha256: Sha256): ReceiptFault | null {
  const { laterContentHashes: later, leaf } = receipt;
  if (entry === null || entry.seq + later.length !== leaf.seq) return 'chain_number_wrong';
  const last = later.reduce((hash, content) => chainHash(hash, fromHex(content), sha256), fromHex(receipt.hash));
  return toHex(last) === leaf.hash ? null : 'chain_broken';
}

function treeFault(receipt: Receipt, entry: ReceiptEntry | null, sha256: Sha256): ReceiptFault | null {
  const { leaf, path, digest } = receipt;
  if (entry === null) return 'place_wrong';
  const hashed = leafHash({ account: entry.account, seq: leaf.seq, hash: fromHex(leaf.hash) }, sha256);
  const root = rootOfPath(hashed, leaf.position, digest.leaves, path.map(fromHex), sha256);
  if (root === null) return 'place_wrong';
  return toHex(root) === digest.root ? null : 'not_in_tree';
}

function digestFault({ digest }: Receipt, published: string, sha256: Sha256): ReceiptFault | null {
  if (digestOf(digest, sha256) !== digest.digest) return 'digest_changed';
  return digest.digest === published ? null : 'not_the_published_one';
}
