/**
 * What `ledger:verify` can call bad. Whoever adds a check adds its codes here: command, page and download take their
 * words from this list.
 */
export const BAD_CODES = [
  // One account's history by itself.
  'shape_unknown',
  'schema_unknown',
  'id_mismatch',
  'seq_gap',
  'key_repeated',
  'recorded_before_previous',
  'hash_mismatch',
  'state_mismatch',
  'lots_out_of_order',
  'overspent',
  'original_mismatch',
  // What the ledger relies on.
  'collection_unexpected',
  'index_missing',
  // The ledger beside the records it comes from.
  'credited_twice',
  'entry_without_record',
  'record_mismatch',
  'pair_mismatch',
  'record_without_entry',
  // Objections beside the credits that they were to.
  'objection_mismatch',
  // Budgets beside what the ledger issued.
  'budget_mismatch',
  // What shops are owed beside what the ledger took and gave back.
  'settlement_mismatch',
  // Hours beside the entries that they were counted from.
  'service_mismatch',
  // The stock of offers beside its movements.
  'stock_mismatch',
  // The ledger beside its published digests.
  'digest_entry_missing',
  'digest_leaf_mismatch',
  'digest_root_mismatch',
  'digest_page_mismatch',
  'digest_hash_mismatch',
  'digest_previous_mismatch',
  'digest_missing',
  // Sums made of the ledger.
  'rollup_mismatch',
  'rollup_unknown',
] as const;
export type BadCode = (typeof BAD_CODES)[number];

/** What beside an account a bad row can be about: a record by its kind of source, or something that is no account's. */
export const ABOUT_KINDS = [
  'attendance',
  'claim',
  'import_row',
  'batch_item',
  'redemption',
  'entry',
  'expiry',
  'adjustment',
  'operation',
  'donation',
  'closing',
  'joining',
  'correction',
  'collection',
  'digest',
  'rollup',
  'budget',
  'objection',
  'settlement',
  'settlement_funding',
  'shop',
  'service',
  'offer',
] as const;
export type AboutKind = (typeof ABOUT_KINDS)[number];

export interface About {
  readonly kind: AboutKind;
  /** The record's id, the digest's business day, the roll-up's unit and day … */
  readonly id: string;
}

/** One thing that does not hold. */
export interface BadEntry {
  /** Empty where it is about something that is no account's. */
  readonly account: string;
  /** 0 where there is no entry to name. */
  readonly seq: number;
  readonly code: BadCode;
  readonly about?: About;
}
