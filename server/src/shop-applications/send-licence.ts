import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import { sendEvidence } from '../claims/index.ts';
import { isOfFamily } from './decide-application.ts';
import type { ShopApplicationDeps } from './deps.ts';
import { applicationFor } from './read-applications.ts';
import type { LicencePhotoRecord } from './store.ts';

/** Sends a photo of a licence to whoever uploaded it; anybody else's is not found. */
export async function sendOwnLicence(
  { photos }: ShopApplicationDeps,
  { userId }: Principal,
  licencePhotoId: string,
  res: Response,
): Promise<Refusal | undefined> {
  return send(await photos.findOne({ _id: licencePhotoId, userId }), res);
}

/** Sends the photo of an application to who may decide on it. The look is on record before anything is shown. */
export async function sendLicence(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
  res: Response,
): Promise<Refusal | undefined> {
  const found = await applicationFor(deps, principal, 'shop_applications.decide', applicationId);
  if (isRefusal(found)) return found;
  if (await isOfFamily(deps, principal, found)) return refuse('shop_application_of_yours');
  const { licencePhotoId = null, unitId } = found;
  const photo = licencePhotoId === null ? null : await deps.photos.findOne({ _id: licencePhotoId, applicationId });
  if (photo === null) return refuse('licence_photo_not_found');
  const subject = { kind: 'shop_application', id: applicationId };
  await deps.audit.record({ principal, action: 'shop_applications.look_at_licence', subject, unitId });
  return send(photo, res);
}

function send(photo: LicencePhotoRecord | null, res: Response): Refusal | undefined {
  if (photo === null) return refuse('licence_photo_not_found');
  if (photo.bytes === null) return refuse('licence_photo_erased');
  sendEvidence(res, { _id: photo._id, kind: 'picture', contentType: 'image/jpeg', bytes: photo.bytes });
  return undefined;
}
