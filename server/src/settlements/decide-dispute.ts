import {
  type BodyOf,
  type settlements as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { payerOf, yuanText } from '@red-points/shared/domain/settlements';
import type { ClientSession } from 'mongodb';
import { ownSignIns } from '../auth/index.ts';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import type { SettlementsDeps } from './deps.ts';
import { findDispute, whyNotIndependent } from './find.ts';
import { contentChanged, takeIn, touch } from './move-lines.ts';
import { captureLineId, correctionLineId, type SettlementDisputeRecord, type SettlementLineRecord } from './store.ts';

type Outcome = Promise<SettlementDisputeRecord | Refusal>;
type Ending = Pick<SettlementDisputeRecord, 'state' | 'answer' | 'correctionFen'>;

/** Keeps a disputed line, or corrects it by a line of its own. By somebody else than who filed it, and not of the shop. */
export async function decideDispute(
  deps: SettlementsDeps,
  principal: Principal,
  disputeId: string,
  { outcome, correctionFen, answer }: BodyOf<typeof contract.decideDispute>,
  request: RequestIdentity,
): Outcome {
  const found = await findDispute(deps, principal, disputeId, 'settlements.handle');
  if (isRefusal(found)) return found;
  const again = repeats(found.decideRequest, request);
  if (isRefusal(again)) return again;
  if (again) return found;
  if (!found.open) return refuse('settlement_dispute_decided');
  if ((await ownSignIns(deps.users, principal))(found.filedBy)) return refuse('settlement_dispute_own');
  const dependent = await whyNotIndependent(deps, principal, found.shopId);
  if (dependent !== null) return dependent;
  if (outcome === 'kept' && correctionFen !== null) return refuse('settlement_correction_unwanted');
  if (outcome === 'corrected' && (correctionFen ?? 0) === 0) return refuse('settlement_correction_missing');
  // A shop that pays for an offer itself is owed nothing: no budget stands behind such a line.
  if (outcome === 'corrected' && payerOf(found.payerKey).kind === 'shop')
    return refuse('settlement_correction_of_shop');
  const decided = await end(deps, principal, found, { state: outcome, answer, correctionFen }, request);
  if (isRefusal(decided)) return decided;
  await deps.audit.record({
    principal,
    action: 'settlements.decide_dispute',
    subject: { kind: 'settlement_dispute', id: disputeId },
    unitId: decided.unitPath.at(-1) ?? null,
    detail: { outcome, fen: correctionFen ?? 0 },
  });
  return decided;
}

/** Takes a dispute back, by the side that filed it. */
export async function withdrawDispute(
  deps: SettlementsDeps,
  principal: Principal,
  disputeId: string,
  request: RequestIdentity,
): Outcome {
  const found = await findDispute(deps, principal, disputeId, 'settlements.dispute');
  if (isRefusal(found)) return found;
  const again = repeats(found.decideRequest, request);
  if (isRefusal(again)) return again;
  if (again) return found;
  if (!found.open) return refuse('settlement_dispute_decided');
  if (!isOfSide(principal, found)) return refuse('settlement_dispute_not_yours');
  return end(deps, principal, found, { state: 'withdrawn', answer: null, correctionFen: null }, request);
}

/** Whether the caller belongs to the side that filed a dispute. */
export function isOfSide(principal: Principal, { side, shopId, unitPath }: SettlementDisputeRecord): boolean {
  return permits(principal, 'settlements.dispute', side === 'shop' ? { shopId } : { unitPath });
}

/** The decision, the line that it frees and the line that it makes: together or not at all. */
async function end(
  deps: SettlementsDeps,
  principal: Principal,
  { _id, lineId, settlementId, held }: SettlementDisputeRecord,
  ending: Ending,
  request: RequestIdentity,
): Outcome {
  const at = new Date(deps.clock.now());
  const { lines, disputes, statements } = deps.store;
  return atomically(deps.db.client, async (session) => {
    const decided = await disputes.findOneAndUpdate(
      { _id, open: true },
      { $set: { ...ending, open: false, decidedBy: principal.userId, decidedAt: at, decideRequest: request } },
      { session, returnDocument: 'after' },
    );
    if (decided === null) return refuse('settlement_dispute_decided');
    const line = await lines.findOne({ _id: lineId }, { session });
    if (line === null) throw new Error('a disputed line vanished');
    const freed: SettlementLineRecord[] = [];
    if (held) {
      await lines.updateOne({ _id: lineId, heldBy: _id }, { $set: { heldBy: null, free: true } }, { session });
      freed.push({ ...line, heldBy: null, free: true });
    }
    if (ending.state === 'corrected') {
      const correction = await correctionOf(deps, line, _id, ending.correctionFen ?? 0, at, session);
      if (isRefusal(correction)) return correction;
      await lines.insertOne(correction, { session });
      freed.push(correction);
    }
    const statement = await statements.findOne({ _id: settlementId }, { session });
    // Back into the draft that it came from; where that is closed meanwhile, into the next one.
    if (held && statement?.state === 'draft' && freed.length > 0) {
      await takeIn(deps.store, settlementId, freed, session);
      await statements.updateOne({ _id: settlementId }, contentChanged(statement, at), { session });
    }
    return decided;
  });
}

/** A line that adds or takes fen. All lines of a redemption together never come to less than nothing. */
async function correctionOf(
  { store }: SettlementsDeps,
  line: SettlementLineRecord,
  disputeId: string,
  fen: number,
  at: Date,
  session: ClientSession,
): Promise<SettlementLineRecord | Refusal> {
  await touch(store, [captureLineId(line.redemptionId)], session);
  const own = await store.lines
    .find({ redemptionId: line.redemptionId }, { session, projection: { fen: 1 } })
    .toArray();
  const most = own.reduce((sum, one) => sum + one.fen, 0);
  if (most + fen < 0) return refuse('settlement_correction_too_large', { most: yuanText(most) });
  const { touched: _touched, correctionFen: _share, ...common } = line;
  return {
    ...common,
    _id: correctionLineId(disputeId),
    kind: 'correction',
    number: null,
    at,
    month: monthOf(businessDate(at.getTime())),
    points: 0,
    fen,
    statementId: null,
    free: true,
    heldBy: null,
  };
}
