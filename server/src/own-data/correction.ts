import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import {
  changesOf,
  type DataRequestChannel,
  type IdentitySeen,
  maskedValue,
  type ProfileChange,
  type ProfileValues,
  whyNotSeen,
} from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { type Person, personFor } from '../people/index.ts';
import { type AtDesk, insertRequest, waitingOf } from './ask.ts';
import type { OwnDataDeps } from './deps.ts';
import { findRequest } from './find-request.ts';
import { type DataRequestRecord, VALUES_KIND } from './store.ts';
import { subjectOf } from './subject.ts';

interface CorrectionAsked {
  readonly personId?: string | undefined;
  readonly changes: ProfileValues;
  readonly phoneCode?: string | undefined;
}

/**
 * A resident asks that their profile be corrected. A new phone is proved before anybody decides, so that no mistyped
 * number hands an account to a stranger; somebody else's is refused at once.
 */
export async function askCorrection(
  deps: OwnDataDeps,
  principal: Principal,
  asked: CorrectionAsked,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const first = await firstOf(deps.requests, request);
  if (first !== null) return first;
  const subject = await subjectOf(deps, principal, asked.personId);
  return isRefusal(subject) ? subject : file(deps, principal, { ...subject, seen: null }, asked, request);
}

/** An officer writes down what somebody who came to the office wants corrected; who wrote it down does not decide it. */
export async function fileCorrection(
  deps: OwnDataDeps,
  principal: Principal,
  asked: CorrectionAsked & AtDesk,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const first = await firstOf(deps.requests, request);
  if (first !== null) return first;
  const person = await personAtDesk(deps, principal, asked.personId);
  if (isRefusal(person)) return person;
  const { seen } = asked;
  const unseen = whyNotSeen(seen, { kind: 'correction', changesPhone: asked.changes.phone !== undefined });
  if (unseen !== null) return refuse(unseen);
  return file(deps, principal, { person, channel: 'office', seen }, asked, request);
}

/** Somebody of the officer's reach who has data of their own to ask about. */
export async function personAtDesk(
  deps: Pick<OwnDataDeps, 'people'>,
  principal: Principal,
  personId: string,
): Promise<Person | Refusal> {
  const person = await personFor(deps.people, principal, 'data_requests.file', personId);
  if (isRefusal(person)) return person;
  if (person.kind !== 'person') return refuse('data_request_persons_only');
  return person.status === 'closed' ? refuse('person_closed') : person;
}

interface Wisher {
  readonly person: Person;
  readonly channel: DataRequestChannel;
  readonly seen: IdentitySeen | null;
}

async function file(
  deps: OwnDataDeps,
  principal: Principal,
  { person, channel, seen }: Wisher,
  asked: CorrectionAsked,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const { personId } = person;
  const waiting = await waitingOf(deps, personId, 'correction', request);
  if (waiting !== null) return waiting;
  const profile = await deps.people.ownProfile(personId);
  if (profile === null) return refuse('person_closed');
  const { name, phone, birthDate, address, unitId } = profile;
  const changes = changesOf({ name, phone, birthDate, address, unitId }, asked.changes);
  if (changes.length === 0) return refuse('correction_empty');
  const refusal =
    (await deps.people.whyNotValues(personId, valuesOf(changes))) ??
    (await whyNotPhone(deps, personId, changes, asked));
  // The same request, sent twice at once, may have used the code up.
  if (refusal !== null) return (await firstOf(deps.requests, request)) ?? refusal;
  const values = await deps.personalData.seal(personId, VALUES_KIND, { changes: JSON.stringify(changes) });
  return insertRequest(deps, principal, person, {
    ...{ kind: 'correction', channel, seen, giveRest: false, coolsUntil: null },
    ...{ request, values },
  });
}

/** Last, because the code is used up by it. */
async function whyNotPhone(
  deps: OwnDataDeps,
  personId: string,
  changes: readonly ProfileChange[],
  { phoneCode }: CorrectionAsked,
): Promise<Refusal | null> {
  const phone = changes.find(({ field }) => field === 'phone')?.to;
  if (!phone) return null;
  const contact = await deps.people.contactOf(personId);
  if (contact?.phoneIndex && contact.ownsPhone) {
    const signIn = await deps.auth.signInOf(contact.phoneIndex);
    if ((signIn?.shops ?? 0) > 0) return refuse('correction_works_in_shop');
  }
  return phoneCode === undefined ? refuse('correction_phone_code_needed') : deps.auth.provePhone(phone, phoneCode);
}

const valuesOf = (changes: readonly ProfileChange[]): ProfileValues =>
  Object.fromEntries(changes.map(({ field, to }) => [field, to]));

