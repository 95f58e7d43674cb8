import type { Refusal, ReviewDetail, RuleTerms } from '@red-points/shared/contracts';
import { refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { publicityEndsAt } from '@red-points/shared/domain/claims';
import { expiryOf } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { capsFor, eligibilityOf } from '@red-points/shared/domain/rules';
import { countersOf } from '../ledger/index.ts';
import type { ReviewKey } from './decide-items.ts';
import type { ReviewsDeps } from './deps.ts';
import { reviewLines } from './lines.ts';
import { eventOf, type ReviewableRecord } from './reviewable.ts';
import { reviewerOf, type Standing } from './reviewer.ts';

/** One item with its facts, its sum, and what the server checked for the reviewer. */
export async function reviewDetail(
  deps: ReviewsDeps,
  principal: Principal,
  { kind, id }: ReviewKey,
): Promise<ReviewDetail | Refusal> {
  const source = deps.sources.get(kind);
  const [record] = source === undefined ? [] : await source.store.load([id]);
  if (source === undefined || record === undefined) return refuse('review_not_found');
  const reviewer = await reviewerOf(deps, principal);
  if (!reviewer.mayRead(record.unitPath)) return refuse('out_of_scope');
  const standing = reviewer.standing(record);
  const terms = await deps.rules.terms(record.rule.code, record.rule.version);
  const [[line], facts, capCheck, budgetCheck, history, lenders] = await Promise.all([
    reviewLines(deps, principal, [{ kind, record }], reviewer),
    source.facts(record),
    capCheckOf(deps, record),
    budgetCheckOf(deps, record),
    historyOf(deps, record),
    deps.users.names(standing.lent === null ? [] : [standing.lent.lentBy]),
  ]);
  if (line === undefined) throw new Error('an item has no line');
  const nowMs = deps.clock.now();
  const holidays = await deps.holidays.calendar();
  const expiresAtMs = expiryOf({ ...terms.expiry, from: 'effective' }, record.effectiveAt.getTime(), nowMs);
  return {
    ...line,
    personId: record.personId,
    ruleCode: record.rule.code,
    ruleVersion: record.rule.version,
    ruleTitle: terms.title,
    priced: { ...record.priced, notes: [...record.priced.notes] },
    pointsMaxPerEvent: terms.pointsMaxPerEvent,
    occurredFrom: facts.occurredFrom.toISOString(),
    occurredUntil: facts.occurredUntil?.toISOString() ?? null,
    description: facts.description,
    place: facts.place,
    evidenceIds: [...facts.evidenceIds],
    caseId: facts.caseId ?? null,
    checks: [
      independenceCheck(standing),
      ...declarationCheck(terms, record),
      ...capCheck,
      ...budgetCheck,
      ...facts.checks,
    ],
    publicityDays: terms.publicityDays,
    wouldPostAt: new Date(publicityEndsAt(nowMs, terms.publicityDays, holidays)).toISOString(),
    // The last day is the one before the first instant at which they are gone.
    lastDay: expiresAtMs === null ? null : businessDate(expiresAtMs - 1),
    history,
    deputyOfName: standing.lent === null ? null : (lenders.get(standing.lent.lentBy) ?? '—'),
    mayEscalate:
      line.state === 'waiting' &&
      record.waitingSince !== null &&
      !record.escalation &&
      permits(principal, 'reviews.escalate', { unitPath: record.unitPath }),
  };
}

function independenceCheck({ refusal }: Standing): ReviewDetail['checks'][number] {
  const ok = refusal === null;
  return { code: ok ? 'reviewer_independent' : 'reviewer_not_independent', ok, detail: {} };
}

/** What was answered where the rule asks who is paid for it. */
function declarationCheck(terms: RuleTerms, { declarations = {} }: ReviewableRecord): ReviewDetail['checks'] {
  if (terms.notEligible.length === 0) return [];
  const ok = eligibilityOf(terms, declarations).kind === 'eligible';
  return [{ code: ok ? 'declared_unpaid' : 'declaration_not_asked', ok, detail: {} }];
}

/** Whether the caps of the rule leave this credit whole, by what the account has used of them. */
async function capCheckOf(deps: ReviewsDeps, record: ReviewableRecord): Promise<ReviewDetail['checks']> {
  const terms = await deps.rules.terms(record.rule.code, record.rule.version);
  const memberId = record.householdId ? record.personId : null;
  const caps = capsFor(record.rule.code, terms, record.effectiveAt.getTime(), memberId, eventOf(record));
  const { points } = record.priced;
  if (caps.length === 0) return [{ code: 'cap_ok', ok: true, detail: { points } }];
  const counters = await countersOf(deps.ledger, record.accountId, caps, deps.clock.now());
  const room = Math.min(...caps.map(({ key, pointsMax }) => pointsMax - (counters[key] ?? 0)));
  const granted = Math.max(0, Math.min(points, room));
  const detail = { points, granted };
  if (granted === points) return [{ code: 'cap_ok', ok: true, detail }];
  return [{ code: granted === 0 ? 'cap_reached' : 'cap_reduces', ok: false, detail }];
}

/** Whether the budget has the points; nothing where it is not limited, or where the activity's approval has set them aside. */
async function budgetCheckOf(deps: ReviewsDeps, record: ReviewableRecord): Promise<ReviewDetail['checks']> {
  const { points } = record.priced;
  if (record.state !== 'waiting' || points === 0 || record.activityId !== undefined) return [];
  const slot = await deps.budgets.slotOf(record.issuerUnit, record.category, record.effectiveAt.getTime());
  const { left } = await deps.budgets.room(slot);
  if (left === null) return [];
  const ok = points <= left;
  return [{ code: ok ? 'budget_ok' : 'budget_short', ok, detail: { points, left } }];
}

async function historyOf(deps: ReviewsDeps, record: ReviewableRecord): Promise<ReviewDetail['history']> {
  const [users, people] = await Promise.all([
    deps.users.names(record.history.flatMap(({ by, lentBy }) => [by, lentBy].flatMap((userId) => userId ?? []))),
    deps.people.names([record.personId]),
  ]);
  const own = people.get(record.personId)?.masked ?? '*';
  return record.history.map(({ at, code, by, note, lentBy }) => ({
    at: at.toISOString(),
    code,
    byName: by === null ? null : (users.get(by) ?? own),
    note,
    deputyOfName: lentBy ? (users.get(lentBy) ?? '—') : null,
  }));
}
