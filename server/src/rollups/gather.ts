import { businessDate } from '@red-points/shared/domain/calendar';
import {
  addFigures,
  cellsOf,
  type Figures,
  figuresOf,
  NO_FIGURES,
  negatedFigures,
  type SubjectKind,
} from '@red-points/shared/domain/reports';
import type { RolledEntry } from './entries.ts';
import type { FeedDocument } from './feed.ts';
import { type Batch, cellKey } from './layout.ts';

/** What the roll-ups must know of other nouns. */
export interface RollupPorts {
  /** A unit and its ancestors, root first. */
  unitPath(unitId: string): Promise<readonly string[]>;
  /** What kind of subject each account is; an account nobody knows counts as a person. */
  subjectKinds(accounts: readonly string[]): Promise<ReadonlyMap<string, SubjectKind>>;
}

/** Figures of one home unit and one pair of business days: of what everything above is summed up. */
export interface DayCell {
  readonly homeUnit: string;
  readonly effectiveDay: string;
  readonly recordedDay: string;
  readonly figures: Figures;
}

/** Sums of entries by home unit and by the two business days of an entry. */
export class DayCells {
  private readonly cells = new Map<string, DayCell>();

  add(entry: RolledEntry, kind: SubjectKind): void {
    this.addFigures(entry, figuresOf(entry, kind));
  }

  subtract(entry: RolledEntry, kind: SubjectKind): void {
    this.addFigures(entry, negatedFigures(figuresOf(entry, kind)));
  }

  private addFigures(entry: RolledEntry, added: Figures): void {
    const effectiveDay = businessDate(entry.effectiveAtMs);
    const recordedDay = businessDate(entry.recordedAtMs);
    const key = `${entry.homeUnit}|${effectiveDay}|${recordedDay}`;
    const figures = addFigures(this.cells.get(key)?.figures ?? NO_FIGURES, added);
    this.cells.set(key, { homeUnit: entry.homeUnit, effectiveDay, recordedDay, figures });
  }

  all(): IterableIterator<DayCell> {
    return this.cells.values();
  }
}

/** Increments for every unit above the entries, and their lines for the list of a unit's entries. */
export async function gather(
  entries: readonly RolledEntry[],
  kinds: ReadonlyMap<string, SubjectKind>,
  ports: Pick<RollupPorts, 'unitPath'>,
): Promise<Pick<Batch, 'figures' | 'feed'>> {
  const days = new DayCells();
  for (const entry of entries) days.add(entry, kinds.get(entry.account) ?? 'person');
  const figures = new Map<string, Figures>();
  for (const day of days.all()) {
    for (const unit of await ports.unitPath(day.homeUnit)) addToCells(figures, unit, day);
  }
  const feed: FeedDocument[] = [];
  for (const { _id, account, seq, recordedAtMs, kind, category, homeUnit } of entries) {
    feed.push({ _id, account, seq, recordedAtMs, kind, category, path: await ports.unitPath(homeUnit) });
  }
  return { figures, feed };
}

/** Adds the figures of a pair of days to every cell of a unit that they belong to. */
export function addToCells(
  cells: Map<string, Figures>,
  unit: string,
  { effectiveDay, recordedDay, figures }: DayCell,
): void {
  for (const [effective, recorded] of cellsOf(effectiveDay, recordedDay)) {
    const key = cellKey(unit, effective, recorded);
    cells.set(key, addFigures(cells.get(key) ?? NO_FIGURES, figures));
  }
}
