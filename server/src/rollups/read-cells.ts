import {
  addFigures,
  type Box,
  boxesAfter,
  boxesOfPeriod,
  boxOfDays,
  EVERYTHING,
  type Figures,
  NO_FIGURES,
  negatedFigures,
} from '@red-points/shared/domain/reports';
import type { ClientSession, Collection, Db } from 'mongodb';
import { type CellDocument, type PeopleFigures, toFigures } from './layout.ts';

/** Some units' part of the figures of a span of effective days, as known at the end of a day (`LAST_DAY`: all that is known). */
export interface PeriodOfUnits {
  readonly units: readonly string[];
  readonly from: string;
  readonly until: string;
  readonly knownOn: string;
}

export interface DayFigures {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly figures: Figures;
}

/** A query that takes longer is broken: what it reads is bounded. */
const READ_MAX_MS = 10_000;

const all = { from: EVERYTHING, until: EVERYTHING };

/**
 * The roll-ups of one instant: sums of one read agree with those of another. Units without an entry are missing in what
 * is answered.
 */
export class RollupView {
  private readonly cells: Collection<CellDocument>;

  constructor(
    db: Db,
    private readonly generation: string,
    private readonly session: ClientSession,
  ) {
    this.cells = db.collection('rollup_cells');
  }

  /** Sums over all days, by unit. */
  totals(units: readonly string[]): Promise<Map<string, Figures>> {
    return this.sums(units, [{ effective: all, recorded: all }]);
  }

  /** Figures of recorded days, both ends included. */
  recordedDays(unit: string, from: string, until: string): Promise<DayFigures[]> {
    return this.days(unit, { effective: all, recorded: { from: `d${from}`, until: `d${until}` } }, 'recorded');
  }

  /** What took effect in a period, as known on a day, by unit. */
  period({ units, from, until, knownOn }: PeriodOfUnits): Promise<Map<string, Figures>> {
    return this.sums(units, boxesOfPeriod(from, until, knownOn));
  }

  /** What took effect on each day of a period, as known on a day. */
  effectiveDays(unit: string, { from, until, knownOn }: Omit<PeriodOfUnits, 'units'>): Promise<DayFigures[]> {
    return this.days(unit, boxOfDays(from, until, knownOn), 'effective');
  }

  /** What stood at the end of a day, as known on another: all from the beginning on, by unit. */
  async standing({ units, until, knownOn }: Omit<PeriodOfUnits, 'from'>): Promise<Map<string, Figures>> {
    const [totals, after] = await Promise.all([this.totals(units), this.sums(units, boxesAfter(until, knownOn))]);
    return new Map(
      [...totals].map(([unit, total]) => [unit, addFigures(total, negatedFigures(after.get(unit) ?? NO_FIGURES))]),
    );
  }

  /** Different people and person-times of a period (`peoplePeriodOf`), as known on a day, by unit. */
  async people(units: readonly string[], period: string, knownOn: string): Promise<Map<string, PeopleFigures>> {
    const one = { from: `p${period}`, until: `p${period}` };
    const sums = new Map<string, PeopleFigures>();
    for await (const cell of this.find(units, [{ effective: one, recorded: { from: 'd', until: `d${knownOn}` } }])) {
      const before = sums.get(cell.unit) ?? { people: 0, times: 0 };
      const people = before.people + (cell.people ?? 0);
      sums.set(cell.unit, { people, times: before.times + (cell.times ?? 0) });
    }
    return sums;
  }

  private async sums(units: readonly string[], boxes: readonly Box[]): Promise<Map<string, Figures>> {
    const sums = new Map<string, Figures>();
    for await (const cell of this.find(units, boxes)) {
      sums.set(cell.unit, addFigures(sums.get(cell.unit) ?? NO_FIGURES, toFigures(cell)));
    }
    return sums;
  }

  private async days(unit: string, box: Box, axis: 'effective' | 'recorded'): Promise<DayFigures[]> {
    const days = new Map<string, Figures>();
    for await (const cell of this.find([unit], [box])) {
      const day = cell[axis].slice(1);
      days.set(day, addFigures(days.get(day) ?? NO_FIGURES, toFigures(cell)));
    }
    return [...days].map(([day, figures]) => ({ day, figures })).sort((one, other) => (one.day < other.day ? -1 : 1));
  }

  private async *find(units: readonly string[], boxes: readonly Box[]): AsyncGenerator<CellDocument> {
    if (boxes.length === 0 || units.length === 0) return;
    const $or = boxes.map(({ effective, recorded }) => ({
      generation: this.generation,
      unit: { $in: [...units] },
      effective: { $gte: effective.from, $lte: effective.until },
      recorded: { $gte: recorded.from, $lte: recorded.until },
    }));
    yield* this.cells.find({ $or }, { maxTimeMS: READ_MAX_MS, batchSize: 5_000, session: this.session });
  }
}

/** A cell with what it holds: figures, or the people of a period. */
export interface KeptCell {
  readonly unit: string;
  readonly effective: string;
  readonly recorded: string;
  readonly figures: Figures;
  /** Null for a cell of figures. */
  readonly people: PeopleFigures | null;
}

/** Every cell of a generation, a unit at a time: for checks. */
export async function* keptCells(
  db: Db,
  generation: string,
  session: ClientSession,
): AsyncGenerator<readonly KeptCell[]> {
  let unit: KeptCell[] = [];
  const sort = { generation: 1, unit: 1, effective: 1, recorded: 1 } as const;
  for await (const cell of db.collection<CellDocument>('rollup_cells').find({ generation }, { session, sort })) {
    if (unit.length > 0 && unit[0]?.unit !== cell.unit) {
      yield unit;
      unit = [];
    }
    const { people = 0, times = 0 } = cell;
    const isPeople = cell.effective.startsWith('p');
    const { effective, recorded } = cell;
    unit.push({
      unit: cell.unit,
      effective,
      recorded,
      figures: toFigures(cell),
      people: isPeople ? { people, times } : null,
    });
  }
  if (unit.length > 0) yield unit;
}
