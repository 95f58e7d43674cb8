import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { PeopleContext } from './deps.ts';
import { type PersonRecord, personOf } from './store.ts';
import type { Person } from './types.ts';

/** An officer vouches for who this is; from then on points can be spent. Nobody vouches for themselves. */
export async function verify(
  context: PeopleContext,
  personId: string,
  principal: Principal,
): Promise<Person | Refusal> {
  if (principal.personIds.includes(personId)) return refuse('forbidden');
  const verified = await context.model
    .findOneAndUpdate(
      { _id: personId, status: 'unverified' },
      {
        $set: { status: 'verified', verifiedAt: new Date(context.clock.now()), verifiedBy: principal.userId },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    )
    .lean<PersonRecord>()
    .exec();
  if (verified === null) return whyNot(await context.record(personId));
  await context.audit.record({
    principal,
    action: 'people.verify',
    subject: { kind: 'person', id: personId },
    unitId: verified.unitId,
  });
  return personOf(verified);
}

function whyNot(record: PersonRecord | null): Refusal {
  if (record === null) return refuse('person_not_found');
  return refuse(record.status === 'closed' ? 'person_closed' : 'person_already_verified');
}
