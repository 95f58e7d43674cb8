import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { addDays, businessDate, startOfBusinessDay, workingDaysEndAt } from '@red-points/shared/domain/calendar';
import {
  ANSWER_WORKING_DAYS,
  COOLING_DAYS,
  type DataRequestChannel,
  type DataRequestKind,
  type IdentitySeen,
  whyNotSeen,
} from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, firstOf, type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type Person, personFor } from '../people/index.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { OwnDataDeps } from './deps.ts';
import { factsOf, firstBlock } from './facts.ts';
import type { DataRequestRecord } from './store.ts';
import { subjectOf } from './subject.ts';

/** Somebody who came to an office, and how they were known there. */
export interface AtDesk {
  readonly personId: string;
  readonly seen: IdentitySeen;
}

interface Wish {
  readonly person: Person;
  readonly channel: DataRequestChannel;
  readonly seen: IdentitySeen | null;
  readonly giveRest: boolean;
  readonly request: RequestIdentity;
}

/** A resident wants to be erased, or their child to be. */
export async function askErasure(
  deps: OwnDataDeps,
  principal: Principal,
  { personId, giveRest }: { readonly personId?: string | undefined; readonly giveRest: boolean },
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const first = await firstOf(deps.requests, request);
  if (first !== null) return first;
  const subject = await subjectOf(deps, principal, personId);
  return isRefusal(subject) ? subject : file(deps, principal, { ...subject, seen: null, giveRest, request });
}

/** An officer writes down that somebody who came to the office wants to be erased. */
export async function fileErasure(
  deps: OwnDataDeps,
  principal: Principal,
  { personId, seen, giveRest }: AtDesk & { readonly giveRest: boolean },
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const first = await firstOf(deps.requests, request);
  if (first !== null) return first;
  const person = await personFor(deps.people, principal, 'data_requests.file', personId);
  if (isRefusal(person)) return person;
  if (person.kind !== 'person') return refuse('erasure_kind');
  // Somebody whose account was closed before may be erased still; one who was found to be somebody else goes with them.
  if (person.joinedInto !== null) return refuse('person_closed');
  const contact = await deps.people.contactOf(personId);
  if (contact === null || contact.name === null) return refuse('person_erased');
  const unseen = whyNotSeen(seen, { kind: 'erasure', changesPhone: false });
  if (unseen !== null) return refuse(unseen);
  return file(deps, principal, { person, channel: 'office', seen, giveRest, request });
}

/** What of a kind is under way already: this very request, sent twice at once, or a refusal; null where nothing is. */
export async function waitingOf(
  deps: OwnDataDeps,
  personId: string,
  kind: DataRequestKind,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal | null> {
  const waiting = await deps.requests.findOne({ personId, kind, open: true });
  if (waiting === null) return null;
  return repeats(waiting.request, request) === true ? waiting : refuse(WAITING[kind]);
}

async function file(
  deps: OwnDataDeps,
  principal: Principal,
  { person, channel, seen, giveRest, request }: Wish,
): Promise<DataRequestRecord | Refusal> {
  const waiting = await waitingOf(deps, person.personId, 'erasure', request);
  if (waiting !== null) return waiting;
  const block = firstBlock(await factsOf(deps, person), giveRest);
  if (block !== null) return block;
  // Whole days: the last one is told as a date, and may be used up.
  const coolsUntil = new Date(startOfBusinessDay(addDays(businessDate(deps.clock.now()), COOLING_DAYS + 1)));
  return insertRequest(deps, principal, person, {
    kind: 'erasure',
    channel,
    seen,
    giveRest,
    request,
    coolsUntil,
    values: null,
  });
}

type Asked = Pick<DataRequestRecord, 'kind' | 'channel' | 'giveRest' | 'request' | 'coolsUntil' | 'values'> &
  Required<Pick<DataRequestRecord, 'seen'>> &
  Partial<DataRequestRecord>;

/** Writes a request down, one of its kind at a time for each person. */
export async function insertRequest(
  deps: OwnDataDeps,
  principal: Principal,
  person: Person,
  asked: Asked,
): Promise<DataRequestRecord | Refusal> {
  const nowMs = deps.clock.now();
  const record: DataRequestRecord = {
    _id: deps.ids.next(),
    personId: person.personId,
    unitId: person.unitId,
    unitPath: [...person.unitPath],
    filedBy: principal.userId,
    filedAt: new Date(nowMs),
    decidableAt: asked.coolsUntil ?? new Date(nowMs),
    dueAt: new Date(workingDaysEndAt(nowMs, ANSWER_WORKING_DAYS, await deps.holidays.calendar())),
    state: 'asked',
    open: true,
    approvals: [],
    decidedBy: null,
    decidedAt: null,
    decision: null,
    answer: null,
    attempt: 0,
    heldUp: null,
    plan: null,
    givenPoints: null,
    finishedAt: null,
    nextCheckAt: null,
    ...asked,
  };
  try {
    const created = await createOnce(deps.requests, record);
    if (isRefusal(created)) return created;
    if (!created.repeated) {
      const subject = { kind: 'person', id: person.personId };
      const { unitId } = person;
      const detail = asked.seen === null ? {} : { detail: { seen: asked.seen ?? null } };
      await deps.audit.record({ principal, action: `own_data.ask_${asked.kind}`, subject, unitId, ...detail });
    }
    return created.document;
  } catch (error) {
    if (isDuplicateKey(error) && duplicateKeyFields(error) === 'personId,kind') return refuse(WAITING[asked.kind]);
    throw error;
  }
}

const WAITING = {
  erasure: 'data_request_waiting',
  correction: 'correction_waiting',
  // A copy is done when it is written down: none ever waits.
  copy: 'data_request_decided',
} as const;
