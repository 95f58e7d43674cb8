export { fromHex, toHex } from './bytes.ts';
export type { ReceiptEntry } from './content.ts';
export {
  coveringDay,
  DIGEST_AFTER_MS,
  digestDueAtMs,
  endsMonth,
  type NextDigest,
  newestDueDay,
  nextDigest,
} from './days.ts';
export {
  DIGEST_KINDS,
  DIGEST_VERSION,
  type DigestContent,
  type DigestKind,
  digestId,
  digestOf,
  digestText,
  readDigest,
} from './digest.ts';
export { LEAF_EVERY, leafSeqs, partsOfEntryId } from './leaf-seqs.ts';
export { makeReceipt, type ReceiptParts } from './make-receipt.ts';
export { PAGE_SIZE, PagedTree, pagesOnPath, pathThroughPages, type TreePage } from './pages.ts';
export {
  checkReceipt,
  RECEIPT_FAULTS,
  RECEIPT_STEPS,
  RECEIPT_VERSION,
  type Receipt,
  type ReceiptCheck,
  type ReceiptFault,
  type ReceiptStep,
} from './receipt.ts';
export { type Leaf, leafHash, leafHashOf, nodeHash, pathIn, rootOf, rootOfPath, TreeRoot } from './tree.ts';
