import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { LICENCE_DAYS_KEPT, LOOSE_LICENCE_DAYS_KEPT, LOOSE_LICENCES_MAX } from '@red-points/shared/domain/shops';
import type { Request } from 'express';
import { Binary } from 'mongodb';
import { checkPicture, daysOn, readUpload, sniffUpload } from '../claims/index.ts';
import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import type { ShopApplicationDeps } from './deps.ts';
import type { LicencePhotoRecord } from './store.ts';

const EVERY_MS = 10 * 60_000;
const BATCH = 100;

/**
 * Keeps a photo of a licence, with the checks of evidence: told by its content, and drawn anew from its pixels, so that
 * neither place nor camera is kept. Until an application names it, it is kept until the end of the next day only.
 */
export async function keepLicence(
  deps: ShopApplicationDeps,
  { userId }: Principal,
  request: Request,
): Promise<{ licencePhotoId: string } | Refusal> {
  const upload = await readUpload(request);
  if (isRefusal(upload)) return upload;
  const type = sniffUpload(upload);
  if (type === null || type === 'pdf') return refuse('licence_photo_unsupported');
  const loose = await deps.photos.countDocuments({ userId, applicationId: null }, { limit: LOOSE_LICENCES_MAX });
  if (loose >= LOOSE_LICENCES_MAX) return refuse('licence_photos_too_many');
  const checked = await checkPicture(type, upload);
  if (isRefusal(checked)) return checked;
  const nowMs = deps.clock.now();
  const licencePhotoId = deps.ids.next();
  await deps.photos.insertOne({
    _id: licencePhotoId,
    userId,
    applicationId: null,
    bytes: new Binary(checked.bytes),
    uploadedAt: new Date(nowMs),
    eraseAt: daysOn(nowMs, LOOSE_LICENCE_DAYS_KEPT),
    erasedAt: null,
  });
  return { licencePhotoId };
}

/** Lets an application name a photo of its owner's that no other one names; `licence_photo_not_found` else. Safe to repeat. */
export async function useLicence(
  { photos, clock }: Pick<ShopApplicationDeps, 'photos' | 'clock'>,
  { userId }: Principal,
  licencePhotoId: string,
  applicationId: string,
): Promise<Refusal | null> {
  const used = await photos.updateOne(
    { _id: licencePhotoId, userId, applicationId: { $in: [null, applicationId] }, erasedAt: null },
    { $set: { applicationId, eraseAt: daysOn(clock.now(), LICENCE_DAYS_KEPT) } },
  );
  return used.matchedCount === 1 ? null : refuse('licence_photo_not_found');
}

/** What an application named before and does not any more goes at the job's next run. */
export async function dropOtherLicences(
  { photos, clock }: Pick<ShopApplicationDeps, 'photos' | 'clock'>,
  applicationId: string,
  licencePhotoId: string | null,
): Promise<void> {
  await photos.updateMany(
    { applicationId, _id: { $ne: licencePhotoId ?? '' }, erasedAt: null },
    { $set: { eraseAt: new Date(clock.now()) } },
  );
}

/** From now on it is kept for so many days: its application was decided, or taken back. */
export async function keepLicenceFor(
  { photos, clock }: Pick<ShopApplicationDeps, 'photos' | 'clock'>,
  applicationId: string,
  days: number,
): Promise<void> {
  await photos.updateMany({ applicationId, erasedAt: null }, { $set: { eraseAt: daysOn(clock.now(), days) } });
}

/** Photos of a sign-in that is nobody's any more go at once, but those of shops that were approved. Safe to repeat. */
export async function forgetLicences(
  { applications, photos }: Pick<ShopApplicationDeps, 'applications' | 'photos'>,
  userId: string,
): Promise<void> {
  const approved = await applications.find({ userId, state: 'approved' }, { projection: { _id: 1 } }).toArray();
  await photos.deleteMany({ userId, applicationId: { $nin: approved.map(({ _id }) => _id) } });
}

/**
 * Erases photos whose time is over. What waits for a decision, or is being changed, is asked again later; what its
 * application names no more goes without a trace, as does what none ever named. Bears being run twice, late, or broken off.
 */
export function eraseLicencesJob(deps: ShopApplicationDeps): Job {
  return {
    name: 'shop_applications.erase_licences',
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const way = { what: 'photo', idOf: ({ _id }: Due) => _id, logger: deps.logger, signal };
      for (;;) {
        const due = await deps.photos
          .find({ eraseAt: dueBy(nowMs) })
          .sort({ eraseAt: 1 })
          .limit(BATCH)
          .project<Due>({ _id: 1, applicationId: 1 })
          .toArray();
        // One that cannot be erased ends the run behind its batch: it would be found again.
        await oneByOne(due, way, (photo) => eraseOne(deps, photo, nowMs));
        if (due.length < BATCH || signal.aborted) return;
      }
    },
  };
}

type Due = Pick<LicencePhotoRecord, '_id' | 'applicationId'>;

async function eraseOne(
  { applications, photos, audit }: ShopApplicationDeps,
  { _id, applicationId }: Due,
  nowMs: number,
): Promise<void> {
  const application = applicationId === null ? null : await applications.findOne({ _id: applicationId });
  const filter = { _id, eraseAt: dueBy(nowMs) };
  if (application === null || application.licencePhotoId !== _id) {
    await photos.deleteOne(filter);
    return;
  }
  if (application.state === 'submitted') {
    await photos.updateOne(filter, { $set: { eraseAt: daysOn(nowMs, LICENCE_DAYS_KEPT) } });
    return;
  }
  const erased = await photos.updateOne(filter, {
    $set: { bytes: null, eraseAt: null, erasedAt: new Date(nowMs) },
  });
  if (erased.matchedCount === 0) return;
  await audit.record({
    principal: null,
    action: 'shop_applications.erase_licence',
    subject: { kind: 'shop_application', id: application._id },
    unitId: application.unitId,
  });
}
