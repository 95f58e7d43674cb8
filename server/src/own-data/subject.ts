import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { whyNotTheirs } from '@red-points/shared/domain/own-data';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Person } from '../people/index.ts';
import type { OwnDataDeps } from './deps.ts';

/** Somebody whose data the caller may ask about, and as what. */
export interface Subject {
  readonly person: Person;
  readonly channel: 'self' | 'guardian';
}

/** The person whom a resident asks about: themselves, or a child of theirs. Other adults who share the phone ask themselves. */
export async function subjectOf(
  deps: Pick<OwnDataDeps, 'people'>,
  principal: Principal,
  asked: string | undefined,
): Promise<Subject | Refusal> {
  const acting = principal.actingPersonId;
  if (acting === null) return refuse('registration_needed');
  const personId = asked ?? acting;
  const person = principal.personIds.includes(personId) ? await deps.people.byId(personId) : null;
  if (person === null) return refuse('person_not_yours');
  if (person.status === 'closed') return refuse('person_closed');
  const [bands, contact, own] = await Promise.all([
    deps.people.ageBands([personId, acting]),
    deps.people.contactOf(personId),
    deps.people.contactOf(acting),
  ]);
  const isSelf = personId === acting;
  const refusal = whyNotTheirs({
    isSelf,
    ownsPhone: contact?.ownsPhone ?? false,
    band: bands.get(personId) ?? 'unknown',
    actsAsGuardian: (own?.ownsPhone ?? false) && ['adult', 'unknown'].includes(bands.get(acting) ?? ''),
  });
  if (refusal !== null) return refuse(refusal);
  return { person, channel: isSelf ? 'self' : 'guardian' };
}

/** A request of the caller's own, or of their child. */
export async function ownRequest(deps: OwnDataDeps, principal: Principal, requestId: string) {
  const record = await deps.requests.findOne({ _id: requestId });
  if (record === null || !principal.personIds.includes(record.personId)) return refuse('data_request_not_found');
  const subject = await subjectOf(deps, principal, record.personId);
  return isRefusal(subject) ? subject : record;
}
