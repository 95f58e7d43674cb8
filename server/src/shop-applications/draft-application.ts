import {
  isRefusal,
  type OwnShopApplication,
  type Refusal,
  refuse,
  type ShopApplicationDraft,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { licenceDaysKept } from '@red-points/shared/domain/shops';
import { sealOwnerOfShop } from '../merchants/index.ts';
import type { ShopApplicationDeps } from './deps.ts';
import { dropOtherLicences, keepLicenceFor, useLicence } from './licence-photos.ts';
import type { ShopApplicationRecord } from './store.ts';
import { ownViews, SEALED_KIND } from './view.ts';

/** Drafts and applications under way of one phone: more than one owner opens at a time. */
const UNFINISHED_MAX = 5;
const UNFINISHED = ['draft', 'submitted', 'returned'] as const;
const LISTED_MAX = 50;

/** Applications of the phone that is signed in, newest first. */
export async function listOwn(
  deps: ShopApplicationDeps,
  principal: Principal,
): Promise<{ items: OwnShopApplication[] }> {
  const found = await deps.applications
    .find({ userId: principal.userId })
    .sort({ createdAt: -1 })
    .limit(LISTED_MAX)
    .toArray();
  return { items: await ownViews(deps, found) };
}

/** What a draft sets, its personal part sealed: `unit_unknown` where there is no such community, `licence_photo_not_found`. */
async function written(
  deps: ShopApplicationDeps,
  principal: Principal,
  { applicationId, shopId }: { readonly applicationId: string; readonly shopId: string },
  draft: ShopApplicationDraft,
) {
  const { contactName, licenceNumber, shopName, kind, unitId, address, plan, licencePhotoId } = draft;
  const unitPath = unitId === null ? [] : await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  const notYours = licencePhotoId === null ? null : await useLicence(deps, principal, licencePhotoId, applicationId);
  if (notYours !== null) return notYours;
  const phone = (await deps.users.phoneOf(principal.userId)) ?? '';
  const sealed = await deps.personalData.seal(sealOwnerOfShop(shopId), SEALED_KIND, {
    contactName,
    licenceNumber,
    phone,
  });
  return { shopName, kind, unitId, unitPath: [...unitPath], address, plan, licencePhotoId, sealed };
}

/** Begins an application. Nothing is checked but what it is: the rest is, once it is sent in. */
export async function draftApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  draft: ShopApplicationDraft,
): Promise<OwnShopApplication | Refusal> {
  const { userId, actingPersonId } = principal;
  const unfinished = await deps.applications.countDocuments({ userId, state: { $in: [...UNFINISHED] } });
  if (unfinished >= UNFINISHED_MAX) return refuse('shop_applications_too_many', { max: UNFINISHED_MAX });
  const [applicationId, shopId] = [deps.ids.next(), deps.ids.next()];
  const fields = await written(deps, principal, { applicationId, shopId }, draft);
  if (isRefusal(fields)) return fields;
  const record: ShopApplicationRecord = {
    _id: applicationId,
    state: 'draft',
    userId,
    personId: actingPersonId,
    ...fields,
    shopId,
    nameKey: null,
    phoneIndex: null,
    licenceIndex: null,
    liveLicence: null,
    liveName: null,
    reason: null,
    createdAt: new Date(deps.clock.now()),
    submittedAt: null,
    decidedAt: null,
    decidedBy: null,
    version: 1,
  };
  await deps.applications.insertOne(record);
  return viewOf(deps, record);
}

/** An application of the phone that is signed in; anybody else's is not found. */
export async function ownApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
): Promise<ShopApplicationRecord | Refusal> {
  const found = await deps.applications.findOne({ _id: applicationId, userId: principal.userId });
  return found ?? refuse('shop_application_not_found');
}

/** Changes a draft, or what was returned. */
export async function changeApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
  { version, ...draft }: ShopApplicationDraft & { version: number },
): Promise<OwnShopApplication | Refusal> {
  const found = await ownApplication(deps, principal, applicationId);
  if (isRefusal(found)) return found;
  if (found.state !== 'draft' && found.state !== 'returned') return refuse('shop_application_decided');
  const fields = await written(deps, principal, { applicationId, shopId: found.shopId }, draft);
  if (isRefusal(fields)) return fields;
  const changed = await deps.applications.findOneAndUpdate(
    { _id: applicationId, version, state: { $in: ['draft', 'returned'] } },
    { $set: fields, $inc: { version: 1 } },
    { returnDocument: 'after' },
  );
  if (changed === null) return refuse('version_conflict');
  await dropOtherLicences(deps, applicationId, draft.licencePhotoId);
  return viewOf(deps, changed);
}

/** Takes an application back that was not decided. Twice is once. */
export async function withdrawApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
): Promise<OwnShopApplication | Refusal> {
  const found = await ownApplication(deps, principal, applicationId);
  if (isRefusal(found)) return found;
  if (found.state === 'withdrawn') return viewOf(deps, found);
  const withdrawn = await deps.applications.findOneAndUpdate(
    { _id: applicationId, state: { $in: [...UNFINISHED] } },
    {
      $set: { state: 'withdrawn', liveLicence: null, liveName: null, decidedAt: new Date(deps.clock.now()) },
      $inc: { version: 1 },
    },
    { returnDocument: 'after' },
  );
  if (withdrawn === null) return refuse('shop_application_decided');
  await keepLicenceFor(deps, applicationId, licenceDaysKept('withdrawn'));
  await deps.audit.record({
    principal,
    action: 'shop_applications.withdraw',
    subject: { kind: 'shop_application', id: applicationId },
    unitId: withdrawn.unitId,
  });
  return viewOf(deps, withdrawn);
}

export async function viewOf(deps: ShopApplicationDeps, record: ShopApplicationRecord): Promise<OwnShopApplication> {
  const [view] = await ownViews(deps, [record]);
  if (view === undefined) throw new Error('an application has no view');
  return view;
}
