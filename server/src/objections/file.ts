import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import {
  decisionDueAt,
  OBJECTIONS_COUNTED_DAYS,
  OBJECTIONS_MAX,
  type ObjectionChannel,
  type ObjectorRelation,
  OPEN_OBJECTIONS_MAX,
} from '@red-points/shared/domain/objections';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ClientSession, Filter } from 'mongodb';
import { ownSignIns } from '../auth/index.ts';
import { type CreditRecord, whyNotFrozen } from '../credits/index.ts';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import { atomically } from '../platform/atomically.ts';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { ObjectionsDeps } from './deps.ts';
import { type ObjectionRecord, REASON_KIND } from './store.ts';

const DAY_MS = 86_400_000;

interface Wanted {
  readonly creditId: string;
  readonly reason: string;
}

/** Somebody who signed in objects to an entry on the public list, or to one of their household that is not on it. */
export async function fileOwn(
  deps: ObjectionsDeps,
  principal: Principal,
  { creditId, reason }: Wanted,
  request: RequestIdentity,
): Promise<ObjectionRecord | Refusal> {
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const [credit] = await deps.credits.byIds([creditId]);
  // Whose credit it is must not be learnt by asking: one that is on no list is as one that is not there.
  const isVisible =
    credit !== undefined && (credit.listed || (await deps.memberships.familyOf([person.personId]))(credit.personId));
  if (credit === undefined || !isVisible) return refuse('objection_credit_not_found');
  return file(deps, principal, { credit, person, reason, channel: 'phone' }, request);
}

/** A member of staff writes down the objection of a resident who came to the office. */
export async function fileFor(
  deps: ObjectionsDeps,
  principal: Principal,
  { creditId, personId, reason }: Wanted & { readonly personId: string },
  request: RequestIdentity,
): Promise<ObjectionRecord | Refusal> {
  const [[credit], person] = await Promise.all([deps.credits.byIds([creditId]), deps.people.byId(personId)]);
  if (credit === undefined) return refuse('objection_credit_not_found');
  if (!permits(principal, 'objections.file', { unitPath: credit.unitPath })) return refuse('out_of_scope');
  if (person === null) return refuse('person_not_found');
  const filed = await file(deps, principal, { credit, person, reason, channel: 'office' }, request);
  if (isRefusal(filed)) return filed;
  const subject = { kind: 'objection', id: filed._id };
  await deps.audit.record({ principal, action: 'objections.file', subject, unitId: filed.unitId, request });
  return filed;
}

interface Filing {
  readonly credit: CreditRecord;
  readonly person: Person;
  readonly reason: string;
  readonly channel: ObjectionChannel;
}

/** Writes the objection and freezes its entry, both or neither. */
async function file(
  deps: ObjectionsDeps,
  principal: Principal,
  filing: Filing,
  request: RequestIdentity,
): Promise<ObjectionRecord | Refusal> {
  const repeated = await firstOf(deps.objections, request);
  if (repeated !== null) return repeated;
  const { credit, person } = filing;
  if (credit.state === 'posted' || credit.state === 'refused') return whyNotFrozen(credit);
  await deps.credits.ensurePublished(credit);
  const record = await recordOf(deps, principal, filing, request);
  try {
    const filed = await atomically(deps.db.client, async (session) => {
      const refusal = await limitOf(deps, record, session);
      if (refusal !== null) return refusal;
      const own = { creditId: credit._id, personId: person.personId, open: true };
      if ((await deps.objections.countDocuments(own, { session })) > 0) return refuse('objection_waiting');
      const frozen = await deps.credits.freeze(credit._id, record.filedAt, session);
      if (isRefusal(frozen)) return frozen;
      await deps.objections.insertOne(record, { session });
      return record;
    });
    // The same request, sent twice at once, was faster: its answer is this one's.
    return isRefusal(filed) ? ((await firstOf(deps.objections, request)) ?? filed) : filed;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await firstOf(deps.objections, request);
    if (first !== null) return first;
    if (duplicateKeyFields(error) === 'creditId,personId') return refuse('objection_waiting');
    throw error;
  }
}

async function recordOf(
  deps: ObjectionsDeps,
  principal: Principal,
  { credit, person, reason, channel }: Filing,
  request: RequestIdentity,
): Promise<ObjectionRecord> {
  const filedAtMs = deps.clock.now();
  return {
    _id: deps.ids.next(),
    request,
    creditId: credit._id,
    batchId: credit.batchId ?? null,
    source: credit.source,
    unitId: credit.issuerUnit,
    unitPath: credit.unitPath,
    beneficiaryPersonId: credit.personId,
    personId: person.personId,
    relation: await relationOf(deps, principal, credit, person, channel),
    channel,
    filedBy: principal.userId,
    filedAt: new Date(filedAtMs),
    reason: await deps.personalData.seal(person.personId, REASON_KIND, { text: reason }),
    dueAt: new Date(decisionDueAt(filedAtMs, await deps.holidays.calendar())),
    state: 'open',
    open: true,
    decidedBy: null,
    decidedAt: null,
    answer: null,
    decisionRequest: null,
    correction: null,
    decidedWith: null,
  };
}

async function relationOf(
  deps: ObjectionsDeps,
  principal: Principal,
  credit: CreditRecord,
  person: Person,
  channel: ObjectionChannel,
): Promise<ObjectorRelation> {
  if (person.personId === credit.personId) return 'own';
  const isFamily = await deps.memberships.familyOn([person.personId]);
  if (isFamily(credit.personId, businessDate(credit.effectiveAt.getTime()))) return 'household';
  // At the office the sign-in is the officer's, whose part is told by who may decide.
  const handlers = channel === 'phone' ? (await deps.credits.handledBy([credit])).get(credit._id) : undefined;
  return handlers?.some(await ownSignIns(deps.users, principal)) ? 'took_part' : 'other';
}

/**
 * Why this person, or this sign-in that may act for several, has objected enough; null where not. Whoever else objects in
 * their name at the same moment waits, so that the limit holds.
 */
async function limitOf(deps: ObjectionsDeps, record: ObjectionRecord, session: ClientSession): Promise<Refusal | null> {
  const { personId, filedBy, channel, filedAt } = record;
  const callers: { lane: string; filter: Filter<ObjectionRecord> }[] = [
    { lane: `person:${personId}`, filter: { personId } },
    ...(channel === 'phone' ? [{ lane: `user:${filedBy}`, filter: { filedBy, channel } }] : []),
  ];
  const since = new Date(filedAt.getTime() - OBJECTIONS_COUNTED_DAYS * DAY_MS);
  for (const { lane, filter } of callers) {
    await deps.lanes.updateOne({ _id: lane }, { $inc: { turns: 1 } }, { upsert: true, session });
    const recent = await deps.objections
      .find({ ...filter, filedAt: { $gt: since } }, { session, projection: { open: 1 } })
      .toArray();
    // What waits is decided within days: an open one from before is counted as well.
    const older = await deps.objections.countDocuments(
      { ...filter, open: true, filedAt: { $lte: since } },
      { session },
    );
    const open = recent.filter((one) => one.open).length + older;
    if (open >= OPEN_OBJECTIONS_MAX) return refuse('objection_too_many', { max: OPEN_OBJECTIONS_MAX });
    if (recent.length >= OBJECTIONS_MAX) {
      return refuse('objection_too_often', { max: OBJECTIONS_MAX, days: OBJECTIONS_COUNTED_DAYS });
    }
  }
  return null;
}
