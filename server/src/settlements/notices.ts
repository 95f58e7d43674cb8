import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import type { SettlementDisputeRecord, StatementRecord } from './store.ts';

/** Tells a shop that a statement is there to be checked, was closed, and was paid. */
export const statementNotices: NoticeSource = {
  collection: 'settlement_statements',
  match: {
    operationType: 'update',
    'updateDescription.updatedFields.state': { $in: ['draft', 'closed', 'paid'] },
  },
  draftsOf: (changes) => changes.flatMap(ofStatement),
};

/** Tells a shop that the office disputes a line, and what came of a dispute, whoever filed it. */
export const disputeNotices: NoticeSource = {
  collection: 'settlement_disputes',
  match: {
    $or: [
      { operationType: 'insert' },
      { operationType: 'update', 'updateDescription.updatedFields.state': { $in: ['kept', 'corrected'] } },
    ],
  },
  draftsOf: (changes) => changes.flatMap(ofDispute),
};

function ofStatement({ document, updatedFields }: Change): NoticeDraft[] {
  const statement = document as unknown as StatementRecord | null;
  if (statement === null) return [];
  const { _id, shopId, number, until, draftedAt, closed, payout } = statement;
  const told = (what: 'ready' | 'closed' | 'paid', at: Date): NoticeDraft => ({
    recipient: { kind: 'shop', id: shopId },
    cause: `settlement:${_id}:${what}`,
    template: `settlement_${what}`,
    data: { number, lastDay: until },
    link: { kind: 'settlements', id: _id },
    atMs: at.getTime(),
    ...(what === 'ready' ? {} : { settles: `settlement:${_id}:ready` }),
  });
  // The document is that of now, what happened then is in the change: one that is owed nothing is closed and paid at once.
  if (updatedFields?.state === 'draft') return [told('ready', draftedAt)];
  const drafts: NoticeDraft[] = [];
  if (updatedFields?.['closed'] && closed !== null) drafts.push(told('closed', closed.at));
  if (updatedFields?.['payout'] && payout !== null) drafts.push(told('paid', payout.at));
  return drafts;
}

function ofDispute({ document, updatedFields }: Change): NoticeDraft[] {
  const dispute = document as unknown as SettlementDisputeRecord | null;
  if (dispute === null) return [];
  const { _id, shopId, settlementId, settlementNumber: number, side, filedAt, decidedAt } = dispute;
  const common = {
    recipient: { kind: 'shop', id: shopId },
    data: { number },
    link: { kind: 'settlements', id: settlementId },
  } as const;
  if (updatedFields === null) {
    if (side === 'shop') return [];
    return [
      { ...common, cause: `dispute:${_id}:filed`, template: 'settlement_line_disputed', atMs: filedAt.getTime() },
    ];
  }
  const atMs = (decidedAt ?? filedAt).getTime();
  return [{ ...common, cause: `dispute:${_id}:answered`, template: 'settlement_dispute_answered', atMs }];
}
