import { businessDate } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { addFigures, type Figures, figuresOf, NO_FIGURES, type SubjectKind } from '@red-points/shared/domain/reports';
import { type Batch, type FeedDocument, TOTAL } from './store.ts';

/** What the roll-ups must know of other nouns. */
export interface RollupPorts {
  /** A unit and its ancestors, root first. */
  unitPath(unitId: string): Promise<readonly string[]>;
  /** What kind of subject each account is; an account nobody knows counts as a person. */
  subjectKinds(accounts: readonly string[]): Promise<ReadonlyMap<string, SubjectKind>>;
}

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
  | 'homeUnit'
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
  homeUnit: 1,
  recordedAtMs: 1,
  'state.items': 1,
} as const;

/** Sums entries up into increments for every unit above them, by recorded business day and in total. */
export async function gather(entries: readonly RolledEntry[], ports: RollupPorts): Promise<Batch> {
  const kinds = await ports.subjectKinds([...new Set(entries.map((entry) => entry.account))]);
  const figures = new Map<string, Figures>();
  const feed: FeedDocument[] = [];
  for (const entry of entries) {
    const path = await ports.unitPath(entry.homeUnit);
    const added = figuresOf(entry, kinds.get(entry.account) ?? 'person');
    const day = businessDate(entry.recordedAtMs);
    for (const unit of path) {
      for (const key of [`${unit}|${day}`, `${unit}|${TOTAL}`]) {
        figures.set(key, addFigures(figures.get(key) ?? NO_FIGURES, added));
      }
    }
    const { _id, account, seq, recordedAtMs, kind, category } = entry;
    feed.push({ _id, account, seq, recordedAtMs, kind, category, path });
  }
  return { figures, feed };
}
