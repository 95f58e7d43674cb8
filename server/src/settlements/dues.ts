import type { settlements as contract, ResponseOf, SettlementMatrix } from '@red-points/shared/contracts';
import { payerOf } from '@red-points/shared/domain/settlements';
import type { Filter } from 'mongodb';
import type { SettlementsDeps } from './deps.ts';
import type { SettlementLineRecord } from './store.ts';

type Due = ResponseOf<typeof contract.dues>['items'][number];

/** Shops and payers of one page; a street has fewer. */
const DUES_MAX = 500;

/** What is owed and in no statement, by shop and payer. Read from an index of such lines only. */
export async function duesOf(deps: SettlementsDeps, filter: Filter<SettlementLineRecord>): Promise<Due[]> {
  const sums = await deps.store.lines
    .aggregate<{
      _id: { shopId: string; payerKey: string };
      lines: number;
      points: number;
      fen: number;
      firstAt: Date;
      lastAt: Date;
    }>([
      { $match: { ...filter, free: true } },
      {
        $group: {
          _id: { shopId: '$shopId', payerKey: '$payerKey' },
          lines: { $sum: 1 },
          points: { $sum: '$points' },
          fen: { $sum: '$fen' },
          firstAt: { $min: '$at' },
          lastAt: { $max: '$at' },
        },
      },
      { $sort: { fen: -1, _id: 1 } },
      { $limit: DUES_MAX },
    ])
    .toArray();
  const shopIds = [...new Set(sums.map(({ _id }) => _id.shopId))];
  const [shops, units, open] = await Promise.all([
    deps.merchants.findMany(shopIds),
    deps.orgUnits.all(),
    deps.store.statements
      .find({ shopId: { $in: shopIds }, open: true }, { projection: { shopId: 1, payerKey: 1 } })
      .toArray(),
  ]);
  const openIds = new Map(open.map(({ _id, shopId, payerKey }) => [`${shopId}|${payerKey}`, _id]));
  return sums.map(({ _id: { shopId, payerKey }, lines, points, fen, firstAt, lastAt }) => {
    const payer = payerOf(payerKey);
    return {
      shopId,
      shopName: shops.get(shopId)?.name ?? shopId,
      payer: { ...payer, unitName: units.get(payer.unitId)?.name ?? payer.unitId },
      lines,
      points,
      fen,
      firstAt: firstAt.toISOString(),
      lastAt: lastAt.toISOString(),
      openSettlementId: openIds.get(`${shopId}|${payerKey}`) ?? null,
    };
  });
}

/** Which community issued and which redeemed, over some months. Answered from the index, so it costs what the months cost. */
export async function matrixOf(
  deps: SettlementsDeps,
  unitId: string,
  from: string,
  until: string,
): Promise<SettlementMatrix> {
  const below = (await deps.orgUnits.below(unitId)).map(({ id }) => id);
  const cells = await deps.store.lines
    .aggregate<{ _id: { redeemedIn: string; issuedIn: string }; lines: number; points: number; fen: number }>([
      { $match: { redeemedIn: { $in: below }, month: { $gte: from, $lte: until } } },
      { $project: { _id: 0, redeemedIn: 1, issuedIn: 1, points: 1, fen: 1 } },
      {
        $group: {
          _id: { redeemedIn: '$redeemedIn', issuedIn: '$issuedIn' },
          lines: { $sum: 1 },
          points: { $sum: '$points' },
          fen: { $sum: '$fen' },
        },
      },
      { $sort: { _id: 1 } },
    ])
    .toArray();
  const ids = [...new Set(cells.flatMap(({ _id }) => [_id.redeemedIn, _id.issuedIn]))].sort();
  const names = await deps.orgUnits.names(ids);
  return {
    from,
    until,
    units: ids.map((id) => ({ unitId: id, unitName: names.get(id) ?? id })),
    cells: cells.map(({ _id: { redeemedIn, issuedIn }, lines, points, fen }) => ({
      redeemedIn,
      issuedIn,
      lines,
      points,
      fen,
    })),
  };
}

/** Fen that are owed to shops and not paid, whoever pays: what is free, and what stands in statements that are not paid. */
export async function owedTo({ store }: Pick<SettlementsDeps, 'store'>, shopIds: readonly string[]): Promise<number> {
  const of = { shopId: { $in: [...shopIds] } };
  const sum = (field: string) => ({ $group: { _id: null, fen: { $sum: field } } });
  const [[free], [stated]] = await Promise.all([
    store.lines.aggregate<{ fen: number }>([{ $match: { ...of, free: true } }, sum('$fen')]).toArray(),
    store.statements
      .aggregate<{ fen: number }>([
        { $match: { ...of, state: { $in: ['gathering', 'draft', 'closed'] } } },
        sum('$totals.fen'),
      ])
      .toArray(),
  ]);
  return (free?.fen ?? 0) + (stated?.fen ?? 0);
}
