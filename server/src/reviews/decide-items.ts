import type { BodyOf, reviews as contract, ProblemCode, ProblemDetail, Refusal } from '@red-points/shared/contracts';
import { refuse } from '@red-points/shared/contracts';
import { decisionRefusal, publicityEndsAt } from '@red-points/shared/domain/claims';
import type { Principal } from '@red-points/shared/domain/permissions';
import { needsSecondApproval } from '@red-points/shared/domain/reviews';
import type { CreditSourceKind } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ReviewSource, ReviewsDeps } from './deps.ts';
import { creditDraftOf } from './review-store.ts';
import type { Decision, ReviewableRecord } from './reviewable.ts';
import { type Reviewer, reviewerOf } from './reviewer.ts';
import { type SettingsFor, settingsOf } from './settings.ts';

export interface ReviewKey {
  readonly kind: CreditSourceKind;
  readonly id: string;
}

export type ReviewVerdict = Pick<BodyOf<typeof contract.decide>, 'decision' | 'reason' | 'changes'>;

/** `code` says why an item was not decided; null where it was. */
export interface ReviewOutcome extends ReviewKey {
  readonly done: boolean;
  /** Approved by one of two: it waits for the second. */
  readonly second: boolean;
  readonly code: ProblemCode | null;
  /** What the words of the code name. */
  readonly detail?: ProblemDetail | undefined;
}

/** What became of one item. */
type Outcome = 'decided' | 'second' | Refusal;

/**
 * One decision for one or many items, with an outcome each: some may be decided while others are refused.
 *
 * 1. who may not decide what (scope, own, household, organised) · 2. the first of two approvals where points are many · 3. decide
 * what still waits, each once; approvals with their credits and the points for them, as far as the budget goes · 4. post those
 * without publicity · 5. tell the nouns they came from.
 */
export async function decideItems(
  deps: ReviewsDeps,
  principal: Principal,
  items: readonly ReviewKey[],
  verdict: ReviewVerdict,
  request: Pick<RequestIdentity, 'caller' | 'key'> | null,
): Promise<ReviewOutcome[]> {
  const reasonRefusal = decisionRefusal(verdict.decision, verdict.reason);
  if (reasonRefusal !== null) {
    return items.map((item) => ({ ...item, done: false, second: false, code: reasonRefusal }));
  }
  const decision: Decision = {
    id: deps.ids.next(),
    decision: verdict.decision,
    by: principal.userId,
    at: new Date(deps.clock.now()),
    reason: verdict.reason ?? null,
    ...(verdict.decision === 'return' && verdict.changes !== undefined ? { changes: verdict.changes } : {}),
    requestKey: request === null ? null : `${request.caller}:${request.key}`,
  };
  const reviewer = await reviewerOf(deps, principal);
  const outcomes = await Promise.all(
    [...deps.sources.values()].map((source) => {
      const ids = [...new Set(items.flatMap(({ kind, id }) => (kind === source.store.kind ? [id] : [])))];
      return ids.length === 0 ? new Map<string, Outcome>() : decideOfSource(deps, reviewer, source, ids, decision);
    }),
  );
  const kinds = [...deps.sources.keys()];
  return items.map(({ kind, id }) => {
    const outcome = outcomes[kinds.indexOf(kind)]?.get(id) ?? refuse('review_not_found');
    if (typeof outcome === 'string') return { kind, id, done: true, second: outcome === 'second', code: null };
    return { kind, id, done: false, second: false, code: outcome.refused, detail: outcome.detail };
  });
}

/** One source's part of a request. */
interface Ruling {
  readonly source: ReviewSource;
  readonly reviewer: Reviewer;
  readonly decision: Decision;
  readonly outcomes: Map<string, Outcome>;
}

