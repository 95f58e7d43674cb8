import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { approvalsNeeded, CARRY_OUT_AFTER_MS, type IdentitySeen, isCool } from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type Oneself, type OneselfIds, oneselfOf } from '../memberships/index.ts';
import { applyCorrection } from './correction.ts';
import type { OwnDataDeps } from './deps.ts';
import { factsOf, firstBlock } from './facts.ts';
import { findRequest } from './find-request.ts';
import { ANSWER_KIND, type DataRequestRecord } from './store.ts';
import { ownRequest } from './subject.ts';

/** When the job takes up a correction whose process ended, in milliseconds. */
const TAKE_UP_MS = 10_000;

/** Why a member of staff may not decide, or null: it is about them or their household, or they wrote it down. */
export function whyNotIndependent(
  { isFamily, isOwn }: Oneself,
  { personId, filedBy }: DataRequestRecord,
): Refusal | null {
  return isFamily(personId) || isOwn(filedBy) ? refuse('data_request_not_independent') : null;
}

/** Of those that wait, the ones that these ids do not keep their holder from answering: the same as a question to the database. */
export function decidableBy({ family, signIns }: OneselfIds): Filter<DataRequestRecord> {
  return { personId: { $nin: family }, filedBy: { $nin: signIns } };
}

/** The request of a decision that was taken already, where it is this one. */
const requestOf =
  (request: RequestIdentity) =>
  ({ approvals, decision }: DataRequestRecord): RequestIdentity | null =>
    [...approvals.map((approval) => approval.request), ...(decision === null ? [] : [decision])].find(
      ({ caller, key }) => caller === request.caller && key === request.key,
    ) ?? null;

/**
 * Somebody's yes. Where points would go to the fund a second person's is needed; the last one sets a time from which a job
 * carries it out, so that the message about it still finds the phone.
 */
export async function approve(
  deps: OwnDataDeps,
  principal: Principal,
  requestId: string,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const record = await findRequest(deps, principal, requestId, 'data_requests.decide');
  if (isRefusal(record)) return record;
  const again = repeats(requestOf(request)(record), request);
  if (again !== false) return again === true ? carriedOn(deps, record) : again;
  const nowMs = deps.clock.now();
  const oneself = await oneselfOf(deps, principal);
  const refusal = whyNotNow(record, nowMs) ?? whyNotIndependent(oneself, record);
  if (refusal !== null) return refusal;
  if (record.approvals.some(({ userId }) => oneself.isOwn(userId))) return refuse('data_request_approved_by_you');
  const person = await deps.people.byId(record.personId);
  if (person === null) return refuse('person_not_found');
  const isErasure = record.kind === 'erasure';
  const facts = isErasure ? await factsOf(deps, person) : null;
  const block = facts === null ? null : firstBlock(facts, record.giveRest);
  if (block !== null) return block;
  const now = new Date(nowMs);
  const isLast = facts === null || record.approvals.length + 1 >= approvalsNeeded(facts.available);
  const last = {
    state: 'confirmed' as const,
    decidedBy: principal.userId,
    decidedAt: now,
    decision: request,
    nextCheckAt: new Date(nowMs + (isErasure ? CARRY_OUT_AFTER_MS : TAKE_UP_MS)),
  };
  const approved = await deps.requests.findOneAndUpdate(
    { _id: requestId, state: record.state, approvals: { $size: record.approvals.length } },
    {
      $push: { approvals: { userId: principal.userId, at: now, request } },
      $set: { heldUp: null, ...(isLast ? last : { state: 'first_approved' as const }) },
    },
    { returnDocument: 'after' },
  );
  if (approved === null) return refuse('data_request_decided');
  const subject = { kind: 'person', id: record.personId };
  await deps.audit.record({ principal, action: 'data_requests.approve', subject, unitId: record.unitId });
  return carriedOn(deps, approved);
}

