import { creditChange, type LedgerEntry } from '../ledger/index.ts';

/** 参与主体 are counted apart by kind. */
export type SubjectKind = 'person' | 'household' | 'organisation';

/** What one entry, or a sum of entries, adds to the figures of a unit. All whole numbers; any may be negative. */
export interface Figures {
  readonly subjects: Readonly<Record<SubjectKind, number>>;
  /** Posted credits that stand. */
  readonly items: number;
  /** Gross points of the credits that stand. */
  readonly issued: number;
  /** Points spent at shops, refunds taken off. */
  readonly redeemed: number;
  readonly expired: number;
  /** Points given to community funds, those reversed taken off. */
  readonly donated: number;
  /** Change of balance − owed: what the community still stands for. */
  readonly outstanding: number;
  readonly minutes: number;
  readonly categories: Readonly<Record<string, CategoryFigures>>;
}

export interface CategoryFigures {
  readonly items: number;
  readonly points: number;
  readonly minutes: number;
}

export const NO_FIGURES: Figures = {
  subjects: { person: 0, household: 0, organisation: 0 },
  items: 0,
  issued: 0,
  redeemed: 0,
  expired: 0,
  donated: 0,
  outstanding: 0,
  minutes: 0,
  categories: {},
};

type CountedEntry = Pick<
  LedgerEntry,
  'kind' | 'points' | 'minutes' | 'provenance' | 'category' | 'counterparty' | 'carried'
> & {
  readonly state: Pick<LedgerEntry['state'], 'items'>;
};

/**
 * What an entry adds. An account counts as a subject from its first standing credit until its last one is
 * reversed; the state after the entry tells, so nothing but the entry has to be read.
 */
export function figuresOf(entry: CountedEntry, subjectKind: SubjectKind): Figures {
  const credits = creditChange(entry);
  const issued = credits === 0 ? 0 : entry.points;
  const minutes = entry.minutes;
  const category = credits !== 0 && entry.category !== null ? entry.category : null;
  return {
    subjects: { ...NO_FIGURES.subjects, [subjectKind]: subjectChange(entry, credits) },
    items: credits,
    issued,
    redeemed: redeemedBy(entry),
    expired: entry.kind === 'expire' ? 0 - entry.points : 0,
    donated: donatedBy(entry),
    outstanding: entry.points,
    minutes,
    categories: category === null ? {} : { [category]: { items: credits, points: issued, minutes } },
  };
}

function subjectChange({ carried, state }: CountedEntry, credits: -1 | 0 | 1): number {
  const itemsAfter = state.items;
  // Of two joined accounts, one stops being a subject, and the other may become one by it.
  if (carried !== undefined && carried.items > 0) {
    if (carried.direction === 'out') return -1;
    return itemsAfter === carried.items ? 1 : 0;
  }
  if (credits === 1 && itemsAfter === 1) return 1;
  return credits === -1 && itemsAfter === 0 ? -1 : 0;
}

function redeemedBy(entry: CountedEntry): number {
  if (entry.kind === 'capture' || entry.kind === 'spend' || entry.kind === 'refund') return 0 - entry.points;
  // The reversal of a spend names the shop, and so does a refund that lands in the account that another was joined into.
  const givenBack = entry.kind === 'reverse' || entry.kind === 'adjust';
  return givenBack && entry.counterparty.kind === 'shop' ? 0 - entry.points : 0;
}

function donatedBy(entry: CountedEntry): number {
  const toFund = entry.counterparty.kind === 'fund' && (entry.kind === 'donate' || entry.kind === 'reverse');
  return toFund ? 0 - entry.points : 0;
}

/** The sum of two. */
export function addFigures(left: Figures, right: Figures): Figures {
  const categories: Record<string, CategoryFigures> = { ...left.categories };
  for (const [category, more] of Object.entries(right.categories)) {
    const before = categories[category] ?? { items: 0, points: 0, minutes: 0 };
    categories[category] = {
      items: before.items + more.items,
      points: before.points + more.points,
      minutes: before.minutes + more.minutes,
    };
  }
  return {
    subjects: {
      person: left.subjects.person + right.subjects.person,
      household: left.subjects.household + right.subjects.household,
      organisation: left.subjects.organisation + right.subjects.organisation,
    },
    items: left.items + right.items,
    issued: left.issued + right.issued,
    redeemed: left.redeemed + right.redeemed,
    expired: left.expired + right.expired,
    donated: left.donated + right.donated,
    outstanding: left.outstanding + right.outstanding,
    minutes: left.minutes + right.minutes,
    categories,
  };
}

/** Subjects of all kinds. */
export function subjectsTotal(figures: Figures): number {
  return figures.subjects.person + figures.subjects.household + figures.subjects.organisation;
}
