import type { BodyOf, reviews as contract, ProblemCode } from '@red-points/shared/contracts';
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

export type ReviewVerdict = Pick<BodyOf<typeof contract.decide>, 'decision' | 'reason'>;

/** `code` says why an item was not decided; null where it was. */
export interface ReviewOutcome extends ReviewKey {
  readonly done: boolean;
  readonly code: ProblemCode | null;
}

/**
 * One decision for one or many items, with an outcome each: some may be decided while others are refused.
 *
 * 1. who may not decide what (scope, own, household, organised) · 2. decide what still waits, each once · 3. make the credits and post
 * those without publicity · 4. tell the nouns they came from.
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
    requestKey: request === null ? null : `${request.caller}:${request.key}`,
  };
  const outcomes = await Promise.all(
    [...deps.sources.values()].map((source) => {
      const ids = [...new Set(items.flatMap(({ kind, id }) => (kind === source.store.kind ? [id] : [])))];
      return ids.length === 0
        ? new Map<string, ProblemCode | null>()
        : decideOfSource(deps, principal, source, ids, decision);
    }),
  );
  const kinds = [...deps.sources.keys()];
  return items.map(({ kind, id }) => {
    const code = outcomes[kinds.indexOf(kind)]?.get(id);
    return { kind, id, done: code === null, code: code === undefined ? 'review_not_found' : code };
  });
}

/** Outcome by id: null where the decision stands. */
async function decideOfSource(
  deps: ReviewsDeps,
  principal: Principal,
  source: ReviewSource,
  ids: readonly string[],
  decision: Decision,
): Promise<Map<string, ProblemCode | null>> {
  const outcomes = new Map<string, ProblemCode | null>();
  const mine: ReviewableRecord[] = [];
  const independence = await independenceOf(deps, principal);
  for (const record of await source.store.load(ids)) {
    const code = whyNot(principal, record, decision, independence);
    outcomes.set(record._id, code);
    if (code === null && record.state === 'waiting') mine.push(record);
  }
  const decided: ReviewableRecord[] = [];
  for (const [publicUntilMs, records] of await byPublicityEnd(deps, mine, decision)) {
    const publicUntil = decision.decision === 'approve' ? new Date(publicUntilMs) : null;
    const won = await source.store.decide(
      records.map(({ _id }) => _id),
      decision,
      publicUntil,
    );
    for (const record of records) {
      if (won.has(record._id)) decided.push({ ...record, decision, publicUntil });
      else outcomes.set(record._id, 'already_decided');
    }
  }
  if (decision.decision === 'approve') {
    await deps.credits.grant(decided.map((record) => creditDraftOf(source.store.kind, record)));
  }
  if (decided.length > 0) await source.decided?.(decided);
  return outcomes;
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
  const isRepeat = decision.requestKey !== null && record.decision?.requestKey === decision.requestKey;
  return isRepeat ? null : record.state === 'present' ? 'review_not_waiting' : 'already_decided';
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
