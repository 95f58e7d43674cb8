import type { Principal } from '@red-points/shared/domain/permissions';
import { type ActivityRecord, handsIn } from '../activities/index.ts';
import { oneselfOf } from '../memberships/index.ts';
import type { WatchDeps } from './deps.ts';
import type { WatchFindingRecord } from './store.ts';

/** Says of a finding whether it concerns the caller. */
export type IsConcerned = (finding: WatchFindingRecord) => boolean;

/**
 * Whom findings concern: those whom they name, with their households; who organises an activity, has a hand in it or has come to
 * since it was found; who works at the shop. None of them says what it was.
 *
 * @param activities those that the findings are about
 */
export async function concerned(
  deps: Pick<WatchDeps, 'users' | 'memberships'>,
  principal: Principal,
  findings: readonly WatchFindingRecord[],
  activities: ReadonlyMap<string, ActivityRecord>,
): Promise<IsConcerned> {
  const { isFamily, isOwn } = await oneselfOf(deps, principal);
  const shopIds = [...new Set(findings.flatMap(({ shopId }) => shopId ?? []))];
  const staff = new Map(
    await Promise.all(
      // Whoever is no resident here is nobody's colleague by another sign-in.
      (principal.personIds.length === 0 ? [] : shopIds).map(
        async (shopId) => [shopId, await deps.users.personIdsOfShop(shopId)] as const,
      ),
    ),
  );
  return ({ userIds, personIds = [], shopId = null, subjectKind, subject }) => {
    const activity = subjectKind === 'activity' ? activities.get(subject) : undefined;
    const named = activity === undefined ? userIds : [...userIds, ...handsIn(activity)];
    if (named.some(isOwn)) return true;
    if (shopId !== null && principal.grants.some((grant) => grant.shopId === shopId)) return true;
    return [...personIds, ...(staff.get(shopId ?? '') ?? [])].some(isFamily);
  };
}
