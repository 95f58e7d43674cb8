import {
  type BodyOf,
  type rules as contract,
  isRefusal,
  type Refusal,
  type RulePreview,
  type RuleTerms,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate, instantAt } from '@red-points/shared/domain/calendar';
import { grantUnderCaps } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { capRooms, eligibilityOf, namedCapsFor, price } from '@red-points/shared/domain/rules';
import { countersOf } from '../ledger/index.ts';
import type { RulesDeps } from './deps.ts';
import { mayReadVersion } from './drafts.ts';
import { ruleVersionId, termsOf } from './store.ts';

type PreviewBody = BodyOf<typeof contract.preview>;

/** Written-down terms have no code yet: their caps count under one that no rule can have. */
const NO_CODE = 'new';

/**
 * What an event would earn on a day: by the functions that price and cap what is posted, with what the caps leave of it
 * for a person. Without a person the caps are as if nothing had been earned yet.
 */
export async function previewRule(
  deps: RulesDeps,
  principal: Principal,
  body: PreviewBody,
): Promise<RulePreview | Refusal> {
  const date = body.date ?? businessDate(deps.clock.now());
  const subject = await subjectOf(deps, principal, body.personId, date);
  if (isRefusal(subject)) return subject;
  const found = await termsFor(deps, principal, body, date, subject.unitPath);
  if (isRefusal(found)) return found;
  const { terms, version } = found;
  const priced = price(terms, { minutes: body.minutes, cases: body.cases, provenance: body.provenance });
  const caps = namedCapsFor(body.code ?? NO_CODE, terms, instantAt(date, '12:00'), {
    memberId: subject.memberId,
    eventId: body.activityId ?? null,
  });
  const eligibility = eligibilityOf(terms, body.declarations);
  const { accountId } = subject;
  const counters = accountId === null ? {} : await countersOf(deps.ledger, accountId, caps, deps.clock.now());
  const granted = eligibility.kind === 'not_eligible' ? 0 : grantUnderCaps(counters, caps, priced.points);
  return {
    ...priced,
    notes: [...priced.notes],
    granted,
    version,
    caps: capRooms(caps, counters),
    eligibility: {
      kind: eligibility.kind,
      about:
        eligibility.kind === 'eligible'
          ? []
          : [...(eligibility.kind === 'not_asked' ? eligibility.questions : eligibility.reasons)],
    },
  };
}

interface Subject {
  readonly unitPath: readonly string[] | null;
  /** The member whose earning it would be, where the account is a household's. */
  readonly memberId: string | null;
  /** Where it would go; null where nobody is asked about. */
  readonly accountId: string | null;
}

const NOBODY: Subject = { unitPath: null, memberId: null, accountId: null };

/** Whose caps are asked about: one's own people, or those whom an office may read. */
async function subjectOf(
  deps: RulesDeps,
  principal: Principal,
  personId: string | undefined,
  date: string,
): Promise<Subject | Refusal> {
  if (personId === undefined) return NOBODY;
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const { unitPath } = person;
  if (!principal.personIds.includes(personId) && !permits(principal, 'people.read', { unitPath })) {
    return refuse('out_of_scope');
  }
  const { accountId, householdId } = await deps.accounts.credited(person, instantAt(date, '12:00'));
  return { unitPath, memberId: householdId === null ? null : personId, accountId };
}

async function termsFor(
  deps: RulesDeps,
  principal: Principal,
  { terms, code, version }: PreviewBody,
  date: string,
  unitPath: readonly string[] | null,
): Promise<{ terms: RuleTerms; version: number | null } | Refusal> {
  if (terms !== undefined) return { terms, version: null };
  if (code === undefined) return refuse('rule_terms_missing');
  if (version !== undefined) {
    const named = await deps.rules.findOne({ _id: ruleVersionId(code, version) });
    const isReadable = named !== null && (await mayReadVersion(deps, principal))(named);
    return !isReadable ? refuse('rule_not_found') : { terms: termsOf(named), version };
  }
  const any = await deps.rules.findOne({ code });
  if (any === null) return refuse('rule_not_found');
  return deps.finder.inForce(code, date, unitPath ?? (await deps.orgUnits.pathOf(any.unitId)) ?? [any.unitId]);
}
