import {
  type BodyOf,
  isRefusal,
  type Refusal,
  refuse,
  type StaffShopApplication,
  type shopApplications,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { licenceDaysKept } from '@red-points/shared/domain/shops';
import type { ClientSession } from 'mongodb';
import { atomically } from '../platform/atomically.ts';
import type { ShopApplicationDeps } from './deps.ts';
import { keepLicenceFor } from './licence-photos.ts';
import { applicationFor } from './read-applications.ts';
import type { ShopApplicationRecord } from './store.ts';
import { ownViews, staffViews } from './view.ts';

type Decision = BodyOf<typeof shopApplications.decide>;

const STATE_OF = { approve: 'approved', return: 'returned', refuse: 'refused' } as const;

/**
 * Decides on an application. Approving writes the decision, the shop and its owner in one transaction: the owner entered
 * the shop and staff approved it, so that two persons stand behind it as behind every other shop. Asked again with the
 * same decision by the same person it is told again. Never by the applicant or their family.
 */
export async function decideApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
  input: Decision,
): Promise<StaffShopApplication | Refusal> {
  const found = await applicationFor(deps, principal, 'shop_applications.decide', applicationId);
  if (isRefusal(found)) return found;
  if (await isOfFamily(deps, principal, found)) return refuse('shop_application_of_yours');
  const state = STATE_OF[input.decision];
  const reason = input.decision === 'approve' ? null : input.reason;
  if (found.state === state && found.decidedBy === principal.userId && found.reason === reason) {
    return viewOf(deps, found);
  }
  const [own] = await ownViews(deps, [found]);
  const decided = await atomically(deps.db.client, async (session) => {
    const live = state === 'approved' ? {} : { liveLicence: null, liveName: null };
    const change = { state, reason, decidedAt: new Date(deps.clock.now()), decidedBy: principal.userId, ...live };
    const changed = await deps.applications.findOneAndUpdate(
      { _id: applicationId, state: 'submitted', version: found.version },
      { $set: change, $inc: { version: 1 } },
      { session, returnDocument: 'after' },
    );
    if (changed === null) return refuse('shop_application_decided');
    if (state === 'approved') await makeShop(deps, session, principal, changed, own?.contactName ?? '—');
    return changed;
  });
  if (isRefusal(decided)) return decided;
  if (state !== 'returned') await keepLicenceFor(deps, applicationId, licenceDaysKept(state));
  const unitId = decided.unitId;
  const subject = { kind: 'shop_application', id: applicationId };
  await deps.audit.record({ principal, action: `shop_applications.${input.decision}`, subject, unitId });
  if (state === 'approved') {
    const shop = { kind: 'shop', id: decided.shopId };
    await deps.audit.record({ principal, action: 'shops.approve', subject: shop, unitId });
  }
  return viewOf(deps, decided);
}

async function makeShop(
  deps: ShopApplicationDeps,
  session: ClientSession,
  principal: Principal,
  { shopId, shopName, kind, unitId, address, userId }: ShopApplicationRecord,
  contactName: string,
): Promise<void> {
  await deps.merchants.enterApproved(session, {
    shopId,
    input: { name: shopName, kind, unitId: unitId ?? '', address, parentId: null },
    enteredBy: userId,
    approvedBy: principal.userId,
  });
  await deps.users.atShops.give(session, userId, { shopId, role: 'merchant_owner', name: contactName });
}

/** Whether the phone that applied is that of the caller or their family. */
export async function isOfFamily(
  deps: ShopApplicationDeps,
  principal: Principal,
  { userId }: ShopApplicationRecord,
): Promise<boolean> {
  const phone = await deps.users.phoneOf(userId);
  const [isFamily, applicants] = await Promise.all([
    deps.memberships.familyOf(principal.personIds),
    phone === null ? [] : deps.people.byPhone(phone),
  ]);
  return applicants.some(({ personId }) => principal.personIds.includes(personId) || isFamily(personId));
}

async function viewOf(deps: ShopApplicationDeps, record: ShopApplicationRecord): Promise<StaffShopApplication> {
  const [view] = await staffViews(deps, [record]);
  if (view === undefined) throw new Error('an application has no view');
  return view;
}
