import type { publicity as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { isRefusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { CreditsDeps } from './deps.ts';
import type { CreditRecord } from './store.ts';

type PublicityList = ResponseOf<typeof contract.list>;
const SHOWN = ['in_publicity', 'objected'] as const;
const cursorSchema = z.tuple([z.number(), z.string()]);

interface Totals {
  total: number;
  people: number;
  points: number;
  windowFrom: Date | null;
  windowUntil: Date | null;
}

/** The masked list of what is in publicity in a unit and below, newest first. Children are not on it. */
export async function listPublicity(
  deps: CreditsDeps,
  query: QueryOf<typeof contract.list>,
): Promise<PublicityList | Refusal> {
  const unit = await deps.orgUnits.get(query.unitId);
  if (unit === null) return refuse('unit_unknown');
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const shown: Filter<CreditRecord> = { unitPath: query.unitId, state: { $in: [...SHOWN] }, listed: true };
  const [found, totals] = await Promise.all([
    deps.credits
      .find(after === null ? shown : { $and: [shown, olderThan(after)] })
      .sort({ approvedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .toArray(),
    totalsOf(deps, shown),
  ]);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await linesOf(deps, page),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.approvedAt.getTime(), last._id]) : null,
    unitName: unit.name,
    total: totals.total,
    people: totals.people,
    points: totals.points,
    windowFrom: totals.windowFrom?.toISOString() ?? null,
    windowUntil: totals.windowUntil?.toISOString() ?? null,
  };
}

function olderThan([atMs, id]: readonly [number, string]): Filter<CreditRecord> {
  const approvedAt = new Date(atMs);
  return { $or: [{ approvedAt: { $lt: approvedAt } }, { approvedAt, _id: { $lt: id } }] };
}

async function totalsOf(deps: CreditsDeps, shown: Filter<CreditRecord>): Promise<Totals> {
  const perPerson = {
    _id: '$personId',
    total: { $sum: 1 },
    points: { $sum: '$points' },
    windowFrom: { $min: '$approvedAt' },
    windowUntil: { $max: '$publicUntil' },
  };
  const overall = {
    _id: null,
    people: { $sum: 1 },
    total: { $sum: '$total' },
    points: { $sum: '$points' },
    windowFrom: { $min: '$windowFrom' },
    windowUntil: { $max: '$windowUntil' },
  };
  const [totals] = await deps.credits
    .aggregate<Totals>([{ $match: shown }, { $group: perPerson }, { $group: overall }])
    .toArray();
  return totals ?? { total: 0, people: 0, points: 0, windowFrom: null, windowUntil: null };
}

async function linesOf(deps: CreditsDeps, page: readonly CreditRecord[]): Promise<PublicityList['items']> {
  const [names, units] = await Promise.all([
    deps.people.names(page.map(({ personId }) => personId)),
    deps.orgUnits.names(page.map(({ homeUnit }) => homeUnit)),
  ]);
  return page.map((credit) => ({
    creditId: credit._id,
    maskedName: names.get(credit.personId)?.masked ?? '*',
    gridName: units.get(credit.homeUnit) ?? '—',
    title: credit.title,
    category: credit.category,
    date: businessDate(credit.effectiveAt.getTime()),
    minutes: credit.minutes,
    points: credit.points,
    state: credit.state === 'objected' ? 'objected' : 'in_publicity',
  }));
}
