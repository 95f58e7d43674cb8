import {
  type BodyOf,
  type claims as contract,
  isRefusal,
  type ProblemCode,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate, instantAt } from '@red-points/shared/domain/calendar';
import { claimDateRefusal, claimedSpan, claimMinutesRefusal, duplicateText } from '@red-points/shared/domain/claims';
import { paysByCase } from '@red-points/shared/domain/mediation';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { type Declarations, eligibilityOf, type Priced, price } from '@red-points/shared/domain/rules';
import { onceKeyOf } from '../credits/index.ts';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { NOT_REVIEWED } from '../reviews/index.ts';
import type { RuleInForce } from '../rules/index.ts';
import type { ClaimsDeps } from './deps.ts';
import { removeDraft } from './drafts.ts';
import { holdEvidence, useEvidence } from './evidence.ts';
import { flagDoubles } from './same-time.ts';
import type { ClaimRecord } from './store.ts';

export type ClaimFields = BodyOf<typeof contract.fileOwn>;

/** An officer files a claim for a resident of their unit, or of those who serve there; both are recorded. */
export async function fileClaim(
  deps: ClaimsDeps,
  principal: Principal,
  personId: string,
  fields: ClaimFields,
  request: RequestIdentity,
): Promise<ClaimRecord | Refusal> {
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const unitPath = await filableUnit(deps, principal, person);
  if (unitPath === null) return refuse('person_other_community');
  return insertClaim(deps, principal, { person, unitPath, fields, request, onBehalf: true });
}

/** The unit, root first, in which this officer may file for a person: where they live, or where they serve. */
export async function filableUnit(
  deps: ClaimsDeps,
  principal: Principal,
  person: Person,
): Promise<readonly string[] | null> {
  const servePath = person.serveUnitId === null ? null : await deps.orgUnits.pathOf(person.serveUnitId);
  const paths = [person.unitPath, servePath];
  return paths.find((path) => path !== null && permits(principal, 'claims.file', { unitPath: path })) ?? null;
}

/** A resident files a claim for the person that they act for. */
export async function fileOwnClaim(
  deps: ClaimsDeps,
  principal: Principal,
  fields: ClaimFields,
  request: RequestIdentity,
): Promise<ClaimRecord | Refusal> {
  const personId = principal.actingPersonId;
  const person = personId === null ? null : await deps.people.byId(personId);
  if (person === null) return refuse('registration_needed');
  return insertClaim(deps, principal, { person, unitPath: person.unitPath, fields, request, onBehalf: false });
}

interface Filing {
  readonly person: Person;
  /** Of the unit whose community issues the points. */
  readonly unitPath: readonly string[];
  readonly fields: ClaimFields;
  readonly onBehalf: boolean;
  /** Evidence that it was filed with before. */
  readonly kept?: readonly string[];
  /** A mediator's part of a case; not so unless said. */
  readonly ofCase?: boolean;
}

/** A claim that waits for review, but for what makes it exist once. */
export type PlannedClaim = Omit<ClaimRecord, '_id' | 'request'>;

/** Checks and prices what was filled in; nothing but its evidence is written. */
export async function planClaim(
  deps: ClaimsDeps,
  principal: Principal,
  { person, unitPath, fields, onBehalf, kept, ofCase = false }: Filing,
): Promise<PlannedClaim | Refusal> {
  const checked = await checkClaim(deps, principal, { person, unitPath, fields, kept, mayPayByCase: ofCase });
  if (isRefusal(checked)) return checked;
  const now = new Date(deps.clock.now());
  const unitId = unitPath.at(-1) ?? person.unitId;
  // By the day on which it happened: who moves later takes nothing along.
  const account = await deps.accounts.credited(person, checked.effectiveAt.getTime());
  return {
    ...checked,
    ...NOT_REVIEWED,
    state: 'waiting',
    personId: person.personId,
    ...account,
    issuerUnit: (await deps.orgUnits.communityOf(unitId))?.id ?? unitId,
    unitPath,
    provenance: 'claimed',
    filedBy: principal.userId,
    onBehalf,
    organiserUserId: null,
    waitingSince: now,
    filedAt: now,
    live: true,
    version: 1,
    history: [{ at: now, code: 'filed', by: principal.userId, note: null }],
  };
}

async function insertClaim(
  deps: ClaimsDeps,
  principal: Principal,
  filing: Filing & { readonly request: RequestIdentity },
): Promise<ClaimRecord | Refusal> {
  const planned = await planClaim(deps, principal, filing);
  if (isRefusal(planned)) return planned;
  const record: ClaimRecord = { ...planned, _id: deps.ids.next(), request: filing.request };
  const { draftId } = filing.fields;
  try {
    const created = await createOnce(deps.claims, record);
    if (isRefusal(created)) return created;
    await useEvidence(deps, created.document.evidenceIds);
    // Interrupted before this, the draft stays: filed again, it is refused as the same claim.
    if (draftId !== null) await removeDraft(deps, principal, draftId);
    await flagDoubles(deps, created.document);
    return created.document;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('claim_duplicate');
    throw error;
  }
}

type CheckedFields = Pick<
  ClaimRecord,
  | 'category'
  | 'title'
  | 'rule'
  | 'priced'
  | 'effectiveAt'
  | 'occurredOn'
  | 'startTime'
  | 'minutes'
  | 'description'
  | 'evidenceIds'
  | 'aboutActivityId'
  | 'onceKey'
  | 'declarations'
  | 'duplicateKey'
>;

