import {
  type BodyOf,
  type checkIns as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import { type ActivityFacts, type ActivityRecord, factsOf } from '../activities/index.ts';
import type { Person } from '../people/index.ts';
import { admit } from './admit.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';

/** Whom the organiser saw, and what they answered where the rule bars who is paid. */
export interface Witnessed {
  readonly personId: string;
  readonly declarations: Declarations;
}

/** The organiser checks in somebody without a phone: their word is the provenance. */
export async function witness(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { personId, declarations }: Witnessed,
): Promise<AttendanceRecord | Refusal> {
  const activity = await runnableFacts(deps, principal, activityId);
  return isRefusal(activity) ? activity : witnessOne(deps, principal, activity, { personId, declarations });
}

/** Those of a name list who are there, each with a result of their own. */
export async function witnessMany(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { personIds, declarations }: BodyOf<typeof contract.witnessMany>,
): Promise<ResponseOf<typeof contract.witnessMany> | Refusal> {
  const activity = await runnableFacts(deps, principal, activityId);
  if (isRefusal(activity)) return activity;
  const items: ResponseOf<typeof contract.witnessMany>['items'] = [];
  for (const personId of new Set(personIds)) {
    const done = await witnessOne(deps, principal, activity, { personId, declarations });
    items.push(
      isRefusal(done)
        ? { personId, attendanceId: null, refused: done.refused }
        : { personId, attendanceId: done._id, refused: null },
    );
  }
  return { items };
}

/** The organiser scans a resident's card, or the code on their phone: checks them in, or out. */
export async function scanPerson(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  { code, act, declarations }: BodyOf<typeof contract.scanPerson>,
): Promise<AttendanceRecord | Refusal> {
  const activity = await runnableFacts(deps, principal, activityId);
  if (isRefusal(activity)) return activity;
  const personId = (await deps.cards.personOf(code)) ?? (await deps.personOfCode(code, principal));
  if (isRefusal(personId)) return personId;
  if (personId === null) return refuse('card_not_recognised');
  if (act === 'in') return witnessOne(deps, principal, activity, { personId, declarations });
  const open = await deps.attendances.findOne({ personId, open: true });
  if (open === null) return refuse('checkout_not_present');
  if (open.activityId !== activityId) return refuse('checkout_wrong_activity', { title: open.title });
  const signOut = { atMs: deps.clock.now(), by: principal.userId, forgotten: false };
  await deps.book.signOut(activity, [open._id], signOut);
  return (await deps.attendances.findOne({ _id: open._id })) ?? refuse('attendance_not_found');
}

/** Staff sign somebody up who asked them to: the sign-up names both. */
export async function signUpFor(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
  personId: string,
): Promise<ActivityRecord | Refusal> {
  const found = await deps.activities.runnable(principal, activityId);
  if (isRefusal(found)) return found;
  const person = await reachablePerson(deps, principal, { sharedWith: found.sharedWith ?? [] }, personId);
  if (isRefusal(person)) return person;
  if (person.status === 'closed') return refuse('person_closed');
  const signedUp = await deps.activities.signUpPerson(activityId, { personId, by: principal.userId });
  if (isRefusal(signedUp)) return signedUp;
  await deps.audit.record({
    principal,
    action: 'activities.sign_up_for',
    subject: { kind: 'person', id: personId },
    unitId: person.unitId,
    detail: { activityId },
  });
  return signedUp;
}

async function runnableFacts(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<ActivityFacts | Refusal> {
  const found = await deps.activities.runnable(principal, activityId);
  if (isRefusal(found)) return found;
  return factsOf(found) ?? refuse('checkin_not_started');
}

async function witnessOne(
  deps: CheckInsDeps,
  principal: Principal,
  activity: ActivityFacts,
  { personId, declarations }: Witnessed,
): Promise<AttendanceRecord | Refusal> {
  const person = await reachablePerson(deps, principal, activity, personId);
  if (isRefusal(person)) return person;
  return admit(deps, activity, person, {
    provenance: 'witnessed',
    filedBy: principal.userId,
    ticketId: null,
    displayId: null,
    venue: null,
    deviceTag: null,
    declarations,
    atMs: deps.clock.now(),
  });
}

/** Somebody who lives or serves where the caller runs activities, or where this one is shared. */
async function reachablePerson(
  deps: CheckInsDeps,
  principal: Principal,
  { sharedWith }: Pick<ActivityFacts, 'sharedWith'>,
  personId: string,
): Promise<Person | Refusal> {
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const servePath = person.serveUnitId === null ? null : await deps.orgUnits.pathOf(person.serveUnitId);
  const inReach = [person.unitPath, servePath].some(
    (unitPath) =>
      unitPath !== null &&
      (permits(principal, 'activities.run', { unitPath }) || unitPath.some((unitId) => sharedWith.includes(unitId))),
  );
  return inReach ? person : refuse('person_other_community');
}