async function decideOfSource(
  deps: ReviewsDeps,
  reviewer: Reviewer,
  source: ReviewSource,
  ids: readonly string[],
  decision: Decision,
): Promise<Map<string, Outcome>> {
  const ruling: Ruling = { source, reviewer, decision, outcomes: new Map() };
  const loaded = new Map((await source.store.load(ids)).map((record) => [record._id, record]));
  // In the order asked: where the budget ends, the first of them are approved.
  const records = ids.flatMap((id) => loaded.get(id) ?? []);
  const settings = await settingsOf(
    deps,
    records.map(({ unitPath }) => unitPath),
  );
  const groups = new Map<string | null, ReviewableRecord[]>();
  const before: ReviewableRecord[] = [];
  for (const record of records) {
    const { refusal, lent } = reviewer.standing(record);
    const code = refusal ?? whyNot(record, reviewer, decision, settings);
    ruling.outcomes.set(record._id, code === null ? outcomeBefore(record, decision) : refuse(code));
    if (code !== null) continue;
    if (record.state !== 'waiting' || isFirstBy(record, decision)) before.push(record);
    else {
      const lentBy = lent?.lentBy ?? null;
      const group = groups.get(lentBy);
      if (group === undefined) groups.set(lentBy, [record]);
      else group.push(record);
    }
  }
  const decided: ReviewableRecord[] = [];
  for (const [lentBy, mine] of groups) {
    const part: Ruling = { ...ruling, decision: { ...decision, lentBy } };
    decided.push(
      ...(await (decision.decision === 'approve' ? approve(deps, part, mine, settings) : turnDown(part, mine))),
    );
  }
  // A process may have died before it told of these.
  const told = [...decided, ...before.filter(({ state }) => state !== 'waiting')];
  if (told.length > 0) await source.decided?.(told);
  return ruling.outcomes;
}

/** What is answered where nothing but this very decision has been there before. */
function outcomeBefore(record: ReviewableRecord, decision: Decision): Outcome {
  return record.state === 'waiting' && isFirstBy(record, decision) ? 'second' : 'decided';
}

/** Returns or rejects; writes into `outcomes` who was too late. */
async function turnDown(ruling: Ruling, records: readonly ReviewableRecord[]): Promise<ReviewableRecord[]> {
  const { source, decision } = ruling;
  const won = await source.store.decide(records, decision, null);
  await noteLate(
    ruling,
    records.filter(({ _id }) => !won.has(_id)),
  );
  return records.flatMap((record) => (won.has(record._id) ? [{ ...record, decision, publicUntil: null }] : []));
}

/** Gives the first approval where two are needed, and decides the rest. */
async function approve(
  deps: ReviewsDeps,
  ruling: Ruling,
  records: readonly ReviewableRecord[],
  settings: SettingsFor,
): Promise<ReviewableRecord[]> {
  const takesTwo = (record: ReviewableRecord): boolean =>
    needsSecondApproval(record.priced.points, settings(record.unitPath)) && !record.firstApproval;
  const firsts = records.filter(takesTwo);
  const finals = records.filter((record) => !takesTwo(record));
  if (firsts.length > 0) finals.push(...(await giveFirst(ruling, firsts)));
  return giveFinal(deps, ruling, finals);
}

/** @returns those whose first approval somebody else gave at the same moment: this one is their second */
async function giveFirst(ruling: Ruling, records: readonly ReviewableRecord[]): Promise<ReviewableRecord[]> {
  const { source, reviewer, decision, outcomes } = ruling;
  const won = await source.store.approveFirst(records, decision);
  for (const id of won) outcomes.set(id, 'second');
  const rest = records.flatMap(({ _id }) => (won.has(_id) ? [] : [_id]));
  if (rest.length === 0) return [];
  const now = await source.store.load(rest);
  const seconds = now.filter(
    ({ state, firstApproval }) => state === 'waiting' && firstApproval && !reviewer.isOwn(firstApproval.by),
  );
  await noteLate(
    ruling,
    records.filter(({ _id }) => rest.includes(_id) && !seconds.some((second) => second._id === _id)),
  );
  return seconds;
}

