import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Db, Document } from 'mongodb';
import { dayOf } from '../../support/recount.ts';
import { pathOfUnit } from './rollup-process.ts';

type Amounts = Record<string, number>;

/** Everything that the roll-ups should hold, counted from the ledger entry by entry, without their means. */
export async function recountedCells(db: Db): Promise<Map<string, Amounts>> {
  const entries = await db.collection<LedgerEntry & Document>('ledger_entries').find().sort({ _id: 1 }).toArray();
  const byId = new Map(entries.map((entry) => [`${entry.account}:${entry.seq}`, entry]));
  const cells = new Map<string, Amounts>();
  const add = (key: string, amounts: Amounts): void => {
    const cell = cells.get(key) ?? {};
    for (const [name, amount] of Object.entries(amounts)) cell[name] = (cell[name] ?? 0) + amount;
    cells.set(key, cell);
  };
  for (const entry of entries) {
    const amounts = amountsOf(entry, byId.get(`${entry.account}:${entry.seq - 1}`)?.state.items ?? 0);
    const [effective, recorded] = [dayOf(entry.effectiveAtMs), dayOf(entry.recordedAtMs)];
    const places = [
      `d${effective}|d${recorded}`,
      `m${effective.slice(0, 7)}|m${recorded.slice(0, 7)}`,
      `*|d${recorded}`,
      `*|m${recorded.slice(0, 7)}`,
      '*|*',
    ];
    for (const unit of pathOfUnit(entry.homeUnit)) for (const place of places) add(`${unit}|${place}`, amounts);
  }
  addPeople(entries, byId, add);
  return withoutZeros(cells);
}

function amountsOf(
  { kind, points, minutes, category, provenance, counterparty, state }: LedgerEntry,
  before: number,
): Amounts {
  const credit = kind === 'earn' ? 1 : kind === 'reverse' && provenance !== null ? -1 : 0;
  const atShop = kind === 'spend' || (kind === 'reverse' && counterparty.kind === 'shop');
  return {
    'subjects.person': Math.sign(state.items) - Math.sign(before),
    items: credit,
    issued: credit === 0 ? 0 : points,
    redeemed: atShop ? 0 - points : 0,
    expired: kind === 'expire' ? 0 - points : 0,
    outstanding: points,
    minutes,
    ...(credit === 0
      ? {}
      : {
          [`categories.${category}.items`]: credit,
          [`categories.${category}.points`]: points,
          [`categories.${category}.minutes`]: minutes,
        }),
  };
}

/** Whoever has a standing credit in a period is one person in it, from the day on which that was recorded. */
function addPeople(
  entries: readonly LedgerEntry[],
  byId: ReadonlyMap<string, LedgerEntry>,
  add: (key: string, amounts: Amounts) => void,
): void {
  const standing = new Map<string, number>();
  for (const entry of entries) {
    const undone = entry.kind === 'reverse' ? byId.get(`${entry.account}:${entry.refersTo}`) : undefined;
    const credit = entry.kind === 'earn' ? entry : undone?.kind === 'earn' ? undone : undefined;
    if (credit === undefined) continue;
    const change = entry.kind === 'earn' ? 1 : -1;
    const effective = dayOf(credit.effectiveAtMs);
    const sinceMonday = (new Date(`${effective}T00:00:00Z`).getUTCDay() + 6) % 7;
    const monday = new Date(Date.parse(`${effective}T00:00:00Z`) - sinceMonday * 86_400_000).toISOString().slice(0, 10);
    for (const period of [`w${monday}`, `m${effective.slice(0, 7)}`, `y${effective.slice(0, 4)}`]) {
      const before = standing.get(`${entry.account}|${period}`) ?? 0;
      standing.set(`${entry.account}|${period}`, before + change);
      const people = Math.sign(before + change) - Math.sign(before);
      for (const unit of pathOfUnit(credit.homeUnit)) {
        add(`${unit}|p${period}|d${dayOf(entry.recordedAtMs)}`, { people, times: change });
      }
    }
  }
}

/** What the roll-ups hold in the generation that is read. */
export async function keptCells(db: Db): Promise<Map<string, Amounts>> {
  const state = await db.collection('rollup_state').findOne({ layout: { $exists: true } });
  const cells = new Map<string, Amounts>();
  for await (const cell of db.collection('rollup_cells').find({ generation: state?.generation })) {
    const { _id, generation: _generation, unit, effective, recorded, ...amounts } = cell;
    cells.set(`${unit}|${effective}|${recorded}`, flat(amounts));
  }
  return withoutZeros(cells);
}

function flat(amounts: Document, prefix = ''): Amounts {
  return Object.fromEntries(
    Object.entries(amounts).flatMap(([name, value]) =>
      typeof value === 'number'
        ? [[prefix + name, value]]
        : Object.entries(flat(value as Document, `${prefix}${name}.`)),
    ),
  );
}

/** Which zeros are written is no matter. */
function withoutZeros(cells: ReadonlyMap<string, Amounts>): Map<string, Amounts> {
  const kept = [...cells].map(
    ([key, amounts]) =>
      [key, Object.fromEntries(Object.entries(amounts).filter(([, amount]) => amount !== 0))] as const,
  );
  return new Map(kept.filter(([, amounts]) => Object.keys(amounts).length > 0).sort(([a], [b]) => (a < b ? -1 : 1)));
}
