import type { SHOP_ROLES } from '@red-points/shared/contracts';
import type { Binary, Collection, Db } from 'mongodb';
import { ensureCollection, textIndex } from '../platform/database.ts';

const COLLECTION = 'shop_invitations';

/** An invitation works for so long. */
export const INVITATION_MS = 7 * 86_400_000;
/** What nobody can use any more is kept for a question or two, and then removed by the database. */
const KEPT_SECONDS = 30 * 86_400;

/** A phone that is invited to work in a shop. */
export interface InvitationRecord {
  _id: string;
  shopId: string;
  unitId: string;
  role: (typeof SHOP_ROLES)[number];
  /** Keyed hash of the phone, as sign-in knows it. */
  phoneIndex: string;
  /** Name and phone, sealed under the shop's own key. */
  sealed: Binary;
  state: 'open' | 'accepted' | 'declined' | 'withdrawn';
  /** Shop and phone while it is open: one at a time. */
  openKey: string | null;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  answeredAt: Date | null;
}

export function invitationsOf(db: Db): Collection<InvitationRecord> {
  return db.collection<InvitationRecord>(COLLECTION);
}

/** Makes the collection of invitations. */
export async function ensureShopStaff(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [
      textIndex('openKey', { unique: true }),
      { key: { shopId: 1, state: 1 } },
      { key: { phoneIndex: 1, state: 1 } },
      { key: { expiresAt: 1 }, expireAfterSeconds: KEPT_SECONDS },
    ],
  });
}
