import { type Refusal, type RuleTerms, refuse } from '@red-points/shared/contracts';
import { type Declarations, eligibilityOf, type Ineligibility } from '@red-points/shared/domain/rules';
import type { AccountChoice } from '../accounts/index.ts';
import type { ActivityFacts } from '../activities/index.ts';
import type { Person } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import { NOT_REVIEWED } from '../reviews/index.ts';
import { NOTHING_YET } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { elsewhereAt } from './elsewhere.ts';
import { whyClosed } from './exchange-code.ts';
import { type AttendanceRecord, OPEN_ONCE_FIELDS } from './store.ts';

/** How somebody is known to be there, and since when. */
export interface Admission extends Pick<AttendanceRecord, 'provenance' | 'filedBy' | 'ticketId'> {
  readonly displayId: string | null;
  readonly venue: 'inside' | 'outside' | null;
  readonly deviceTag: string | null;
  /** What was answered where the rule bars who is paid; null where nobody could be asked. */
  readonly declarations: Declarations | null;
  /** Now, or when the code was shown that is delivered late. */
  readonly atMs: number;
}

/** Checks somebody in: the one place where an attendance begins. */
export async function admit(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  admission: Admission,
): Promise<AttendanceRecord | Refusal> {
  const terms = await deps.rules.terms(activity.rule.code, activity.rule.version);
  const refusal = await whyNotAdmitted(deps, activity, person, terms, admission);
  if (refusal !== null) return refusal;
  const account = await deps.accounts.credited(person, admission.atMs);
  const record = attendanceOf(deps, activity, person, account, admission);
  if (admission.declarations !== null && terms.notEligible.length > 0) {
    record.declarations = declaredUnpaid(terms.notEligible);
  }
  // Nobody asked who is paid for it: whoever runs the activity does, before it goes to review.
  if (admission.declarations === null && terms.notEligible.length > 0) record.word = 'wanted';
  try {
    await deps.attendances.insertOne(record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return whyDuplicate(deps, activity, person, duplicateKeyFields(error));
  }
  // The activity may have ended between reading it and this insertion; then nobody would ever sign this one out.
  const now = await deps.activities.facts(activity.activityId);
  const ended = now === null ? refuse('activity_not_found') : whyClosed(now);
  // A late delivery reaches back to where a list may put them elsewhere that was entered meanwhile: it does not see this one yet.
  const reachesBack = admission.provenance === 'late';
  const closed = ended ?? (reachesBack ? await whyElsewhere(deps, activity, person, admission.atMs) : null);
  if (closed === null) return record;
  await deps.attendances.deleteOne({ _id: record._id, state: 'present' });
  return closed;
}

/** What is kept of the answers of somebody who is paid for nothing. Only what was asked: an answer to nobody's question says nothing. */
export function declaredUnpaid(asked: readonly Ineligibility[]): Declarations {
  return Object.fromEntries(asked.map((question) => [question, false]));
}

async function whyNotAdmitted(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  terms: RuleTerms,
  { atMs, declarations }: Admission,
): Promise<Refusal | null> {
  const closed = whyClosed(activity);
  if (closed !== null) return closed;
  if (person.status === 'closed') return refuse('person_closed');
  if (atMs >= activity.plan.endsAtMs) return refuse('checkin_too_late');
  const ineligible = whyNotEligible(terms, declarations);
  if (ineligible !== null) return ineligible;
  const unconsented = await deps.consents.missing(person.personId, activity.category);
  if (unconsented !== null) return unconsented;
  if (activity.signUpNeeded && !(await deps.activities.isSignedUp(activity.activityId, person.personId))) {
    return refuse('checkin_signup_needed');
  }
  return whyElsewhere(deps, activity, person, atMs);
}

/** Who is paid for it earns nothing by it, and nobody is checked in before they were asked. */
function whyNotEligible({ notEligible }: RuleTerms, declarations: Declarations | null): Refusal | null {
  if (declarations === null) return null;
  const eligibility = eligibilityOf({ notEligible }, declarations);
  switch (eligibility.kind) {
    case 'eligible':
      return null;
    case 'not_asked':
      return refuse('rule_declaration_missing');
    case 'not_eligible':
      return refuse('rule_not_eligible');
    default:
      return eligibility satisfies never;
  }
}

/**
 * Why somebody cannot have been there since then: they were elsewhere, as a list on paper or a scan says. What is open still,
 * the index refuses with its own words.
 */
async function whyElsewhere(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  { personId }: Person,
  atMs: number,
): Promise<Refusal | null> {
  const between = { inAtMs: atMs, outAtMs: deps.clock.now() + 1 };
  const other = await elsewhereAt(deps.attendances, { personId, activityId: activity.activityId }, between);
  return other === null || other.open ? null : refuse('checkin_overlaps', { title: other.title });
}

function attendanceOf(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  account: AccountChoice,
  { atMs, declarations: _answered, ...admission }: Admission,
): AttendanceRecord {
  const at = new Date(atMs);
  const isLate = admission.provenance === 'late';
  return {
    ...NOT_REVIEWED,
    ...admission,
    _id: deps.ids.next(),
    state: 'present',
    activityId: activity.activityId,
    title: activity.title,
    place: activity.place,
    category: activity.category,
    rule: activity.rule,
    personId: person.personId,
    ...account,
    issuerUnit: activity.issuerUnit,
    unitPath: activity.unitPath,
    priced: NOTHING_YET,
    effectiveAt: at,
    onBehalf: admission.provenance === 'witnessed',
    organiserUserId: activity.organiserUserId,
    waitingSince: null,
    checkedInAt: at,
    checkedOutAt: null,
    closesAt: new Date(activity.plan.endsAtMs),
    open: true,
    tooShort: false,
    flags: isLate ? ['late'] : [],
    word: isLate ? 'wanted' : null,
    version: 1,
    history: [{ at: new Date(deps.clock.now()), code: 'checked_in', by: admission.filedBy, note: null }],
  };
}

async function whyDuplicate(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  fields: string,
): Promise<Refusal> {
  const open = await deps.attendances.findOne({ personId: person.personId, open: true });
  if (open !== null) {
    return refuse(open.activityId === activity.activityId ? 'already_present' : 'already_present_elsewhere');
  }
  return refuse(fields === OPEN_ONCE_FIELDS ? 'already_present_elsewhere' : 'already_attended');
}
