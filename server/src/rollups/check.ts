import { type Figures, NO_FIGURES, type SubjectKind } from '@red-points/shared/domain/reports';
import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Collection, Document, Timestamp } from 'mongodb';
import { type CheckScope, LEDGER_COLLECTION, type LedgerCheck, type StoredEntry } from '../ledger/index.ts';
import { clusterTime, isHistoryLost } from '../platform/change-stream.ts';
import { originalsOf } from './batch-of.ts';
import type { RolledEntry } from './entries.ts';
import { EntryStream, type StreamStart } from './entry-stream.ts';
import { addToCells, DayCells, type RollupPorts } from './gather.ts';
import { type CountedPerson, type FollowState, flatten, type PeopleFigures } from './layout.ts';
import { countPeople, type PeopleCounts } from './people-counts.ts';
import { type KeptCell, keptCells } from './read-cells.ts';
import { isSnapshotTooOld, snapshotOf } from './read-snapshot.ts';
import { RollupStore } from './store.ts';

/** How many entries are summed up at a time. */
const BATCH = 1_000;
const NEVER = new AbortController().signal;

/**
 * Compares the roll-ups with sums of the entries that a verification reads: of every unit, by both days and by months,
 * in total, and the people of every period.
 *
 * Entries that are written meanwhile are no false alarm: sums and roll-ups are compared as of one instant of the
 * database's history after the reading. What was written between its beginning and that instant, and was not read, is
 * added from the history; what the roll-ups have not counted by then is taken off. People of a period that such an
 * entry is about are left out of the comparison. A database keeps its past for a while only: what takes long is done before
 * the instant is chosen, and where that was too slow a later one is compared.
 */
export function rollupCheck({ db, account }: CheckScope, ports: RollupPorts): LedgerCheck | null {
  if (account !== null) return null;
  const comparison = new Comparison(db, ports);
  return {
    name: 'rollups',
    take: (stored) => comparison.take(stored),
    finish: () => comparison.finish(),
  };
}

class Comparison {
  /** From where the history is looked at for entries that were not read. */
  private readFrom: Promise<Timestamp>;
  private readonly entries: Collection<Document>;
  private readonly sums = new DayCells();
  private readonly people = new Map<string, PeopleFigures>();
  /** Periods and recorded days of people that entries under way are about. */
  private readonly unsettled = new Set<string>();
  /** The number of the last entry that was read of each account. */
  private readonly lastSeqs = new Map<string, number>();
  private counted = new Map<string, CountedPerson>();
  private waiting: RolledEntry[] = [];

  constructor(
    private readonly db: CheckScope['db'],
    private readonly ports: RollupPorts,
  ) {
    this.readFrom = clusterTime(db);
    this.readFrom.catch(() => undefined);
    this.entries = db.collection(LEDGER_COLLECTION, { readConcern: { level: 'majority' } });
  }

  async take(stored: StoredEntry): Promise<void> {
    // Nothing is read before the instant from which the history is looked at.
    await this.readFrom;
    this.lastSeqs.set(stored.account, stored.seq);
    this.waiting.push(stored);
    if (this.waiting.length >= BATCH) await this.addWaiting();
  }

  async finish(): Promise<readonly BadEntry[]> {
    await this.addWaiting();
    try {
      await this.readOnUntil(await clusterTime(this.db));
      return await snapshotOf(this.db, async (session) => {
        const state = await new RollupStore(this.db).state(session);
        if (state === null) return [];
        const now = await clusterTime(this.db);
        await this.readOnUntil(now);
        const uncounted = await this.uncounted(state, now);
        return await this.compare(keptCells(this.db, state.generation, session), uncounted);
      });
    } catch (error) {
      if (!isHistoryLost(error) && !isSnapshotTooOld(error)) throw error;
      return [badRollup('rollup_unknown', 'history')];
    }
  }

  private async addWaiting(): Promise<void> {
    const entries = this.waiting;
    this.waiting = [];
    const kinds = await this.kindsOf(entries);
    for (const entry of entries) this.sums.add(entry, kinds.get(entry.account) ?? 'person');
    const { people, counted } = await this.countPeople(entries, kinds, this.counted);
    for (const [key, added] of people) this.people.set(key, plus(this.people.get(key), added));
    // Entries come account by account: only the last one goes on in the next batch.
    const last = entries.at(-1)?.account ?? '';
    const own = counted.filter(({ id }) => id.startsWith(`${last}|`) || id.startsWith(`${last}/`));
    this.counted = new Map(own.map((count) => [count.id, count]));
  }

  private countPeople(
    entries: readonly RolledEntry[],
    kinds: ReadonlyMap<string, SubjectKind>,
    counted: ReadonlyMap<string, CountedPerson>,
  ): Promise<PeopleCounts> {
    return countPeople(entries, kinds, this.ports, {
      counted: async () => counted,
      originals: (ids) => originalsOf(this.entries, ids),
    });
  }