/** A correction counts at once, whoever of two equal requests takes its steps; the job goes on with what is interrupted. */
async function carriedOn(deps: OwnDataDeps, record: DataRequestRecord): Promise<DataRequestRecord> {
  if (record.kind !== 'correction' || record.state !== 'confirmed') return record;
  await applyCorrection(deps, record);
  return (await deps.requests.findOne({ _id: record._id })) ?? record;
}

function whyNotNow({ state, coolsUntil }: DataRequestRecord, nowMs: number): Refusal | null {
  if (state !== 'asked' && state !== 'first_approved') return refuse('data_request_decided');
  if (coolsUntil !== null && !isCool(coolsUntil.getTime(), nowMs)) {
    return refuse('data_request_cooling', { lastDay: businessDate(coolsUntil.getTime() - 1) });
  }
  return null;
}

/** Somebody's no, with the reason that the resident reads. It may come during the waiting time, too. */
export async function refuseRequest(
  deps: OwnDataDeps,
  principal: Principal,
  requestId: string,
  { reason, request }: { readonly reason: string; readonly request: RequestIdentity },
): Promise<DataRequestRecord | Refusal> {
  const record = await findRequest(deps, principal, requestId, 'data_requests.decide');
  if (isRefusal(record)) return record;
  const again = repeats(record.decision, request);
  if (again !== false) return again === true ? record : again;
  const refusal = whyNotIndependent(await oneselfOf(deps, principal), record);
  if (refusal !== null) return refusal;
  const refused = await deps.requests.findOneAndUpdate(
    { _id: requestId, state: { $in: ['asked', 'first_approved'] } },
    {
      $set: {
        state: 'refused',
        open: false,
        answer: await deps.personalData.sealUnlessErased(record.personId, ANSWER_KIND, { reason }),
        decidedBy: principal.userId,
        decidedAt: new Date(deps.clock.now()),
        decision: request,
      },
    },
    { returnDocument: 'after' },
  );
  if (refused === null) return refuse('data_request_decided');
  const subject = { kind: 'person', id: record.personId };
  await deps.audit.record({ principal, action: 'data_requests.refuse', subject, unitId: record.unitId });
  return refused;
}

/** The resident thinks better of it, until the last word of the office. */
export async function takeBack(
  deps: OwnDataDeps,
  principal: Principal,
  requestId: string,
): Promise<DataRequestRecord | Refusal> {
  const record = await ownRequest(deps, principal, requestId);
  return isRefusal(record) ? record : withdraw(deps, principal, record, null);
}

/**
 * The same for somebody who came to the office again. Only what came in at an office: what was asked for on a phone is taken
 * back there, so that nobody in an office makes a resident's wish disappear.
 */
export async function takeBackAtDesk(
  deps: OwnDataDeps,
  principal: Principal,
  { requestId, seen }: { readonly requestId: string; readonly seen: IdentitySeen },
): Promise<DataRequestRecord | Refusal> {
  const record = await findRequest(deps, principal, requestId, 'data_requests.file');
  if (isRefusal(record)) return record;
  if (record.channel !== 'office') return refuse('data_request_take_back_themselves');
  return withdraw(deps, principal, record, seen);
}

async function withdraw(
  deps: OwnDataDeps,
  principal: Principal,
  record: DataRequestRecord,
  seen: IdentitySeen | null,
): Promise<DataRequestRecord | Refusal> {
  if (record.state === 'withdrawn') return record;
  const withdrawn = await deps.requests.findOneAndUpdate(
    { _id: record._id, state: { $in: ['asked', 'first_approved'] } },
    {
      $set: {
        state: 'withdrawn',
        open: false,
        decidedBy: principal.userId,
        decidedAt: new Date(deps.clock.now()),
      },
    },
    { returnDocument: 'after' },
  );
  if (withdrawn === null) return refuse('data_request_decided');
  const { personId, unitId } = record;
  const detail = seen === null ? {} : { detail: { seen } };
  const action = seen === null ? 'own_data.take_back' : 'data_requests.take_back';
  await deps.audit.record({ principal, action, subject: { kind: 'person', id: personId }, unitId, ...detail });
  return withdrawn;
}
