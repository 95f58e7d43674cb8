import { type Figures, NO_FIGURES } from '@red-points/shared/domain/reports';
import type { ResumeToken } from 'mongodb';
import type { FeedDocument } from './feed.ts';

/**
 * The layout of what is kept, to be raised whenever other cells are kept or other figures are in them. It is part of the
 * ids of state and generations: a process that knows another layout follows with a state of its own, and one that knows
 * this layout counts everything anew where only another's is there.
 */
export const LAYOUT = 2;
export const STATE_ID = `ledger:${LAYOUT}`;

/** The name of a new generation of this layout. */
export const generationOf = (id: string): string => `${LAYOUT}-${id}`;

/** The layout of a generation. */
export const layoutOf = (generation: string): number => Number.parseInt(generation, 10);

/** Different people and person-times of a period. */
export interface PeopleFigures {
  readonly people: number;
  readonly times: number;
}

/** A sum of one unit over a range of effective and one of recorded days. */
export interface CellDocument extends Partial<Figures>, Partial<PeopleFigures> {
  /** `<generation>|<unit>|<effective>|<recorded>` */
  readonly _id: string;
  readonly generation: string;
  readonly unit: string;
  /** `d2026-11-23`, `m2026-11`, `*`; `pw2026-11-23`, `pm2026-11`, `py2026` for people of a period. */
  readonly effective: string;
  readonly recorded: string;
}

/** How many credits somebody has that stand, in one period. */
export interface CountedPerson {
  /** `<who>|<period>` */
  readonly id: string;
  readonly credits: number;
  /** Where they are counted. */
  readonly unit: string;
}

export interface CountDocument extends Omit<CountedPerson, 'id'> {
  /** `<generation>|<who>|<period>` */
  readonly _id: string;
  readonly generation: string;
}

/** How far the roll-ups have followed the ledger. */
export interface FollowState {
  /** Rebuilding writes a new generation beside the old one and then switches. */
  readonly generation: string;
  /** Changes with every step: a worker that was paused finds another's and stops. */
  readonly position: string;
  /** Everything up to here is counted, nothing after it. */
  readonly resumeToken: ResumeToken;
  /** How many entries are counted. */
  readonly counted: number;
  readonly updatedAtMs: number;
}

export type StateDocument = FollowState & { readonly _id: string; readonly layout: number };

/** Increments of one batch of entries. */
export interface Batch {
  /** By `cellKey`. */
  readonly figures: ReadonlyMap<string, Figures>;
  readonly people: ReadonlyMap<string, PeopleFigures>;
  readonly counted: readonly CountedPerson[];
  readonly feed: readonly FeedDocument[];
}

/** One name of a cell within a generation. */
export const cellKey = (unit: string, effective: string, recorded: string): string =>
  `${unit}|${effective}|${recorded}`;

export const peopleCellKey = (unit: string, period: string, recordedDay: string): string =>
  cellKey(unit, `p${period}`, `d${recordedDay}`);

/** `$inc` takes dotted paths, and zeros need no increment. */
export function flatten(figures: Figures): Record<string, number> {
  const { subjects, categories, ...rest } = figures;
  const increments: Record<string, number> = { items: 0 };
  for (const [name, value] of Object.entries(rest)) if (value !== 0) increments[name] = value;
  for (const [kind, value] of Object.entries(subjects)) if (value !== 0) increments[`subjects.${kind}`] = value;
  for (const [category, values] of Object.entries(categories)) {
    for (const [name, value] of Object.entries(values))
      if (value !== 0) increments[`categories.${category}.${name}`] = value;
  }
  return { ...increments, items: figures.items };
}

/** Missing parts are zeros. */
export function toFigures(cell: CellDocument): Figures {
  const { subjects, categories, ...amounts } = NO_FIGURES;
  const kept = Object.keys(amounts).map((name) => [name, cell[name as keyof typeof amounts] ?? 0] as const);
  return {
    ...(Object.fromEntries(kept) as unknown as typeof amounts),
    subjects: { ...subjects, ...cell.subjects },
    categories: Object.fromEntries(
      Object.entries(cell.categories ?? categories).map(([category, values]) => {
        const { items = 0, points = 0, minutes = 0 }: Partial<typeof values> = values;
        return [category, { items, points, minutes }];
      }),
    ),
  };
}
