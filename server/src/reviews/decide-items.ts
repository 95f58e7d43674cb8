import type { BodyOf, reviews as contract, ProblemCode, ProblemDetail, Refusal } from '@red-points/shared/contracts';
import { refuse } from '@red-points/shared/contracts';
import { decisionRefusal, publicityEndsAt } from '@red-points/shared/domain/claims';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { CreditSourceKind } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import { type Independence, independenceOf } from './independence.ts';
import { creditDraftOf } from './review-store.ts';
import type { Decision, ReviewableRecord } from './reviewable.ts';

export interface ReviewKey {
  readonly kind: CreditSourceKind;
  readonly id: string;
}

export type ReviewVerdict = Pick<BodyOf<typeof contract.decide>, 'decision' | 'reason' | 'changes'>;

/** `code` says why an item was not decided; null where it was. */
export interface ReviewOutcome extends ReviewKey {
  readonly done: boolean;
  readonly code: ProblemCode | null;
  /** What the words of the code name. */
  readonly detail?: ProblemDetail | undefined;
}

/**
 * One decision for one or many items, with an outcome each: some may be decided while others are refused.
 *
 * 1. who may not decide what (scope, own, household, organised) · 2. decide what still waits, each once; approvals with their credits
 * and the points for them, as far as the budget goes · 3. post those without publicity · 4. tell the nouns they came from.
 */
export async function decideItems(
  deps: ReviewsDeps,
  principal: Principal,
  items: readonly ReviewKey[],
  verdict: ReviewVerdict,
  request: RequestIdentity | null,
): Promise<ReviewOutcome[]> {
  const reasonRefusal = decisionRefusal(verdict.decision, verdict.reason);
  if (reasonRefusal !== null) return items.map((item) => ({ ...item, done: false, code: reasonRefusal }));
  const decision: Decision = {
    id: deps.ids.next(),
    decision: verdict.decision,
    by: principal.userId,
    at: new Date(deps.clock.now()),
    reason: verdict.reason ?? null,
    ...(verdict.decision === 'return' && verdict.changes !== undefined ? { changes: verdict.changes } : {}),
    requestKey: request === null ? null : `${request.caller}:${request.key}`,
  };
  const outcomes = await Promise.all(
    [...deps.sources.values()].map((source) => {
      const ids = [...new Set(items.flatMap(({ kind, id }) => (kind === source.store.kind ? [id] : [])))];
      return ids.length === 0
        ? new Map<string, Refusal | null>()
        : decideOfSource(deps, principal, source, ids, decision);
    }),
  );
  const kinds = [...deps.sources.keys()];
  return items.map(({ kind, id }) => {
    const refusal = outcomes[kinds.indexOf(kind)]?.get(id);
    if (refusal === null) return { kind, id, done: true, code: null };
    return { kind, id, done: false, code: refusal?.refused ?? 'review_not_found', detail: refusal?.detail };
  });
}

/** Outcome by id: null where the decision stands. */
async function decideOfSource(
  deps: ReviewsDeps,
  principal: Principal,
  source: ReviewSource,
  ids: readonly string[],
  decision: Decision,
): Promise<Map<string, Refusal | null>> {
  const outcomes = new Map<string, Refusal | null>();
  const mine: ReviewableRecord[] = [];
  const independence = await independenceOf(deps, principal);
  const loaded = new Map((await source.store.load(ids)).map((record) => [record._id, record]));
  // In the order asked: where the budget ends, the first of them are approved.
  for (const record of ids.flatMap((id) => loaded.get(id) ?? [])) {
    const code = whyNot(principal, record, decision, independence);
    outcomes.set(record._id, code === null ? null : refuse(code));
    if (code === null && record.state === 'waiting') mine.push(record);
  }
  const decide = decision.decision === 'approve' ? approve : turnDown;
  const decided = await decide(deps, source, mine, decision, outcomes);
  if (decided.length > 0) await source.decided?.(decided);
  return outcomes;
}

/** Returns or rejects; writes into `outcomes` who was too late. */
async function turnDown(
  _deps: ReviewsDeps,
  source: ReviewSource,
  records: readonly ReviewableRecord[],
  decision: Decision,
  outcomes: Map<string, Refusal | null>,
): Promise<ReviewableRecord[]> {
  if (records.length === 0) return [];
  const won = await source.store.decide(
    records.map(({ _id }) => _id),
    decision,
    null,
  );
  const late = records.flatMap(({ _id }) => (won.has(_id) ? [] : [_id]));
  await noteLate(source, late, decision, outcomes);
  return records.flatMap((record) => (won.has(record._id) ? [{ ...record, decision, publicUntil: null }] : []));
}

/** Approves with the points from the budget; writes into `outcomes` who was too late and where the budget was short. */
async function approve(
  deps: ReviewsDeps,
  source: ReviewSource,
  records: readonly ReviewableRecord[],
  decision: Decision,
  outcomes: Map<string, Refusal | null>,
): Promise<ReviewableRecord[]> {
  const decided: ReviewableRecord[] = [];
  for (const [publicUntilMs, group] of await byPublicityEnd(deps, records, decision)) {
    const publicUntil = new Date(publicUntilMs);
    const approved = group.map((record) => ({ ...record, decision, publicUntil }));
    const drafts = approved.map((record) => creditDraftOf(source.store.kind, record));
    const { credits, refused } = await deps.credits.approve(drafts, (ids, session) =>
      source.store.decide(ids, decision, publicUntil, session),
    );
    const won = new Set(credits.map((credit) => credit.source.id));
    const late: string[] = [];
    for (const record of approved) {
      const refusal = refused.get(record._id);
      if (won.has(record._id)) decided.push(record);
      else if (refusal === undefined) late.push(record._id);
      else outcomes.set(record._id, refusal);
    }
    await noteLate(source, late, decision, outcomes);
    await deps.credits.deliver(credits);
  }
  return decided;
}

/** Somebody else was faster; where it was this very request, sent twice at once, the answer is the same. */
async function noteLate(
  source: ReviewSource,
  ids: readonly string[],
  decision: Decision,
  outcomes: Map<string, Refusal | null>,
): Promise<void> {
  if (ids.length === 0) return;
  for (const record of await source.store.load(ids)) {
    if (!isRepeatOf(record, decision)) outcomes.set(record._id, refuse('already_decided'));
  }
}

function isRepeatOf(record: ReviewableRecord, decision: Decision): boolean {
  return decision.requestKey !== null && record.decision?.requestKey === decision.requestKey;
}

function whyNot(
  principal: Principal,
  record: ReviewableRecord,
  decision: Decision,
  independence: Independence,
): ProblemCode | null {
  if (!permits(principal, 'reviews.decide', { unitPath: record.unitPath })) return 'out_of_scope';
  const own = independence(record);
  if (own !== null) return own;
  if (record.state === 'waiting') return record.waitingSince === null ? 'review_not_waiting' : null;
  return isRepeatOf(record, decision) ? null : record.state === 'present' ? 'review_not_waiting' : 'already_decided';
}

/** Records whose publicity ends at the same moment are decided by one write. */
async function byPublicityEnd(
  deps: ReviewsDeps,
  records: readonly ReviewableRecord[],
  decision: Decision,
): Promise<Map<number, ReviewableRecord[]>> {
  const groups = new Map<number, ReviewableRecord[]>();
  for (const record of records) {
    const { publicityDays } = await deps.rules.terms(record.rule.code, record.rule.version);
    const end = publicityEndsAt(decision.at.getTime(), publicityDays);
    const group = groups.get(end);
    if (group === undefined) groups.set(end, [record]);
    else group.push(record);
  }
  return groups;
}
