import { type BodyOf, type people as contract, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf } from '@red-points/shared/domain/people';
import { mayEver, type Principal } from '@red-points/shared/domain/permissions';
import type { PeopleContext } from './deps.ts';
import { enter } from './enter.ts';
import type { Person } from './types.ts';

/**
 * A resident registers with the phone they signed in with. They may earn at once and spend when an officer has verified
 * them. A child under 14 is registered by a guardian at the office instead.
 */
export async function registerSelf(
  context: PeopleContext,
  body: BodyOf<typeof contract.registerSelf>,
  principal: Principal,
): Promise<Person | Refusal> {
  if (!mayEver(principal, 'people.register_self')) return refuse('forbidden');
  const phone = await context.users.phoneOf(principal.userId);
  if (phone === null) return refuse('forbidden');
  const unit = await context.orgUnits.get(body.unitId);
  if (unit === null || (unit.kind !== 'community' && unit.kind !== 'grid')) return refuse('unit_unknown');
  if (ageBandOf(body.birthDate, businessDate(context.clock.now())) === 'under14' && isPast(context, body.birthDate)) {
    return refuse('guardian_consent_needed');
  }
  return enter(context, {
    kind: 'person',
    name: body.name,
    phone,
    sharedPhone: false,
    unitId: body.unitId,
    serveUnitId: body.serveUnitId,
    birthDate: body.birthDate,
    address: body.address,
    enteredBy: null,
    consentVersion: body.consentVersion,
    verified: false,
  });
}

/** A birth date in the future is a mistake, not a child. */
function isPast(context: PeopleContext, birthDate: string | null): boolean {
  return birthDate !== null && birthDate <= businessDate(context.clock.now());
}
