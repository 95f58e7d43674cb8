import { isRefusal, type Refusal, type ResidentLink, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { StaffDeps } from './deps.ts';
import { isFitToLink } from './fit-residents.ts';
import { mayManage } from './may-manage.ts';
import { linkViews } from './views.ts';

/**
 * An administrator says which resident a member of staff is too, or that this is not known any more. Nobody does it for
 * themselves: whoever reviews could otherwise step out of the way of their own claims.
 */
export async function linkResident(
  deps: StaffDeps,
  principal: Principal,
  userId: string,
  personId: string | null,
): Promise<ResidentLink | Refusal> {
  const user = await deps.users.byId(userId);
  if (user === null || user.kind !== 'staff') return refuse('staff_not_found');
  if (!(await mayManage(deps, principal, user))) return refuse('out_of_scope');
  if (userId === principal.userId) return refuse('staff_link_own');
  const unfit = await whyUnfit(deps, personId);
  if (unfit !== null) return unfit;
  const isNews = await deps.users.linkPerson(userId, { personId, noResident: false });
  return settle(deps, principal, { userId, isNews, action: personId === null ? 'unlink_resident' : 'link_resident' });
}

/**
 * A member of staff says which resident they are, or that they are none here: that only adds to what they may not decide,
 * or says what was not known. A link that stands is not theirs to change.
 */
export async function sayOwnLink(
  deps: StaffDeps,
  principal: Principal,
  personId: string | null,
): Promise<ResidentLink | Refusal> {
  const unfit = await whyUnfit(deps, personId);
  if (unfit !== null) return unfit;
  const { userId } = principal;
  const link = { personId, noResident: personId === null };
  const isNews = await deps.users.linkPerson(userId, link, 'ifUnlinked');
  const now = await deps.users.byId(userId);
  if (now === null) return refuse('staff_not_found');
  // The same said twice is no refusal.
  if (!isNews && now.personId !== personId) return refuse('staff_link_stands');
  return settle(deps, principal, { userId, isNews, action: personId === null ? 'say_no_resident' : 'say_resident' });
}

async function whyUnfit(deps: StaffDeps, personId: string | null): Promise<Refusal | null> {
  if (personId === null) return null;
  const person = await deps.people.byId(personId);
  return person !== null && isFitToLink(person) ? null : refuse('staff_resident_unfit');
}

/**
 * What follows a link. Sessions carry whom their owner is, so they end: also where the link was there before, since whoever
 * wrote it may have been interrupted here.
 */
async function settle(
  deps: StaffDeps,
  principal: Principal,
  { userId, isNews, action }: { userId: string; isNews: boolean; action: string },
): Promise<ResidentLink | Refusal> {
  const user = await deps.users.byId(userId);
  if (user === null) return refuse('staff_not_found');
  if (isNews) {
    const unitId = user.grants.find((grant) => grant.unitId !== null)?.unitId ?? null;
    const detail: Record<string, string> = user.personId === null ? {} : { personId: user.personId };
    await deps.audit.record({
      principal,
      action: `users.${action}`,
      subject: { kind: 'user', id: userId },
      unitId,
      detail,
    });
  }
  const view = (await linkViews(deps, [user])).get(userId) ?? refuse('staff_not_found');
  if (!isRefusal(view) && action !== 'say_no_resident') await deps.auth.endStaffSessions(userId);
  return view;
}
