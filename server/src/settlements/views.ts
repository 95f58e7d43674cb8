import type { Settlement, SettlementDispute, SettlementLine } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { nextPart } from '@red-points/shared/domain/settlements';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import { isOfSide } from './decide-dispute.ts';
import type { SettlementsDeps } from './deps.ts';
import { ACTION_OF_PART } from './sign.ts';
import type { SettlementDisputeRecord, SettlementLineRecord, StatementRecord } from './store.ts';

/** Statements as staff and shops read them, with what the reader may do; a few queries for the whole page. */
export async function statementViews(
  deps: SettlementsDeps,
  principal: Principal,
  records: readonly StatementRecord[],
): Promise<Settlement[]> {
  if (records.length === 0) return [];
  const userIds = records.flatMap(({ draftedBy, signatures, closing, closed, payout }) => [
    draftedBy,
    ...signatures.map(({ userId }) => userId),
    ...[closing, closed, payout].flatMap((act) => act?.by ?? []),
  ]);
  const [names, units, disputes, isOwn] = await Promise.all([
    deps.users.names([...new Set(userIds)]),
    deps.orgUnits.all(),
    deps.store.disputes
      .aggregate<{ _id: string; count: number }>([
        { $match: { settlementId: { $in: records.map(({ _id }) => _id) }, open: true } },
        { $group: { _id: '$settlementId', count: { $sum: 1 } } },
      ])
      .toArray(),
    ownSignIns(deps.users, principal),
  ]);
  const openDisputes = new Map(disputes.map(({ _id, count }) => [_id, count]));
  const nameOf = (userId: string): string => names.get(userId) ?? '—';
  const act = (done: { readonly by: string; readonly at: Date } | null) =>
    done === null ? null : { byName: nameOf(done.by), at: done.at.toISOString() };
  return records.map((record) => ({
    settlementId: record._id,
    number: record.number,
    state: record.state,
    shopId: record.shopId,
    shopName: record.shopName,
    payer: { ...record.payer, unitName: units.get(record.payer.unitId)?.name ?? record.payer.unitId },
    month: record.month,
    until: record.until,
    cutAt: record.cutAt.toISOString(),
    totals: record.totals,
    signatures: record.signatures.map(({ part, userId, at }) => ({
      part,
      byName: nameOf(userId),
      at: at.toISOString(),
    })),
    signaturesVoided: record.voided.length,
    closingProposed: act(record.closing),
    closed: act(record.closed),
    fingerprint: record.fingerprint,
    payout: payoutOf(record, nameOf),
    disputesOpen: openDisputes.get(record._id) ?? 0,
    draftedByName: nameOf(record.draftedBy),
    draftedAt: record.draftedAt.toISOString(),
    version: record.version,
    may: mayOf(principal, isOwn, record),
  }));
}

function payoutOf({ payout }: StatementRecord, nameOf: (userId: string) => string): Settlement['payout'] {
  if (payout === null) return null;
  const { method, reference, invoice, paidOn, amountFen, by, at } = payout;
  return { method, reference, invoice, paidOn, amountFen, byName: nameOf(by), at: at.toISOString() };
}

/** What the reader may do now; whether they are independent of the shop the use case asks. */
export function mayOf(
  principal: Principal,
  isOwn: IsOwnSignIn,
  record: Pick<StatementRecord, 'state' | 'signatures' | 'closing' | 'unitPath' | 'shopId'>,
): Settlement['may'] {
  const { state, signatures, closing, unitPath, shopId } = record;
  const may = (action: Parameters<typeof permits>[1]) => permits(principal, action, { unitPath });
  const isDraft = state === 'draft';
  const next = nextPart(signatures);
  const hasSigned = signatures.some(({ userId }) => isOwn(userId));
  return {
    sign: isDraft && next !== null && !hasSigned && may(ACTION_OF_PART[next]) ? next : null,
    cancel: isDraft && may('settlements.handle'),
    proposeClosing: isDraft && next === null && closing === null && may('settlements.handle'),
    close: isDraft && closing !== null && !isOwn(closing.by) && may('settlements.approve'),
    pay: state === 'closed' && may('settlements.handle'),
    dispute:
      (isDraft || state === 'closed' || state === 'paid') &&
      permits(principal, 'settlements.dispute', { unitPath, shopId }),
  };
}

/** Lines, masked, with the dispute that waits about each. */
export async function lineViews(
  deps: SettlementsDeps,
  principal: Principal,
  records: readonly SettlementLineRecord[],
): Promise<SettlementLine[]> {
  if (records.length === 0) return [];
  const [names, disputes] = await Promise.all([
    deps.people.names([...new Set(records.map(({ personId }) => personId))]),
    deps.store.disputes
      .find({ lineId: { $in: records.map(({ _id }) => _id) }, open: true }, { projection: { lineId: 1 } })
      .toArray(),
  ]);
  const waiting = new Map(disputes.map(({ _id, lineId }) => [lineId, _id]));
  return records.map((record) => ({
    lineId: record._id,
    kind: record.kind,
    at: record.at.toISOString(),
    redemptionId: record.redemptionId,
    offerTitle: record.title,
    quantity: record.quantity,
    maskedName: names.get(record.personId)?.masked ?? '—',
    points: record.points,
    fen: record.fen,
    entryId:
      record.captureSeq !== null && permits(principal, 'transactions.read', { unitPath: record.unitPath })
        ? entryId(record.accountId, record.captureSeq)
        : null,
    disputeId: waiting.get(record._id) ?? null,
  }));
}

/** Disputes with the lines that they are about. */
export async function disputeViews(
  deps: SettlementsDeps,
  principal: Principal,
  records: readonly SettlementDisputeRecord[],
): Promise<SettlementDispute[]> {
  const lines = await deps.store.lines.find({ _id: { $in: records.map(({ lineId }) => lineId) } }).toArray();
  const [views, names, isOwn] = await Promise.all([
    lineViews(deps, principal, lines),
    deps.users.names([
      ...new Set(records.flatMap(({ filedBy, decidedBy }) => [filedBy, ...(decidedBy === null ? [] : [decidedBy])])),
    ]),
    ownSignIns(deps.users, principal),
  ]);
  const byId = new Map(views.map((view) => [view.lineId, view]));
  return records.map((record) => {
    const line = byId.get(record.lineId);
    if (line === undefined) throw new Error('a disputed line vanished');
    const { open, filedBy, decidedBy, unitPath } = record;
    return {
      disputeId: record._id,
      state: record.state,
      settlementId: record.settlementId,
      settlementNumber: record.settlementNumber,
      shopId: record.shopId,
      shopName: record.shopName,
      side: record.side,
      line,
      reason: record.reason,
      filedAt: record.filedAt.toISOString(),
      filedByName: names.get(filedBy) ?? '—',
      answer: record.answer,
      correctionFen: record.correctionFen,
      decidedAt: record.decidedAt?.toISOString() ?? null,
      decidedByName: decidedBy === null ? null : (names.get(decidedBy) ?? '—'),
      mayDecide: open && !isOwn(filedBy) && permits(principal, 'settlements.handle', { unitPath }),
      mayWithdraw: open && isOfSide(principal, record),
    };
  });
}
