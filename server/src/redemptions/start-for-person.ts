import { type BodyOf, isRefusal, type Refusal, type redemptions } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RequestIdentity } from '../http/idempotency.ts';
import { personToAssist, whyNotAssistAt } from './assist.ts';
import type { RedemptionDeps } from './deps.ts';
import { repeatOf, start } from './start.ts';
import type { RedemptionRecord } from './store.ts';

/**
 * An officer starts a redemption for somebody without a phone: the points are set aside, and the shop is asked. Both
 * stand on the record and in the ledger. Nobody does so for themselves or their household, nor at a shop where
 * they or their household work.
 */
export async function startForPerson(
  deps: RedemptionDeps,
  principal: Principal,
  personId: string,
  input: BodyOf<typeof redemptions.startForPerson>,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal> {
  const repeat = await repeatOf(deps, request);
  if (repeat !== null) return repeat;
  const person = await personToAssist(deps, principal, personId);
  if (isRefusal(person)) return person;
  const { shopId, offerId, quantity, expectedPoints } = input;
  const notAtShop = await whyNotAssistAt(deps, principal, shopId);
  if (notAtShop !== null) return notAtShop;
  const started = await start(deps, {
    request,
    via: 'officer',
    withPin: false,
    deviceTag: null,
    scanId: null,
    shopId,
    personId,
    offerId,
    quantity,
    expectedPoints,
    userId: principal.userId,
    phone: null,
  });
  if (!isRefusal(started)) {
    const subject = { kind: 'redemption', id: started._id };
    await deps.audit.record({ principal, action: 'redemptions.assist', subject, unitId: person.unitId, request });
  }
  return started;
}