  private kindsOf(entries: readonly RolledEntry[]): Promise<ReadonlyMap<string, SubjectKind>> {
    return this.ports.subjectKinds([...new Set(entries.map(({ account }) => account))]);
  }

  /** Adds what was written until then and was not read yet. */
  private async readOnUntil(until: Timestamp): Promise<void> {
    await this.overHistory({ at: await this.readFrom }, until, (entry, kind) => {
      if (entry.seq <= (this.lastSeqs.get(entry.account) ?? 0)) return;
      this.lastSeqs.set(entry.account, entry.seq);
      this.sums.add(entry, kind);
    });
    this.readFrom = Promise.resolve(until);
  }

  /** What the roll-ups of a state have not counted by an instant, as figures to be taken off. */
  private async uncounted(state: FollowState, until: Timestamp): Promise<DayCells> {
    const cells = new DayCells();
    await this.overHistory({ after: state.resumeToken }, until, (entry, kind) => cells.subtract(entry, kind));
    return cells;
  }

  private async overHistory(
    start: StreamStart,
    until: Timestamp,
    effect: (entry: RolledEntry, kind: SubjectKind) => void,
  ): Promise<void> {
    const stream = new EntryStream(this.entries, start, BATCH);
    try {
      for await (const entries of stream.batchesUntil(until, NEVER)) {
        const kinds = await this.kindsOf(entries);
        for (const entry of entries) effect(entry, kinds.get(entry.account) ?? 'person');
        const { people } = await this.countPeople(entries, kinds, new Map());
        for (const key of people.keys()) this.unsettled.add(withoutUnit(key));
      }
    } finally {
      await stream.close();
    }
  }

  private async compare(kept: AsyncIterable<readonly KeptCell[]>, uncounted: DayCells): Promise<BadEntry[]> {
    const expected = await this.expectedUnits(uncounted);
    const bad: BadEntry[] = [];
    for await (const cells of kept) {
      const unit = cells[0]?.unit ?? '';
      const place = firstDifference(expected.get(unit) ?? new Map(), this.comparable(cells));
      if (place !== null) bad.push(badRollup('rollup_mismatch', `${unit} ${place}`));
      expected.delete(unit);
    }
    for (const [unit, cells] of expected) {
      const place = firstDifference(cells, new Map());
      if (place !== null) bad.push(badRollup('rollup_mismatch', `${unit} ${place}`));
    }
    return bad;
  }

  /** What every unit's cells must hold, by place. */
  private async expectedUnits(uncounted: DayCells): Promise<Map<string, Map<string, string>>> {
    const units = new Map<string, Map<string, Figures>>();
    for (const day of [...this.sums.all(), ...uncounted.all()]) {
      for (const unit of await this.ports.unitPath(day.homeUnit)) {
        const cells = units.get(unit) ?? new Map<string, Figures>();
        addToCells(cells, unit, day);
        units.set(unit, cells);
      }
    }
    const expected = new Map(
      [...units].map(([unit, cells]) => [
        unit,
        new Map([...cells].map(([key, figures]) => [withoutUnit(key), amountsOf(figures)])),
      ]),
    );
    for (const [key, people] of this.people) {
      if (this.unsettled.has(withoutUnit(key))) continue;
      expected.get(key.slice(0, key.indexOf('|')))?.set(withoutUnit(key), JSON.stringify(people));
    }
    return expected;
  }

  private comparable(cells: readonly KeptCell[]): Map<string, string> {
    const kept = new Map<string, string>();
    for (const { effective, recorded, figures, people } of cells) {
      const place = `${effective}|${recorded}`;
      if (people === null) kept.set(place, amountsOf(figures));
      else if (!this.unsettled.has(place)) kept.set(place, JSON.stringify(people));
    }
    return kept;
  }
}

/** The first place at which two units' cells differ; null where they agree. A cell of zeros is as good as none. */
function firstDifference(expected: ReadonlyMap<string, string>, kept: ReadonlyMap<string, string>): string | null {
  const places = [...new Set([...expected.keys(), ...kept.keys()])].sort();
  const at = (cells: ReadonlyMap<string, string>, place: string) => cells.get(place) ?? NOTHING;
  return places.find((place) => !isSame(at(expected, place), at(kept, place))) ?? null;
}

const NOTHING = amountsOf(NO_FIGURES);
const NOBODY = JSON.stringify({ people: 0, times: 0 });
const isSame = (one: string, other: string): boolean =>
  one === other || [one, other].every((text) => text === NOTHING || text === NOBODY);

function amountsOf(figures: Figures): string {
  return JSON.stringify(Object.entries(flatten(figures)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

const withoutUnit = (key: string): string => key.slice(key.indexOf('|') + 1);

function plus(one: PeopleFigures | undefined, other: PeopleFigures): PeopleFigures {
  return { people: (one?.people ?? 0) + other.people, times: (one?.times ?? 0) + other.times };
}

function badRollup(code: 'rollup_mismatch' | 'rollup_unknown', id: string): BadEntry {
  return { account: '', seq: 0, code, about: { kind: 'rollup', id } };
}
