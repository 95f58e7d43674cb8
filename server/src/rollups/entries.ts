import type { LedgerEntry } from '@red-points/shared/domain/ledger';

/** What of an entry the roll-ups read. */
export type RolledEntry = Pick<
  LedgerEntry,
  | '_id'
  | 'account'
  | 'seq'
  | 'kind'
  | 'points'
  | 'minutes'
  | 'provenance'
  | 'category'
  | 'counterparty'
  | 'carried'
  | 'actors'
  | 'refersTo'
  | 'homeUnit'
  | 'effectiveAtMs'
  | 'recordedAtMs'
> & { readonly state: { readonly items: number } };

/** The projection for `RolledEntry`. */
export const ROLLED_FIELDS = {
  account: 1,
  seq: 1,
  kind: 1,
  points: 1,
  minutes: 1,
  provenance: 1,
  category: 1,
  counterparty: 1,
  carried: 1,
  actors: 1,
  refersTo: 1,
  homeUnit: 1,
  effectiveAtMs: 1,
  recordedAtMs: 1,
  'state.items': 1,
} as const;
