import type { objections as contract, ObjectionFigures, ResponseOf } from '@red-points/shared/contracts';
import { endOfBusinessDay, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import type { ObjectionsDeps } from './deps.ts';

const NONE: ObjectionFigures = { filed: 0, upheld: 0, corrected: 0, dismissed: 0, withdrawn: 0, late: 0, open: 0 };

/**
 * What was filed and decided in a period, and what waited at its end, by the community that gives the points. Filing and
 * decision keep their instants, so that a period that is over always reads the same.
 */
export async function figuresOf(
  { objections, orgUnits }: ObjectionsDeps,
  unitId: string,
  period: { readonly from: string; readonly until: string },
): Promise<ResponseOf<typeof contract.figures>> {
  const from = new Date(startOfBusinessDay(period.from));
  const end = new Date(endOfBusinessDay(period.until));
  const within = { $gte: from, $lt: end };
  const one = (when: Document) => ({ $sum: { $cond: [when, 1, 0] } });
  const is = (state: string) => one({ $eq: ['$state', state] });
  const sumsOf = (match: Document, sums: Document) =>
    objections
      .aggregate<Partial<ObjectionFigures> & { _id: string }>([
        { $match: { unitPath: unitId, ...match } },
        { $group: { _id: '$unitId', ...sums } },
      ])
      .toArray();
  const filedBefore = { filedAt: { $lt: end } };
  const count = { $sum: 1 };
  const parts = await Promise.all([
    sumsOf({ filedAt: within }, { filed: count }),
    sumsOf(
      { decidedAt: within },
      {
        upheld: is('upheld'),
        corrected: is('corrected'),
        dismissed: is('dismissed'),
        withdrawn: is('withdrawn'),
        late: one({ $and: [{ $ne: ['$state', 'withdrawn'] }, { $gte: ['$decidedAt', '$dueAt'] }] }),
      },
    ),
    sumsOf({ open: true, ...filedBefore }, { open: count }),
    sumsOf({ decidedAt: { $gte: end }, ...filedBefore }, { open: count }),
  ]);
  const byUnit = new Map<string, ObjectionFigures>();
  for (const { _id, ...sums } of parts.flat()) byUnit.set(_id, added(byUnit.get(_id) ?? NONE, sums));
  const names = await orgUnits.names([...byUnit.keys()]);
  const rows = [...byUnit]
    .map(([id, sums]) => ({ unitId: id, name: names.get(id) ?? id, ...sums }))
    .sort((left, right) => (left.unitId < right.unitId ? -1 : 1));
  return { total: rows.reduce((sum, { unitId: _, name: __, ...row }) => added(sum, row), NONE), rows };
}

function added(one: ObjectionFigures, other: Partial<ObjectionFigures>): ObjectionFigures {
  const keys = Object.keys(NONE) as (keyof ObjectionFigures)[];
  return Object.fromEntries(keys.map((key) => [key, one[key] + (other[key] ?? 0)])) as ObjectionFigures;
}
