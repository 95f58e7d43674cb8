import { maskPhone } from '@red-points/shared/domain/people';
import type { ClientSession, Db } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import { sessionsOf, USERS, type UserRecord, userModel } from './store.ts';

export type ShopRole = 'merchant_owner' | 'merchant_staff';

/** One sign-in that works in a shop. */
export interface ShopSignIn {
  readonly userId: string;
  readonly role: ShopRole;
  readonly name: string;
  /** Null for a sign-in by user name and password. */
  readonly maskedPhone: string | null;
  /** Keyed hash of the phone; null like it. */
  readonly phoneIndex: string | null;
}

/** Who works in which shop: roles that are given to a phone and taken away again, together with the sessions at shops. */
export interface ShopSignIns {
  /** Everybody who works in a shop, at most 200. */
  of(shopId: string): Promise<ShopSignIn[]>;
  /** The keyed hash of a sign-in's phone; null for one by user name and password. */
  phoneIndexOf(userId: string): Promise<string | null>;
  /** Lets a phone work in a shop, by the name that the shop knows it by. Another role there before is replaced. */
  give(session: ClientSession, userId: string, grant: { shopId: string; role: ShopRole; name: string }): Promise<void>;
  /**
   * Takes a shop away from a sign-in and ends its sessions at shops.
   * @returns the sessions that ended: from the commit on they count as over (`Auth.forgetSessions`)
   */
  take(session: ClientSession, userId: string, shopId: string): Promise<string[]>;
  /**
   * Gives a sign-in another role in a shop where it works, and ends its sessions at shops.
   * @returns the sessions that ended, as `take` does
   */
  changeRole(session: ClientSession, userId: string, shopId: string, role: ShopRole): Promise<string[]>;
  /**
   * Takes shops away from everybody who works there, except their owners, and ends their sessions at shops.
   * @returns whom, and the sessions that ended, as `take` does
   */
  takeStaff(session: ClientSession, shopIds: readonly string[]): Promise<{ userIds: string[]; sessions: string[] }>;
  /** How many work in these shops and do not own them. */
  countStaff(shopIds: readonly string[]): Promise<number>;
  /** Ends a sign-in's sessions at shops, and says which: for those that began beside a `take` and did not see it. */
  endSessions(userId: string): Promise<string[]>;
  /** The role that a sign-in has in a shop; null where it has none. */
  roleOf(session: ClientSession, userId: string, shopId: string): Promise<ShopRole | null>;
  /** How many hold a role in a shop. */
  count(session: ClientSession, shopId: string, role: ShopRole): Promise<number>;
}

interface ShopSignInsDeps {
  readonly db: Db;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly personalData: PersonalData;
}

const LISTED_MAX = 200;

const roleAt = (user: UserRecord, shopId: string): ShopRole =>
  user.grants.some((grant) => grant.shopId === shopId && grant.role === 'merchant_owner')
    ? 'merchant_owner'
    : 'merchant_staff';

export function createShopSignIns({ connection, db, clock, personalData }: ShopSignInsDeps): ShopSignIns {
  const model = userModel(connection);
  const records = db.collection<UserRecord>(USERS);
  const sessions = sessionsOf(db);
  const endSessions = async (userId: string, session?: ClientSession): Promise<string[]> => {
    const within = session === undefined ? {} : { session };
    const open = { userId, face: 'merchant' as const, endedAt: null };
    const found = await sessions.find(open, { ...within, projection: { _id: 1 } }).toArray();
    const ids = found.map(({ _id }) => _id);
    const change = { endedAt: new Date(clock.now()), endReason: 'role_removed' as const };
    await sessions.updateMany({ _id: { $in: ids }, endedAt: null }, { $set: change }, within);
    return ids;
  };
  return {
    of: async (shopId) => {
      const found = await model.find({ 'grants.shopId': shopId }).limit(LISTED_MAX).lean<UserRecord[]>().exec();
      const opened = await personalData.openMany<{ name?: string; phone?: string }>(
        'user',
        found.map(({ _id, sealed }) => ({ ownerId: _id, sealed })),
      );
      return found.map((user, index) => {
        const { name = '—', phone } = opened[index] ?? {};
        const maskedPhone = phone === undefined ? null : maskPhone(phone);
        return { userId: user._id, role: roleAt(user, shopId), name, maskedPhone, phoneIndex: user.phoneIndex };
      });
    },
    phoneIndexOf: async (userId) => {
      const found = await model.findOne({ _id: userId, kind: 'phone' }).lean<UserRecord>().exec();
      return found?.phoneIndex ?? null;
    },
    give: async (session, userId, { shopId, role, name }) => {
      const user = await records.findOne({ _id: userId }, { session });
      if (user === null) throw new Error('a sign-in that accepts an invitation is gone');
      const opened = await personalData.open<{ phone: string }>(userId, 'user', user.sealed);
      const phone = opened?.phone ?? null;
      const grants = [...user.grants.filter((grant) => grant.shopId !== shopId), { role, unitId: null, shopId }];
      const sealed = await personalData.seal(userId, 'user', { phone, name });
      await records.updateOne(
        { _id: userId, version: user.version },
        { $set: { grants, sealed, named: true }, $inc: { version: 1 } },
        { session },
      );
    },
    take: async (session, userId, shopId) => {
      await records.updateOne({ _id: userId }, { $pull: { grants: { shopId } }, $inc: { version: 1 } }, { session });
      return endSessions(userId, session);
    },
    changeRole: async (session, userId, shopId, role) => {
      await records.updateOne(
        { _id: userId },
        { $set: { 'grants.$[there].role': role }, $inc: { version: 1 } },
        { session, arrayFilters: [{ 'there.shopId': shopId }] },
      );
      return endSessions(userId, session);
    },
    takeStaff: async (session, shopIds) => {
      const staffOf = { shopId: { $in: [...shopIds] }, role: 'merchant_staff' as const };
      const found = await records
        .find({ grants: { $elemMatch: staffOf } }, { session, projection: { _id: 1 } })
        .toArray();
      const userIds = found.map(({ _id }) => _id);
      await records.updateMany(
        { _id: { $in: userIds } },
        { $pull: { grants: { shopId: staffOf.shopId, role: { $eq: staffOf.role } } }, $inc: { version: 1 } },
        { session },
      );
      const ended: string[] = [];
      for (const userId of userIds) ended.push(...(await endSessions(userId, session)));
      return { userIds, sessions: ended };
    },
    countStaff: (shopIds) =>
      records.countDocuments({
        grants: { $elemMatch: { shopId: { $in: [...shopIds] }, role: 'merchant_staff' } },
        status: 'active',
      }),
    endSessions,
    roleOf: async (session, userId, shopId) => {
      const user = await records.findOne({ _id: userId, 'grants.shopId': shopId }, { session });
      return user === null ? null : roleAt(user, shopId);
    },
    count: (session, shopId, role) =>
      records.countDocuments({ grants: { $elemMatch: { shopId, role } }, status: 'active' }, { session }),
  };
}
