import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from 'mongodb';
import { type CheckScope, FirstBad, type LedgerCheck } from '../ledger/index.ts';
import { inBatches, STREAM_BATCH } from '../platform/batches.ts';
import { type OfferRecord, offersOf, stockMovementsOf } from './store.ts';

const BATCH = 200;
/** Redemptions go on while this reads: what does not agree is looked at again. */
const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

/** Holds the stock of every counted offer against the sum of its movements. */
export function stockCheck({ db, account }: CheckScope): LedgerCheck | null {
  if (account !== null) return null;
  return {
    name: 'stock',
    take: () => undefined,
    finish: async () => {
      let suspects: string[] = [];
      const counted = offersOf(db)
        .find({ inLedger: true, stock: { $gte: 0 } })
        .project<{ _id: string }>({ _id: 1 })
        .batchSize(STREAM_BATCH);
      for await (const batch of inBatches(counted, BATCH)) {
        suspects.push(
          ...(await mismatched(
            db,
            batch.map(({ _id }) => _id),
          )),
        );
      }
      for (let attempt = 1; suspects.length > 0 && attempt < ATTEMPTS; attempt += 1) {
        await sleep(PAUSE_MS);
        suspects = await mismatched(db, suspects);
      }
      const bad = new FirstBad();
      for (const id of suspects) bad.add({ account: '', seq: 0, code: 'stock_mismatch', about: { kind: 'offer', id } });
      return bad.list();
    },
  };
}

/** Those of some offers whose movements do not come to what is there: on the shelf, and set aside without a movement yet. */
async function mismatched(db: Db, offerIds: readonly string[]): Promise<string[]> {
  const movements = stockMovementsOf(db);
  const offers: Pick<OfferRecord, '_id' | 'stock' | 'reservations'>[] = await offersOf(db)
    .find({ _id: { $in: [...offerIds] } }, { projection: { stock: 1, reservations: 1 } })
    .toArray();
  const [sums, settling] = await Promise.all([
    movements
      .aggregate<{ _id: string; change: number }>([
        { $match: { offerId: { $in: [...offerIds] } } },
        { $group: { _id: '$offerId', change: { $sum: '$change' } } },
      ])
      .toArray(),
    movements
      .find({
        _id: { $in: offers.flatMap(({ reservations }) => reservations.map((open) => `redeemed:${open.redemptionId}`)) },
      })
      .project<{ _id: string }>({ _id: 1 })
      .toArray(),
  ]);
  const byOffer = new Map(sums.map(({ _id, change }) => [_id, change]));
  const gone = new Set(settling.map(({ _id }) => _id));
  return offers
    .filter(({ _id, stock, reservations }) => {
      const setAside = reservations.filter((open) => !gone.has(`redeemed:${open.redemptionId}`));
      const there = setAside.reduce((sum, { quantity }) => sum + quantity, stock ?? 0);
      return (byOffer.get(_id) ?? 0) !== there;
    })
    .map(({ _id }) => _id);
}
