import type { RoleGrant } from '@red-points/shared/domain/permissions';
import { type Face, ROLES } from '@red-points/shared/domain/permissions';
import type { Binary, Collection, Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import { ensureCollection, textIndex } from '../platform/database.ts';

export const USERS = 'users';

/** A sign-in: of a member of staff or a shop (user name and password) or of a phone (one-time code). */
export interface UserRecord {
  _id: string;
  kind: 'staff' | 'phone';
  /** Lower case, unique; null for phones. */
  username: string | null;
  passwordHash: string | null;
  /** Keyed hash of the phone, unique among phones; null for staff. */
  phoneIndex: string | null;
  /** Name of staff, or the phone of a resident, sealed under the user's own key. */
  sealed: Binary;
  /** A phone whose owner works in a shop: `sealed` holds the name by which the shop knows them too. */
  named?: boolean;
  grants: RoleGrant[];
  /** The resident that a member of staff is too: nobody approves what benefits them. */
  personId: string | null;
  /** It was said that they are no resident here. Never together with `personId`. */
  noResident?: boolean;
  status: 'active' | 'disabled';
  createdAt: Date;
  version: number;
}

const grantSchema = new Schema<RoleGrant>(
  {
    role: { type: String, enum: ROLES, required: true },
    unitId: { type: String, default: null },
    shopId: { type: String, default: null },
  },
  { _id: false },
);

const userSchema = new Schema<UserRecord>(
  {
    _id: { type: String, required: true },
    kind: { type: String, enum: ['staff', 'phone'], required: true },
    username: { type: String, default: null },
    passwordHash: { type: String, default: null },
    phoneIndex: { type: String, default: null },
    sealed: { type: Schema.Types.Buffer, required: true },
    named: { type: Boolean, default: undefined },
    grants: { type: [grantSchema], required: true },
    personId: { type: String, default: null },
    noResident: { type: Boolean, default: undefined },
    status: { type: String, enum: ['active', 'disabled'], required: true },
    createdAt: { type: Date, required: true },
    version: { type: Number, required: true },
  },
  { collection: USERS, versionKey: false, strict: 'throw' },
);

export type UserModel = Model<UserRecord>;

export function userModel(connection: Connection): UserModel {
  return connection.model<UserRecord>('User', userSchema);
}

/** One signed-in face of one browser or phone: the family of all its refresh tokens. */
export interface SessionRecord {
  _id: string;
  userId: string;
  face: Face;
  /** The person acted for; null for staff and shops. */
  actingPersonId: string | null;
  /** The number of the refresh token that counts now. */
  generation: number;
  rotatedAt: Date;
  createdAt: Date;
  /** Unused until then, it ends; each refresh moves it on. */
  expiresAt: Date;
  endedAt: Date | null;
  endReason: 'signed_out' | 'reused' | 'user_disabled' | 'role_removed' | 'person_erased' | 'resident_linked' | null;
}

/** A one-time code that was sent and not used yet; one per phone. */
export interface SignInCodeRecord {
  /** Keyed hash of the phone. */
  _id: string;
  /** Keyed hash of phone and code. */
  codeMac: string;
  attemptsLeft: number;
  sentAt: Date;
  expiresAt: Date;
}

export function sessionsOf(db: Db): Collection<SessionRecord> {
  return db.collection<SessionRecord>('sessions');
}

export function signInCodesOf(db: Db): Collection<SignInCodeRecord> {
  return db.collection<SignInCodeRecord>('sign_in_codes');
}

const DAY_SECONDS = 86_400;

/** Makes the collections of sign-ins, sessions and codes. */
export async function ensureAuth(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: USERS,
    indexes: [
      textIndex('username', { unique: true }),
      textIndex('phoneIndex', { unique: true }),
      textIndex('personId'),
      { key: { 'grants.shopId': 1 } },
      { key: { 'grants.unitId': 1 } },
    ],
  });
  await ensureCollection(db, {
    name: 'sessions',
    indexes: [
      { key: { expiresAt: 1 }, expireAfterSeconds: DAY_SECONDS },
      { key: { userId: 1 } },
      { key: { endedAt: 1 } },
    ],
  });
  await ensureCollection(db, {
    name: 'sign_in_codes',
    indexes: [{ key: { expiresAt: 1 }, expireAfterSeconds: DAY_SECONDS }],
  });
  await ensureCollection(db, {
    name: 'outbox',
    indexes: [{ key: { sentAt: 1 }, expireAfterSeconds: DAY_SECONDS }],
  });
}
