import { businessDate } from '../calendar/index.ts';
import type { LedgerEntry } from '../ledger/index.ts';

/** Hours that are of no category: corrections by two persons. */
export const NO_CATEGORY = 'none';

/** What one person served on one day in one category; negative where more was taken back than given. */
export interface ServiceDay {
  readonly person: string;
  /** Business date on which it happened. */
  readonly day: string;
  readonly category: string;
  readonly minutes: number;
  /** Credits that stand: a reversal takes its own away. */
  readonly items: number;
}

/**
 * What an entry adds to somebody's service, or null. It counts for whom the entry names, else for whose account it is; a
 * reversal for whom its original named. What two joined accounts carry over was counted where it was earned.
 * @param original the entry that a reversal undoes
 * @param owner whose account it is, by person id
 */
export function serviceOf(entry: LedgerEntry, original: LedgerEntry | undefined, owner: string): ServiceDay | null {
  if (entry.minutes === 0 || entry.kind === 'join') return null;
  const named = (original ?? entry).actors.find(({ part }) => part === 'beneficiary')?.id;
  return {
    person: named ?? owner,
    day: businessDate(entry.effectiveAtMs),
    category: entry.category ?? NO_CATEGORY,
    minutes: entry.minutes,
    items: itemsOf(entry, original),
  };
}

function itemsOf({ kind }: LedgerEntry, original: LedgerEntry | undefined): number {
  if (kind === 'earn') return 1;
  return kind === 'reverse' && original?.kind === 'earn' ? -1 : 0;
}

/** Service of one category. */
export interface CategoryService {
  readonly category: string;
  readonly minutes: number;
  readonly items: number;
}

export interface ServiceTotals {
  readonly minutes: number;
  readonly items: number;
  /** The most hours first; categories in which nothing is left are not listed. */
  readonly byCategory: CategoryService[];
}

/** Days inside a period, both ends included; null for open ends. */
export function daysWithin<D extends Pick<ServiceDay, 'day'>>(
  days: readonly D[],
  { from, until }: { readonly from: string | null; readonly until: string | null },
): D[] {
  return days.filter(({ day }) => (from === null || day >= from) && (until === null || day <= until));
}

/** What days come to, by category. */
export function totalsOf(days: readonly Omit<ServiceDay, 'person'>[]): ServiceTotals {
  const byCategory = new Map<string, CategoryService>();
  for (const { category, minutes, items } of days) {
    const known = byCategory.get(category);
    byCategory.set(category, {
      category,
      minutes: minutes + (known?.minutes ?? 0),
      items: items + (known?.items ?? 0),
    });
  }
  const kept = [...byCategory.values()].filter(({ minutes, items }) => minutes !== 0 || items !== 0);
  return {
    minutes: kept.reduce((sum, { minutes }) => sum + minutes, 0),
    items: kept.reduce((sum, { items }) => sum + items, 0),
    byCategory: kept.sort((one, other) => other.minutes - one.minutes || (one.category < other.category ? -1 : 1)),
  };
}
