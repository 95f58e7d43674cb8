import { setTimeout as sleep } from 'node:timers/promises';
import { type BudgetSlot, covers, slotKeyOf } from '@red-points/shared/domain/budgets';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Db } from 'mongodb';
import type { CheckScope, LedgerCheck } from '../ledger/index.ts';
import { unitPathsOf } from '../org-units/index.ts';
import { type CorrectedPoints, CorrectionTally } from './corrections-check.ts';
import { issues } from './return-points.ts';
import { type BudgetRecord, budgetStore, type HolderKind, type ReservationRecord } from './store.ts';

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;
/** Whose points are in the ledger before they are counted. */
const POSTING: ReadonlySet<HolderKind> = new Set(['import', 'batch', 'correction']);

type Entry = Parameters<LedgerCheck['take']>[0];
interface Issued extends Omit<BudgetSlot, 'unitPath'> {
  readonly issuerUnit: string;
  points: number;
}
interface Standing {
  readonly budget: BudgetRecord;
  readonly used: number;
  /** Of imports, batches and corrections that are being posted: the ledger may be ahead by so much. */
  readonly posting: number;
}

/** Holds every budget against what the ledger itself issued in its unit, category and period, reversals taken off. */
export function budgetCheck({ db, account }: CheckScope): LedgerCheck | null {
  if (account !== null) return null;
  const tally = new IssuedTally();
  const corrections = new CorrectionTally();
  // Read before the first entry, for what is posted while the ledger is read.
  const before = standings(db);
  before.catch(() => undefined);
  return {
    name: 'budgets',
    take: (stored) => {
      tally.add(stored);
      corrections.add(stored);
    },
    finish: async () => {
      const paths = await unitPathsOf(db);
      let bad: BadEntry[] = [];
      for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
        const slots = slotsOf(paths, [...tally.slots.values(), ...(await corrections.weighing(budgetStore(db)))]);
        bad = mismatches(slots, await before, await standings(db));
        if (bad.length === 0) break;
        if (attempt < ATTEMPTS) await sleep(PAUSE_MS);
      }
      return bad;
    },
  };
}

/** What the ledger issued, by slot. Of one account at a time it remembers which entries those were. */
class IssuedTally {
  readonly slots = new Map<string, Issued>();
  private account = '';
  private readonly originals = new Map<number, Issued>();

  add(entry: Entry): void {
    if (entry.account !== this.account) {
      this.account = entry.account;
      this.originals.clear();
    }
    if (issues(entry)) {
      const slot = this.slotOf(entry);
      slot.points += entry.points;
      this.originals.set(entry.seq, slot);
    } else if (entry.kind === 'reverse' && entry.refersTo !== undefined) {
      const slot = this.originals.get(entry.refersTo);
      if (slot !== undefined) slot.points += entry.points;
    }
  }

  private slotOf({ issuerUnit, category, effectiveAtMs }: Entry): Issued {
    const month = monthOf(businessDate(effectiveAtMs));
    const key = slotKeyOf({ unitPath: [issuerUnit], category, month });
    const known = this.slots.get(key);
    if (known !== undefined) return known;
    const fresh = { issuerUnit, category, month, points: 0 };
    this.slots.set(key, fresh);
    return fresh;
  }
}

function slotsOf(
  paths: ReadonlyMap<string, readonly string[]>,
  issued: readonly CorrectedPoints[],
): (BudgetSlot & { points: number })[] {
  return issued.map(({ issuerUnit, category, month, points }) => ({
    unitPath: paths.get(issuerUnit) ?? [issuerUnit],
    category,
    month,
    points,
  }));
}

async function standings(db: Db): Promise<Map<string, Standing>> {
  const store = budgetStore(db);
  const budgets = await store.budgets.find().toArray();
  const live = budgets.length === 0 ? [] : await store.reservations.find({ live: true }).toArray();
  return new Map(budgets.map((budget) => [budget._id, standingOf(budget, live)]));
}

function standingOf(budget: BudgetRecord, live: readonly ReservationRecord[]): Standing {
  const own = live.filter((reservation) => covers(budget, reservation));
  return {
    budget,
    used: own.reduce((sum, { used }) => sum + used, budget.settled),
    posting: own.filter(({ kind }) => POSTING.has(kind)).reduce((sum, { points, used }) => sum + points - used, 0),
  };
}

function mismatches(
  slots: readonly (BudgetSlot & { readonly points: number })[],
  before: ReadonlyMap<string, Standing>,
  after: ReadonlyMap<string, Standing>,
): BadEntry[] {
  const bad: BadEntry[] = [];
  for (const [id, { budget, used, posting }] of after) {
    const issued = slots.filter((slot) => covers(budget, slot)).reduce((sum, { points }) => sum + points, 0);
    const earlier = before.get(id)?.used ?? used;
    const isUsed = Math.min(earlier, used) <= issued && issued <= Math.max(earlier, used) + posting;
    const isWithin = budget.points === null || budget.taken <= budget.points;
    if (isUsed && isWithin) continue;
    bad.push({ account: '', seq: 0, code: 'budget_mismatch', about: { kind: 'budget', id } });
  }
  return bad;
}
