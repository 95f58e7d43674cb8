import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { SettlementsDeps } from './deps.ts';
import { findStatement, whyNotIndependent } from './find.ts';
import { contentChanged, takeOut } from './move-lines.ts';
import type { SettlementDisputeRecord } from './store.ts';

/**
 * Says that a line is wrong. Of a draft it is taken out until that is decided, and whoever signed signs again; a closed
 * statement stays as it is, and what a decision adds or takes goes into the next one.
 */
export async function dispute(
  deps: SettlementsDeps,
  principal: Principal,
  { settlementId, lineId }: { readonly settlementId: string; readonly lineId: string },
  reason: string,
  request: RequestIdentity,
): Promise<SettlementDisputeRecord | Refusal> {
  const repeated = await firstOf(deps.store.disputes, request);
  if (repeated !== null) return repeated;
  const statement = await findStatement(deps, principal, settlementId, 'settlements.dispute');
  if (isRefusal(statement)) return statement;
  const { shopId } = statement;
  const side = permits(principal, 'settlements.dispute', { shopId }) ? 'shop' : 'office';
  if (side === 'office') {
    const dependent = await whyNotIndependent(deps, principal, shopId);
    if (dependent !== null) return dependent;
  }
  const filedAt = new Date(deps.clock.now());
  const draft: Omit<SettlementDisputeRecord, 'held'> = {
    _id: deps.ids.next(),
    request,
    state: 'open',
    open: true,
    settlementId,
    settlementNumber: statement.number,
    lineId,
    shopId,
    shopName: statement.shopName,
    payerKey: statement.payerKey,
    unitPath: [...statement.unitPath],
    side,
    reason,
    filedBy: principal.userId,
    filedAt,
    answer: null,
    correctionFen: null,
    decidedBy: null,
    decidedAt: null,
    decideRequest: null,
  };
  try {
    return await atomically(deps.db.client, async (session) => {
      const current = await deps.store.statements.findOne({ _id: settlementId }, { session });
      if (current === null || current.state === 'cancelled') return refuse('settlement_cancelled');
      if (current.state === 'gathering' || current.state === 'cancelling') return refuse('settlement_busy');
      const made = { ...draft, held: current.state === 'draft' };
      await deps.store.disputes.insertOne(made, { session });
      const line = await deps.store.lines.findOne({ _id: lineId, statementId: settlementId }, { session });
      if (line === null) return refuse('settlement_line_not_found');
      if (made.held) {
        await takeOut(deps.store, settlementId, [line], { heldBy: made._id }, session);
        await deps.store.statements.updateOne({ _id: settlementId }, contentChanged(current, filedAt), { session });
      }
      return made;
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The same request at the same moment, or somebody else's dispute of this line.
    return (await firstOf(deps.store.disputes, request)) ?? refuse('settlement_line_disputed');
  }
}
