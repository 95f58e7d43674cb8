import { type ExportFormat, isRefusal, type Language, type Refusal, refuse } from '@red-points/shared/contracts';
import { COPY_LIFE_MS, whyNotSeen } from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import { firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { SharedLimit } from '../http/limits.ts';
import type { ApiRouter } from '../http/route.ts';
import { type AtDesk, insertRequest } from './ask.ts';
import { personAtDesk } from './correction.ts';
import type { OwnDataDeps } from './deps.ts';
import { sendCopy } from './export/send-copy.ts';
import { findRequest } from './find-request.ts';
import type { DataRequestRecord } from './store.ts';

/** What the resident reads in the list of who saw their data. */
const LOOK_REASON = '本人到社区要求打印自己的资料';

/**
 * An officer writes down that somebody who came to the office wants a copy of their data. Nobody has to decide that, for it
 * is theirs; it is done when it is written down, and the person is told.
 */
export async function fileCopy(
  deps: OwnDataDeps,
  principal: Principal,
  { personId, seen }: AtDesk,
  request: RequestIdentity,
): Promise<DataRequestRecord | Refusal> {
  const first = await firstOf(deps.requests, request);
  if (first !== null) return first;
  const person = await personAtDesk(deps, principal, personId);
  if (isRefusal(person)) return person;
  const isFamily = await deps.memberships.familyOf(principal.personIds);
  // Nobody looks over it afterwards: a colleague hands out what is about an officer's own household.
  if (isFamily(personId)) return refuse('data_request_not_independent');
  const unseen = whyNotSeen(seen, { kind: 'copy', changesPhone: false });
  if (unseen !== null) return refuse(unseen);
  const now = new Date(deps.clock.now());
  return insertRequest(deps, principal, person, {
    ...{ kind: 'copy', channel: 'office', seen, giveRest: false, coolsUntil: null, values: null, request },
    ...{ state: 'done', open: false, finishedAt: now, dueAt: now },
  });
}

export interface CopyCall {
  readonly principal: Principal;
  readonly requestId: string;
  readonly format: ExportFormat;
  readonly language: Language;
  readonly res: Response;
}

/**
 * Hands the file out to whoever wrote the copy down, for as long as the person stands at the desk. Each time is a look at the
 * full profile, on record before the first byte. The officer's own lists are not in it: it is read as the person themselves.
 */
export async function handOver(
  deps: OwnDataDeps,
  limit: SharedLimit,
  router: ApiRouter,
  { principal, requestId, format, language, res }: CopyCall,
): Promise<Refusal | undefined> {
  const record = await findRequest(deps, principal, requestId, 'data_requests.file');
  if (isRefusal(record)) return record;
  if (record.kind !== 'copy') return refuse('data_request_not_found');
  if (record.filedBy !== principal.userId) return refuse('data_copy_not_yours');
  if (deps.clock.now() >= record.filedAt.getTime() + COPY_LIFE_MS) return refuse('data_copy_over');
  const { personId } = record;
  const person = await deps.people.byId(personId);
  if (person === null || person.status === 'closed') return refuse('person_closed');
  const limited = await limit.take(`${principal.userId}:${personId}`);
  if (limited !== null) return limited;
  const looked = await deps.people.unmaskMany([personId], principal, LOOK_REASON);
  // Somebody who moved away from the officer's unit meanwhile is not theirs to hand out any more.
  if (!looked.has(personId)) return refuse('out_of_scope');
  const subject = { kind: 'person', id: personId };
  const detail = { format };
  await deps.audit.record({ principal, action: 'data_requests.hand_over', subject, unitId: record.unitId, detail });
  const alone: Principal = {
    ...{ userId: `copy-for-${personId}`, sessionId: principal.sessionId, face: 'resident' },
    ...{ grants: [{ role: 'resident', unitId: null, shopId: null }] },
    ...{ personIds: [personId], actingPersonId: personId },
  };
  await sendCopy(deps, { router, person, alone, format, language, res });
  return undefined;
}
