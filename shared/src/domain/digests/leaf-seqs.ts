import { entryId, isAccountId, SEQ_MAX } from '../ledger/index.ts';

/** An account with many new entries gets a leaf for each so many: no receipt needs more content hashes than that. */
export const LEAF_EVERY = 256;

/** The numbers at which an account gets leaves when its history has grown from `fromSeq` to `toSeq`. */
export function leafSeqs(fromSeq: number, toSeq: number): number[] {
  const seqs: number[] = [];
  for (let seq = fromSeq + LEAF_EVERY; seq < toSeq; seq += LEAF_EVERY) seqs.push(seq);
  return [...seqs, toSeq];
}

/** Account and number of an entry's id; null where it is none. */
export function partsOfEntryId(id: string): { account: string; seq: number } | null {
  const colon = id.lastIndexOf(':');
  const [account, seq] = [id.slice(0, colon), Number(id.slice(colon + 1))];
  if (!isAccountId(account) || !Number.isSafeInteger(seq) || seq < 1 || seq > SEQ_MAX) return null;
  return entryId(account, seq) === id ? { account, seq } : null;
}
