import {
  isRefusal,
  type OwnShopApplication,
  type Refusal,
  refuse,
  shopApplicationSchema,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { licenceKey, shopNameKey } from '@red-points/shared/domain/shops';
import { phoneIndexOf } from '../auth/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { ShopApplicationDeps } from './deps.ts';
import { ownApplication, viewOf } from './draft-application.ts';
import { licenceDigests } from './licence-digests.ts';
import type { ShopApplicationRecord } from './store.ts';

/**
 * Sends an application to the community, once everything is said. One for the same licence, or the same name and phone,
 * that waits or was approved is `shop_application_duplicate`: unique indexes decide, also between two at once.
 */
export async function submitApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
): Promise<OwnShopApplication | Refusal> {
  const found = await ownApplication(deps, principal, applicationId);
  if (isRefusal(found)) return found;
  const view = await viewOf(deps, found);
  if (found.state === 'submitted') return view;
  if (found.state !== 'draft' && found.state !== 'returned') return refuse('shop_application_decided');
  const complete = shopApplicationSchema.safeParse({ ...view, licenceNumber: licenceKey(view.licenceNumber) });
  if (!complete.success) {
    const fields = complete.error.issues.map(({ path, code, message }) => ({ path: path.join('.'), code, message }));
    return refuse('validation_failed', undefined, fields);
  }
  const phone = (await deps.users.phoneOf(principal.userId)) ?? '';
  const phoneIndex = phoneIndexOf(deps.keys, phone);
  const [licenceIndex, former] = licenceDigests(deps.keys, view.licenceNumber);
  // The unique index knows those of one key only.
  if ((await deps.applications.findOne({ liveLicence: former, _id: { $ne: applicationId } })) !== null) {
    return refuse('shop_application_duplicate');
  }
  const nameKey = shopNameKey(view.shopName);
  const submitted = await submit(deps, found, {
    nameKey,
    phoneIndex,
    licenceIndex,
    liveLicence: licenceIndex,
    liveName: `${nameKey}:${phoneIndex}`,
  });
  if (isRefusal(submitted)) return submitted;
  await deps.audit.record({
    principal,
    action: 'shop_applications.submit',
    subject: { kind: 'shop_application', id: applicationId },
    unitId: submitted.unitId,
  });
  return viewOf(deps, submitted);
}

async function submit(
  deps: ShopApplicationDeps,
  { _id, state, version }: ShopApplicationRecord,
  keys: Pick<ShopApplicationRecord, 'nameKey' | 'phoneIndex' | 'licenceIndex' | 'liveLicence' | 'liveName'>,
): Promise<ShopApplicationRecord | Refusal> {
  try {
    const submitted = await deps.applications.findOneAndUpdate(
      { _id, state, version },
      {
        $set: {
          ...keys,
          state: 'submitted',
          submittedAt: new Date(deps.clock.now()),
          reason: null,
          decidedAt: null,
          decidedBy: null,
        },
        $inc: { version: 1 },
      },
      { returnDocument: 'after' },
    );
    return submitted ?? refuse('version_conflict');
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('shop_application_duplicate');
    throw error;
  }
}
