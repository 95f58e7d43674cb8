import { atomically } from '../platform/atomically.ts';
import type { SettlementsDeps } from './deps.ts';
import { takeIn, takeOut } from './move-lines.ts';
import type { StatementRecord } from './store.ts';

/** Lines of one transaction, and slices that a request waits for: the job does the rest. */
const SLICE = 200;
const SLICES_MAX = 20;

type Deps = Pick<SettlementsDeps, 'db' | 'store' | 'clock'>;

/**
 * Moves a statement on whose lines are being put in, or given back. Every slice is one transaction with its sums, so that
 * it can end between any two of them, and be done by two at once.
 */
export async function carryOn(
  deps: Deps,
  statement: StatementRecord,
  slicesMax = SLICES_MAX,
): Promise<StatementRecord> {
  for (let slice = 0; slice < slicesMax; slice += 1) {
    const more = await atomically(deps.db.client, async (session) => {
      const current = await deps.store.statements.findOne({ _id: statement._id }, { session });
      if (current?.state !== 'gathering' && current?.state !== 'cancelling') return false;
      const gathering = current.state === 'gathering';
      const { shopId, payerKey, cutAt } = current;
      const lines = await deps.store.lines
        .find(gathering ? { shopId, payerKey, free: true, at: { $lt: cutAt } } : { statementId: current._id }, {
          session,
        })
        .sort({ at: 1, _id: 1 })
        .limit(SLICE)
        .toArray();
      if (lines.length > 0) {
        if (gathering) await takeIn(deps.store, current._id, lines, session);
        else await takeOut(deps.store, current._id, lines, { free: true }, session);
      }
      if (lines.length === SLICE) return true;
      const ended = gathering
        ? ({ state: 'draft', nextCheckAt: null } as const)
        : ({ state: 'cancelled', open: false, nextCheckAt: null } as const);
      await deps.store.statements.updateOne({ _id: current._id }, { $set: ended }, { session });
      return false;
    });
    if (more !== true) break;
  }
  const newest = await deps.store.statements.findOne({ _id: statement._id });
  if (newest === null) throw new Error('a statement vanished');
  return newest;
}