/** What a correction is to change; empty for an erasure, and where the person was erased. */
export async function openChanges(
  deps: Pick<OwnDataDeps, 'personalData'>,
  records: readonly Pick<DataRequestRecord, 'personId' | 'values'>[],
): Promise<ProfileChange[][]> {
  const sealed = records.flatMap(({ personId, values }, at) =>
    values === null ? [] : [{ at, ownerId: personId, sealed: values }],
  );
  const opened = await deps.personalData.openMany<{ changes: string }>(VALUES_KIND, sealed);
  const found: ProfileChange[][] = records.map(() => []);
  sealed.forEach(({ at }, index) => {
    const text = opened[index]?.changes;
    if (text !== undefined) found[at] = JSON.parse(text) as ProfileChange[];
  });
  return found;
}

/** With the names of units in place of their codes: for people to read. */
export async function readable(
  deps: Pick<OwnDataDeps, 'orgUnits'>,
  changes: readonly ProfileChange[],
): Promise<ProfileChange[]> {
  if (!changes.some(({ field }) => field === 'unitId')) return [...changes];
  const units = await deps.orgUnits.all();
  const named = (unitId: string | null): string | null => units.get(unitId ?? '')?.name ?? unitId;
  return changes.map((change) =>
    change.field === 'unitId' ? { ...change, from: named(change.from), to: named(change.to) } : change,
  );
}

/** As staff read them before they ask to see them in full. */
export const masked = (changes: readonly ProfileChange[]): ProfileChange[] =>
  changes.map(({ field, from, to }) => ({ field, from: maskedValue(field, from), to: maskedValue(field, to) }));

/** The values in full: a look at the profile, on record with its reason before anything is shown. */
export async function seeValues(
  deps: OwnDataDeps,
  principal: Principal,
  requestId: string,
  reason: string,
): Promise<{ changes: ProfileChange[] } | Refusal> {
  const record = await findRequest(deps, principal, requestId, 'data_requests.decide');
  if (isRefusal(record)) return record;
  const person = await deps.people.byId(record.personId);
  if (person === null || person.status === 'closed') return refuse('person_closed');
  const seen = await deps.people.unmaskMany([record.personId], principal, reason);
  // Somebody who moved away from the reader's unit is not theirs to look at any more.
  if (!seen.has(record.personId)) return refuse('out_of_scope');
  const [changes = []] = await openChanges(deps, [record]);
  const subject = { kind: 'person', id: record.personId };
  await deps.audit.record({ principal, action: 'data_requests.see_values', subject, unitId: record.unitId });
  return { changes: await readable(deps, changes) };
}

/**
 * Carries a correction out that was approved. A new phone counts at once; whoever holds the old one has no session
 * any more, and the old sign-in goes where nobody else stands on it. Safe to repeat, also after a crash.
 */
export async function applyCorrection(deps: OwnDataDeps, request: DataRequestRecord): Promise<void> {
  const [changes = []] = await openChanges(deps, [request]);
  const isNewPhone = changes.some(({ field }) => field === 'phone');
  const plan = isNewPhone ? await oldSignIn(deps, request) : null;
  const refusal = await deps.people.correct(request.personId, valuesOf(changes));
  if (refusal !== null) {
    await deps.requests.updateOne(
      { _id: request._id, state: 'confirmed' },
      {
        $set: {
          ...{ state: 'asked', heldUp: refusal, approvals: [], plan: null, nextCheckAt: null },
          ...{ decidedBy: null, decidedAt: null, decision: null, attempt: request.attempt + 1 },
        },
      },
    );
    return;
  }
  if (plan !== null && plan.userId !== null && plan.phoneIndex !== null) {
    const onOld = await deps.people.byPhoneIndexes([plan.phoneIndex]);
    const { userId, phoneIndex } = plan;
    await deps.auth.endSignIn({ userId, phoneIndex, isShared: onOld.length > 0 });
  }
  await deps.requests.updateOne(
    { _id: request._id, state: 'confirmed' },
    {
      $set: {
        ...{ state: 'done', open: false, plan: null, nextCheckAt: null },
        finishedAt: new Date(deps.clock.now()),
      },
    },
  );
}

/** The sign-in of the phone that is given up, written down before the profile forgets it. */
async function oldSignIn(deps: OwnDataDeps, { _id, personId, plan }: DataRequestRecord) {
  if (plan !== null) return plan;
  const contact = await deps.people.contactOf(personId);
  const phoneIndex = contact?.phoneIndex ?? null;
  const signIn = phoneIndex === null ? null : await deps.auth.signInOf(phoneIndex);
  const made = { userId: signIn?.userId ?? null, phoneIndex };
  await deps.requests.updateOne({ _id, plan: null, state: 'confirmed' }, { $set: { plan: made } });
  const written = await deps.requests.findOne({ _id }, { projection: { plan: 1 } });
  return written?.plan ?? made;
}