interface Checking {
  readonly person: Person;
  readonly unitPath: readonly string[];
  readonly fields: ClaimFields;
  /** Evidence that it was filed with before, by whomever: any other is the caller's own. */
  readonly kept?: readonly string[] | undefined;
  /** Whether the rule may be one that pays for a whole case: two plain claims by it would each get what is to be shared. */
  readonly mayPayByCase: boolean;
}

/** Checks what was filled in and prices it by the rule in force on the day: the same for filing and filing again, by whoever does. */
export async function checkClaim(
  deps: ClaimsDeps,
  principal: Principal,
  { person: { personId, status }, unitPath, fields, kept = [], mayPayByCase }: Checking,
): Promise<CheckedFields | Refusal> {
  if (status === 'closed') return refuse('person_closed');
  const nowMs = deps.clock.now();
  const dateRefusal = claimDateRefusal(fields.occurredOn, businessDate(nowMs));
  if (dateRefusal !== null) return atField(dateRefusal, 'occurredOn');
  const span = claimedSpan(fields.occurredOn, fields.startTime, fields.minutes);
  if (span !== null && span.untilMs > nowMs) return atField('claim_in_future', 'startTime');
  const rule = await deps.rules.inForce(fields.ruleCode, fields.occurredOn, unitPath);
  if (isRefusal(rule)) return rule;
  if (!mayPayByCase && paysByCase(rule.terms)) return atField('rule_by_case', 'ruleCode');
  const unconsented = await deps.consents.missing(personId, rule.terms.category);
  if (unconsented !== null) return unconsented;
  const about = await activityRefusal(deps, fields);
  if (about !== null) return about;
  const eligible = eligibilityRefusal(rule, fields.declarations);
  if (eligible !== null) return eligible;
  const counted = await countedRefusal(deps, personId, rule, fields.activityId);
  if (counted !== null) return counted;
  const priced = priceClaim(rule, fields.minutes);
  if (isRefusal(priced)) return priced;
  const brought = fields.evidenceIds.filter((evidenceId) => !kept.includes(evidenceId));
  if (!(await ownsEvidence(deps, principal, brought))) return atField('evidence_not_yours', 'evidenceIds');
  await holdEvidence(deps, fields.evidenceIds);
  const { ruleCode, occurredOn, startTime, minutes, description, evidenceIds } = fields;
  return {
    category: rule.terms.category,
    title: rule.terms.title,
    rule: { code: rule.code, version: rule.version },
    priced,
    // Where only the day is known, noon keeps it on that day in every reckoning; never after the moment of filing.
    effectiveAt: new Date(Math.min(instantAt(occurredOn, startTime ?? '12:00'), nowMs)),
    occurredOn,
    startTime,
    minutes,
    description,
    evidenceIds: [...new Set(evidenceIds)],
    aboutActivityId: fields.activityId,
    onceKey: fields.activityId !== null && rule.terms.oncePerEvent ? onceKeyOf(personId, fields.activityId) : null,
    // Only what was asked: an answer to nobody's question says nothing.
    declarations: Object.fromEntries(rule.terms.notEligible.map((question) => [question, false])),
    duplicateKey: deps.keys
      .mac('claim-duplicate', duplicateText({ personId, ruleCode, occurredOn, minutes, description }))
      .toString('base64url'),
  };
}

/** Who is paid for it earns nothing by it, and nobody is credited before they were asked. */
function eligibilityRefusal({ terms }: RuleInForce, declarations: Declarations): Refusal | null {
  const eligibility = eligibilityOf(terms, declarations);
  switch (eligibility.kind) {
    case 'eligible':
      return null;
    case 'not_asked':
      return atField('rule_declaration_missing', 'declarations');
    case 'not_eligible':
      return atField('rule_not_eligible', 'declarations');
    default:
      return eligibility satisfies never;
  }
}

/** The activity that a claim is about took place, on the day that it names. */
async function activityRefusal(deps: ClaimsDeps, { activityId, occurredOn }: ClaimFields): Promise<Refusal | null> {
  if (activityId === null) return null;
  const activity = (await deps.activities.factsOfMany([activityId])).get(activityId);
  if (activity === undefined || activity.state === 'cancelled') return atField('claim_activity_unknown', 'activityId');
  const { startsAtMs, endsAtMs } = activity.plan;
  const isThatDay = businessDate(startsAtMs) <= occurredOn && occurredOn <= businessDate(endsAtMs);
  return isThatDay ? null : atField('claim_activity_other_day', 'activityId');
}

/** One activity is credited once; approval holds the same against whatever was credited meanwhile. */
async function countedRefusal(
  deps: ClaimsDeps,
  personId: string,
  { terms }: RuleInForce,
  activityId: string | null,
): Promise<Refusal | null> {
  if (activityId === null || !terms.oncePerEvent) return null;
  return (await deps.attendances.attended(personId, activityId)) ? atField('rule_event_counted', 'activityId') : null;
}

function priceClaim(rule: RuleInForce, minutes: number): Priced | Refusal {
  const minutesRefusal = claimMinutesRefusal(rule.terms.unit, minutes);
  if (minutesRefusal !== null) return atField(minutesRefusal, 'minutes');
  const priced = price(rule.terms, { minutes, provenance: 'claimed' });
  return priced.points === 0 && priced.minutes === 0
    ? refuse('claim_earns_nothing', { reason: priced.workingZh })
    : priced;
}

async function ownsEvidence(deps: ClaimsDeps, principal: Principal, evidenceIds: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(evidenceIds)];
  if (wanted.length === 0) return true;
  const owned = await deps.evidence.countDocuments({
    _id: { $in: wanted },
    uploadedBy: principal.userId,
    erasedAt: null,
  });
  return owned === wanted.length;
}

function atField(code: ProblemCode, path: string): Refusal {
  return refuse(code, undefined, [{ path, code, message: code }]);
}
