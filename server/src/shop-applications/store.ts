import type { SHOP_APPLICATION_STATES, ShopApplicationDraft } from '@red-points/shared/contracts';
import type { Binary, Collection, Db } from 'mongodb';
import { dueIndex, ensureCollection, textIndex } from '../platform/database.ts';

export const SHOP_APPLICATIONS = 'shop_applications';
const LICENCE_PHOTOS = 'shop_licence_photos';

/** An owner's application to take part with a shop. */
export interface ShopApplicationRecord {
  _id: string;
  state: (typeof SHOP_APPLICATION_STATES)[number];
  /** The sign-in that applied, by phone: it becomes the owner's. */
  userId: string;
  /** Whom it acted for then, who is told what came of it; null for somebody who is no resident. */
  personId: string | null;
  shopName: string;
  kind: ShopApplicationDraft['kind'];
  unitId: string | null;
  /** Root first; empty while no community was chosen. */
  unitPath: string[];
  address: string;
  plan: string;
  /** Contact, licence number and phone, sealed under the key of the shop that may come of it. */
  sealed: Binary;
  /** A photo of the licence; missing in those of before there were any. */
  licencePhotoId?: string | null;
  /** The id that the shop gets: approving twice makes it once. */
  shopId: string;
  /** By which duplicates are found; set from the first submission on. */
  nameKey: string | null;
  phoneIndex: string | null;
  /** Keyed hash of the licence number. */
  licenceIndex: string | null;
  /** The same while it waits or was approved: only one such for a licence, and for a name and phone. */
  liveLicence: string | null;
  liveName: string | null;
  reason: string | null;
  createdAt: Date;
  submittedAt: Date | null;
  decidedAt: Date | null;
  decidedBy: string | null;
  version: number;
}

/** A photo of a business licence. */
export interface LicencePhotoRecord {
  _id: string;
  /** The sign-in that uploaded it. */
  userId: string;
  /** The application that names it; null while none does. */
  applicationId: string | null;
  /** Null once it was erased. */
  bytes: Binary | null;
  uploadedAt: Date;
  /** When the job looks whether it is to be erased; null once it was. */
  eraseAt: Date | null;
  erasedAt: Date | null;
}

export function licencePhotosOf(db: Db): Collection<LicencePhotoRecord> {
  return db.collection<LicencePhotoRecord>(LICENCE_PHOTOS);
}

export function shopApplicationsOf(db: Db): Collection<ShopApplicationRecord> {
  return db.collection<ShopApplicationRecord>(SHOP_APPLICATIONS);
}

/** Makes the collection of applications. */
export async function ensureShopApplications(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: SHOP_APPLICATIONS,
    indexes: [
      { key: { userId: 1, createdAt: -1 } },
      { key: { unitPath: 1, submittedAt: -1, _id: -1 } },
      { key: { unitPath: 1, state: 1, submittedAt: -1, _id: -1 } },
      textIndex('liveLicence', { unique: true }),
      textIndex('liveName', { unique: true }),
      { key: { shopId: 1 } },
      textIndex('licenceIndex'),
      textIndex('nameKey'),
      textIndex('phoneIndex'),
    ],
  });
  await ensureCollection(db, {
    name: LICENCE_PHOTOS,
    indexes: [{ key: { userId: 1, applicationId: 1 } }, textIndex('applicationId'), dueIndex('to_erase', 'eraseAt')],
  });
}