/** Approves with the points from the budget; writes into `outcomes` who was too late and where the budget was short. */
async function giveFinal(
  deps: ReviewsDeps,
  ruling: Ruling,
  records: readonly ReviewableRecord[],
): Promise<ReviewableRecord[]> {
  const { source, decision, outcomes } = ruling;
  const decided: ReviewableRecord[] = [];
  for (const [publicUntilMs, group] of await byPublicityEnd(deps, records, decision)) {
    const publicUntil = new Date(publicUntilMs);
    const approved = new Map(group.map((record) => [record._id, { ...record, decision, publicUntil }]));
    const drafts = [...approved.values()].map((record) => creditDraftOf(source.store.kind, record));
    const { credits, refused } = await deps.credits.approve(drafts, (ids, session) =>
      source.store.decide(
        ids.flatMap((id) => approved.get(id) ?? []),
        decision,
        publicUntil,
        session,
      ),
    );
    const won = new Set(credits.map((credit) => credit.source.id));
    const late: ReviewableRecord[] = [];
    for (const record of approved.values()) {
      const refusal = refused.get(record._id);
      if (won.has(record._id)) decided.push(record);
      else if (refusal === undefined) late.push(record);
      else outcomes.set(record._id, refusal);
    }
    await noteLate(ruling, late);
    await deps.credits.deliver(credits);
  }
  return decided;
}

/** Somebody else was faster; where it was this very request, sent twice at once, the answer is the same. */
async function noteLate({ source, decision, outcomes }: Ruling, records: readonly ReviewableRecord[]): Promise<void> {
  if (records.length === 0) return;
  for (const record of await source.store.load(records.map(({ _id }) => _id))) {
    const isOurs = isRepeatOf(record, decision);
    outcomes.set(record._id, isOurs ? outcomeBefore(record, decision) : refuse('already_decided'));
  }
}

function isRepeatOf(record: ReviewableRecord, decision: Decision): boolean {
  return (
    decision.requestKey !== null && (record.decision?.requestKey === decision.requestKey || isFirstBy(record, decision))
  );
}

function isFirstBy({ firstApproval }: ReviewableRecord, { requestKey }: Decision): boolean {
  return requestKey !== null && firstApproval?.requestKey === requestKey;
}

/** Why an item cannot be decided so, or null: who may decide it was asked before. */
function whyNot(
  record: ReviewableRecord,
  reviewer: Reviewer,
  decision: Decision,
  settings: SettingsFor,
): ProblemCode | null {
  if (isRepeatOf(record, decision)) return null;
  if (record.state === 'present') return 'review_not_waiting';
  if (record.state !== 'waiting') return 'already_decided';
  if (record.waitingSince === null) return 'review_not_waiting';
  return decision.decision === 'approve' && takesAnother(record, reviewer, settings) ? 'review_second_needed' : null;
}

/** Whether this reviewer has given the first of two approvals, by whichever sign-in: the second is another person's. */
function takesAnother(
  { firstApproval, priced, unitPath }: ReviewableRecord,
  { isOwn }: Reviewer,
  settings: SettingsFor,
): boolean {
  return firstApproval != null && isOwn(firstApproval.by) && needsSecondApproval(priced.points, settings(unitPath));
}

/** Records whose publicity ends at the same moment are decided by one write. */
async function byPublicityEnd(
  deps: ReviewsDeps,
  records: readonly ReviewableRecord[],
  decision: Decision,
): Promise<Map<number, ReviewableRecord[]>> {
  const groups = new Map<number, ReviewableRecord[]>();
  const holidays = await deps.holidays.calendar();
  for (const record of records) {
    const { publicityDays } = await deps.rules.terms(record.rule.code, record.rule.version);
    const end = publicityEndsAt(decision.at.getTime(), publicityDays, holidays);
    const group = groups.get(end);
    if (group === undefined) groups.set(end, [record]);
    else group.push(record);
  }
  return groups;
}

/** Whether this reviewer may decide it now, for pages that offer it. */
export function mayDecide(record: ReviewableRecord, reviewer: Reviewer, settings: SettingsFor): boolean {
  return reviewer.standing(record).refusal === null && !takesAnother(record, reviewer, settings);
}
