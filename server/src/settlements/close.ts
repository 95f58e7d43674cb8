import { createHash } from 'node:crypto';
import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  type SettlementTotals,
  totalsOf,
  whyNotClose,
  whyNotProposeClosing,
  yuanText,
} from '@red-points/shared/domain/settlements';
import type { ClientSession } from 'mongodb';
import { ownSignIns } from '../auth/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import type { SettlementsDeps } from './deps.ts';
import { findForAct } from './find.ts';
import { addSettled } from './funding.ts';
import { standingOf } from './sign.ts';
import type { SettlementStore, StatementRecord } from './store.ts';

/** The first of two words that close a signed statement. */
export async function proposeClosing(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  version: number,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const actable = await findForAct(deps, principal, settlementId, 'settlements.handle', request, ({ closing }) => [
    closing,
  ]);
  if (isRefusal(actable)) return actable;
  const { found, isDone } = actable;
  if (isDone) return found;
  const refusal = whyNotProposeClosing(standingOf(found), version);
  if (refusal !== null) return refuse(refusal);
  const notEnded = await whyNotEnded(deps, found);
  if (notEnded !== null) return notEnded;
  const proposed = await deps.store.statements.findOneAndUpdate(
    { _id: found._id, state: 'draft', version, closing: null },
    { $set: { closing: { by: principal.userId, at: new Date(deps.clock.now()), request } } },
    { returnDocument: 'after' },
  );
  if (proposed === null) return refuse('settlement_changed');
  await audited(deps, principal, proposed, 'settlements.propose_closing');
  return proposed;
}

/**
 * The second word: nothing of the statement changes any more, and its total weighs on the funding budget, in one transaction.
 * Refused while redemptions of the shop from before the cut are open or not entered yet.
 */
export async function close(
  deps: SettlementsDeps,
  principal: Principal,
  settlementId: string,
  version: number,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const actable = await findForAct(deps, principal, settlementId, 'settlements.approve', request, ({ closed }) => [
    closed,
  ]);
  if (isRefusal(actable)) return actable;
  const { found, isDone } = actable;
  if (isDone) return found;
  const refusal = whyNotClose(standingOf(found), await ownSignIns(deps.users, principal), version);
  if (refusal !== null) return refuse(refusal);
  const notEnded = await whyNotEnded(deps, found);
  if (notEnded !== null) return notEnded;
  const { fingerprint, totals } = await readLines(deps.store, found._id);
  if (JSON.stringify(totals) !== JSON.stringify({ ...totals, ...found.totals })) {
    const now = await deps.store.statements.findOne({ _id: found._id }, { projection: { state: 1, version: 1 } });
    // Given up, or a line of it taken out, since it was read.
    if (now?.state !== 'draft' || now.version !== version) return refuse('settlement_changed');
    throw new Error('the sums of a statement are not those of its lines');
  }
  const closed = { by: principal.userId, at: new Date(deps.clock.now()), request };
  const state = found.totals.fen === 0 ? ('paid' as const) : ('closed' as const);
  const done = await atomically(deps.db.client, async (session: ClientSession) => {
    const after = await deps.store.statements.findOneAndUpdate(
      { _id: found._id, state: 'draft', version, 'closing.by': found.closing?.by },
      { $set: { state, open: false, closed, fingerprint } },
      { session, returnDocument: 'after' },
    );
    if (after === null) return refuse('settlement_changed');
    const left = await addSettled(deps.store, after, session);
    if (left === null) return after;
    return refuse('settlement_over_funding', {
      year: after.month.slice(0, 4),
      left: yuanText(left),
      total: yuanText(after.totals.fen),
    });
  });
  if (isRefusal(done)) return done;
  await audited(deps, principal, done, 'settlements.close');
  return done;
}

/** Redemptions of the shop from before the cut that are not over, or not entered: then the statement may miss something. */
async function whyNotEnded(deps: SettlementsDeps, { shopId, cutAt }: StatementRecord): Promise<Refusal | null> {
  // A service that is booked for a later day is that day's.
  const notLater = { 'booking.endsAt': { $not: { $gte: cutAt } } };
  const [count, due] = await Promise.all([
    deps.redemptions.countDocuments({ shopId, open: true, createdAt: { $lt: cutAt }, ...notLater }),
    deps.redemptions.findOne({ shopId, settleDue: true, capturedAt: { $lt: cutAt } }, { projection: { _id: 1 } }),
  ]);
  if (count > 0) return refuse('settlement_open_redemptions', { count });
  return due === null ? null : refuse('settlement_lines_pending');
}

/**
 * What a closed statement says, line by line in its order, as one hash: a changed line would show. With it the ids and the
 * texts that are hashed, each followed by a line feed.
 */
export async function readLines(
  store: Pick<SettlementStore, 'lines'>,
  statementId: string,
): Promise<{ fingerprint: string; totals: SettlementTotals; ids: string[]; texts: string[] }> {
  const hash = createHash('sha256');
  const read: { kind: 'redemption' | 'refund' | 'correction'; points: number; fen: number }[] = [];
  const ids: string[] = [];
  const texts: string[] = [];
  const lines = store.lines
    .find({ statementId }, { projection: { kind: 1, points: 1, fen: 1, at: 1 } })
    .sort({ at: 1, _id: 1 });
  for await (const { _id, kind, points, fen, at } of lines) {
    const text = JSON.stringify([_id, kind, at.getTime(), points, fen]);
    hash.update(`${text}\n`);
    read.push({ kind, points, fen });
    ids.push(_id);
    texts.push(text);
  }
  return { fingerprint: hash.digest('hex'), totals: totalsOf(read), ids, texts };
}

function audited(
  deps: SettlementsDeps,
  principal: Principal,
  { _id, payer, totals }: StatementRecord,
  action: string,
): Promise<void> {
  const subject = { kind: 'settlement', id: _id };
  return deps.audit.record({ principal, action, subject, unitId: payer.unitId, detail: { fen: totals.fen } });
}
