import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Provenance } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { AccountChoice } from '../accounts/index.ts';
import { type ActivityFacts, factsOf } from '../activities/index.ts';
import type { Person } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import { NOT_REVIEWED } from '../reviews/index.ts';
import { NOTHING_YET } from './close-stay.ts';
import type { CheckInsDeps } from './deps.ts';
import { whyClosed } from './exchange-code.ts';
import { type AttendanceRecord, OPEN_ONCE_FIELDS } from './store.ts';
import { useTicket } from './use-ticket.ts';

/** Checks the person in that the session acts for, with a ticket. The same ticket again gives the same attendance. */
export async function checkIn(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
): Promise<AttendanceRecord | Refusal> {
  const used = await useTicket(deps, principal, ticketText);
  if (isRefusal(used)) return used;
  const { activity, person, ticketId, again } = used;
  if (again) {
    const known = await deps.attendances.findOne({ personId: person.personId, ticketId, open: true });
    if (known !== null) return known;
  }
  return admit(deps, activity, person, { provenance: 'qr_rotating', filedBy: principal.userId, ticketId });
}

/** The organiser checks in somebody without a phone: their word is the provenance. */
export async function witness(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  personId: string,
): Promise<AttendanceRecord | Refusal> {
  const found = await deps.activities.runnable(principal, activityId);
  if (isRefusal(found)) return found;
  const activity = factsOf(found);
  const person = await deps.people.byId(personId);
  if (activity === null) return refuse('checkin_not_started');
  if (person === null) return refuse('person_not_found');
  const servePath = person.serveUnitId === null ? null : await deps.orgUnits.pathOf(person.serveUnitId);
  const inScope = [person.unitPath, servePath].some(
    (unitPath) => unitPath !== null && permits(principal, 'activities.run', { unitPath }),
  );
  if (!inScope) return refuse('person_other_community');
  return admit(deps, activity, person, { provenance: 'witnessed', filedBy: principal.userId, ticketId: null });
}

interface Admission {
  readonly provenance: Provenance;
  readonly filedBy: string;
  readonly ticketId: string | null;
}

async function admit(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  admission: Admission,
): Promise<AttendanceRecord | Refusal> {
  const refusal = await whyNotAdmitted(deps, activity, person);
  if (refusal !== null) return refusal;
  const account = await deps.accounts.credited(person, deps.clock.now());
  const record = attendanceOf(deps, activity, person, account, admission);
  try {
    await deps.attendances.insertOne(record);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    return whyDuplicate(deps, activity, person, duplicateKeyFields(error));
  }
  // The activity may have ended between reading it and this insertion; then nobody would ever sign this one out.
  const now = await deps.activities.facts(activity.activityId);
  const closed = now === null ? refuse('activity_not_found') : whyClosed(now);
  if (closed === null) return record;
  await deps.attendances.deleteOne({ _id: record._id, state: 'present' });
  return closed;
}

async function whyNotAdmitted(deps: CheckInsDeps, activity: ActivityFacts, person: Person): Promise<Refusal | null> {
  const closed = whyClosed(activity);
  if (closed !== null) return closed;
  if (person.status === 'closed') return refuse('person_closed');
  if (deps.clock.now() >= activity.plan.endsAtMs) return refuse('checkin_too_late');
  if (activity.signUpNeeded && !(await deps.activities.isSignedUp(activity.activityId, person.personId))) {
    return refuse('checkin_signup_needed');
  }
  return null;
}

function attendanceOf(
  deps: CheckInsDeps,
  activity: ActivityFacts,
  person: Person,
  account: AccountChoice,
  admission: Admission,
): AttendanceRecord {
  const now = new Date(deps.clock.now());
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
    effectiveAt: now,
    onBehalf: admission.provenance === 'witnessed',
    organiserUserId: activity.organiserUserId,
    waitingSince: null,
    checkedInAt: now,
    checkedOutAt: null,
    open: true,
    tooShort: false,
    flags: [],
    version: 1,
    history: [{ at: now, code: 'checked_in', by: admission.filedBy, note: null }],
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
