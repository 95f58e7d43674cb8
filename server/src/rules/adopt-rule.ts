import { type Refusal, type RuleAdoption, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RulesDeps } from './deps.ts';
import { manageable, type RuleKey, traceRule } from './manageable.ts';
import type { RuleVersionRecord } from './store.ts';

/** Why a resolution cannot have been so, or null. */
export function adoptionRefusal({ adoptedOn, present, inFavour }: RuleAdoption, now: Date): Refusal | null {
  const future = adoptedOn > businessDate(now.getTime());
  const more = present !== null && inFavour !== null && inFavour > present;
  return future || more ? refuse('rule_adoption_contradictory') : null;
}

/** Records who adopted a version, where and when: once. What was recorded is not changed, like the version itself. */
export async function adoptRule(
  deps: RulesDeps,
  principal: Principal,
  key: RuleKey,
  adoption: RuleAdoption,
): Promise<RuleVersionRecord | Refusal> {
  const found = await manageable(deps, principal, key);
  if ('refused' in found) return found;
  const wrong = adoptionRefusal(adoption, new Date(deps.clock.now()));
  if (wrong !== null) return wrong;
  const recorded = await deps.rules.findOneAndUpdate(
    { _id: found._id, adoption: null },
    { $set: { adoption, adoptionRecordedBy: principal.userId } },
    { returnDocument: 'after' },
  );
  if (recorded === null) return refuse('rule_adoption_recorded');
  await traceRule(deps, principal, 'rules.adopt', recorded);
  return recorded;
}
