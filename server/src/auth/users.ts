import type { Role, RoleGrant } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { early } from '../platform/early.ts';
import type { Ids } from '../platform/ids.ts';
import type { Keys } from '../platform/keys.ts';
import { LastSeen } from '../platform/last-seen.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import { together } from '../platform/together.ts';
import type { Passwords } from './passwords.ts';
import { createShopSignIns, type ShopSignIns } from './shop-sign-ins.ts';
import { USERS, type UserRecord, userModel } from './store.ts';

/** A member of staff or of a shop to be given a sign-in. */
export interface NewStaffUser {
  readonly username: string;
  readonly password: string;
  /** What others read: `林书记`. */
  readonly displayName: string;
  readonly grants: readonly RoleGrant[];
  /** The resident they are too, where they are one. */
  readonly personId?: string | null;
  /** They said that they are no resident here. */
  readonly noResident?: boolean;
}

/** A sign-in without its secrets. */
export interface User {
  readonly userId: string;
  readonly kind: 'staff' | 'phone';
  readonly grants: readonly RoleGrant[];
  readonly personId: string | null;
  /** It was said that a member of staff is no resident here. */
  readonly noResident: boolean;
  readonly status: 'active' | 'disabled';
}

export interface Users {
  /** Makes a sign-in with a password. `null` where the user name is taken. */
  createStaff(input: NewStaffUser): Promise<User | null>;
  byId(userId: string): Promise<User | null>;
  /** Those of these sign-ins that there are. */
  byIds(userIds: readonly string[]): Promise<User[]>;
  /** Active staff with a role bound to one of these units; at most five hundred. */
  staffOf(unitIds: readonly string[]): Promise<User[]>;
  /** Who signs in by this name. */
  byUsername(username: string): Promise<User | null>;
  /** Display names of staff by user id. Of phones only those that work in a shop have one: others are known by their people. */
  names(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /**
   * People that the staff of a shop are, or of another shop of the same merchant: a shop cannot redeem from its own staff.
   * Of a clerk who signs in by phone everybody whom that phone acts for.
   */
  personIdsOfShop(shopId: string): Promise<string[]>;
  /** People that these sign-ins are: of a phone everybody whom it acts for. */
  personIdsOf(userIds: readonly string[]): Promise<string[]>;
  /** Sign-ins that are one of these people, or act for one: the other way round. Asked by `ownSignIns`. */
  signInsOf(personIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Shops where any of these sign-ins works, and the other shops of the same merchants: the other way round of `worksAt`. */
  shopsOf(userIds: readonly string[]): Promise<string[]>;
  /** Whether a sign-in itself works in a shop, or in another shop of the same merchant, at whichever face it is now. */
  worksAt(userId: string, shopId: string): Promise<boolean>;
  /** Active staff who hold one of these roles in one of these units. */
  inUnits(roles: readonly Role[], unitIds: readonly string[]): Promise<User[]>;
  /** The phone of a sign-in by phone; null for staff and where it was erased. */
  phoneOf(userId: string): Promise<string | null>;
  /**
   * Says which resident a member of staff is too, or that they are none; true where that was news. `ifUnlinked` leaves a
   * link to somebody else as it is. What their open sessions know of it ends with them: `Auth.endStaffSessions`.
   */
  linkPerson(
    userId: string,
    link: { readonly personId: string | null; readonly noResident: boolean },
    ifUnlinked?: 'ifUnlinked',
  ): Promise<boolean>;
  /** Active staff of the whole installation; at most five hundred, shops left out. */
  allStaff(): Promise<User[]>;
  count(): Promise<number>;
  /** Who works in which shop. */
  readonly atShops: ShopSignIns;
  /** Where the nouns that know people and shops say whom a phone stands for, and what belongs together. Once. */
  provideShopPeople(people: ShopPeople): void;
}

/** What is needed to tell who the staff of a shop are. */
export interface ShopPeople {
  /** People whom phones act for, by the keyed hashes that sign-ins are found by too. */
  ofPhones(phoneIndexes: readonly string[]): Promise<string[]>;
  /** The phones that act for people, by the same hashes. */
  phonesOf(personIds: readonly string[]): Promise<string[]>;
  /** A shop and the other shops of its merchant. */
  sameMerchant(shopId: string): Promise<readonly string[]>;
}

/** Of how many shops it is remembered who worked there last time. */
const SHOPS_SEEN_MAX = 1_000;
/** More colleagues than any page offers to choose from. */
const STAFF_MAX = 500;

export interface UsersDeps {
  readonly db: Db;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  readonly personalData: PersonalData;
  readonly passwords: Passwords;
}

export const userOf = (record: UserRecord): User => ({
  userId: record._id,
  kind: record.kind,
  grants: record.grants.map(({ role, unitId, shopId }) => ({ role, unitId, shopId })),
  personId: record.personId,
  noResident: record.noResident ?? false,
  status: record.status,
});

export function createUsers(deps: UsersDeps): Users {
  const model = userModel(deps.connection);
  let people: ShopPeople = {
    ofPhones: async () => [],
    phonesOf: async () => [],
    sameMerchant: async (shopId) => [shopId],
  };
  const phoneIn = async ({ _id, sealed }: UserRecord): Promise<string | null> =>
    (await deps.personalData.open<{ phone: string }>(_id, 'user', sealed))?.phone ?? null;
  const shopsSeen = new LastSeen(SHOPS_SEEN_MAX);
  const phonesSeen = new LastSeen(SHOPS_SEEN_MAX);
  return {
    atShops: createShopSignIns(deps),
    provideShopPeople: (given) => {
      people = given;
    },
    createStaff: async (input) => {
      const userId = deps.ids.next();
      const record: UserRecord = {
        _id: userId,
        kind: 'staff',
        username: input.username.trim().toLowerCase(),
        passwordHash: await deps.passwords.hash(input.password),
        phoneIndex: null,
        sealed: await deps.personalData.seal(userId, 'user', { name: input.displayName }),
        grants: [...input.grants],
        personId: input.personId ?? null,
        ...(input.noResident ? { noResident: true } : {}),
        status: 'active',
        createdAt: new Date(deps.clock.now()),
        version: 1,
      };
      try {
        await model.collection.insertOne(record as never);
      } catch (error) {
        if (isDuplicateKey(error)) return null;
        throw error;
      }
      return userOf(record);
    },
    byId: async (userId) => {
      const record = await model.findById(userId).lean<UserRecord>().exec();
      return record === null ? null : userOf(record);
    },
    byIds: async (userIds) => {
      const found = await model
        .find({ _id: { $in: [...userIds] } })
        .lean<UserRecord[]>()
        .exec();
      return found.map(userOf);
    },
    staffOf: async (unitIds) => {
      const found = await model
        .find({ 'grants.unitId': { $in: [...unitIds] }, kind: 'staff', status: 'active' })
        .limit(STAFF_MAX)
        .lean<UserRecord[]>()
        .exec();
      return found.map(userOf);
    },
    byUsername: async (username) => {
      const record = await model.findOne({ username: username.trim().toLowerCase() }).lean<UserRecord>().exec();
      return record === null ? null : userOf(record);
    },
    names: async (userIds) => {
      const wanted = [...new Set(userIds)];
      if (wanted.length === 0) return new Map();
      const found = await model
        .find({ _id: { $in: wanted }, $or: [{ kind: 'staff' }, { named: true }] })
        .lean<UserRecord[]>()
        .exec();
      const opened = await deps.personalData.openMany<{ name: string }>(
        'user',
        found.map((record) => ({ ownerId: record._id, sealed: record.sealed })),
      );
      return new Map(found.map((record, index) => [record._id, opened[index]?.name ?? '—']));
    },
    personIdsOfShop: async (shopId) => {
      const found = early(
        shopsSeen.read(shopId, people.sameMerchant(shopId), (shopIds) =>
          together(deps.db).find<UserRecord>(
            USERS,
            { 'grants.shopId': { $in: [...shopIds] } },
            { projection: { personId: 1, phoneIndex: 1 } },
          ),
        ),
      );
      const phones = early(found.then((staff) => staff.flatMap(({ phoneIndex }) => phoneIndex ?? [])));
      const [staff, byPhone] = await Promise.all([found, phonesSeen.read(shopId, phones, people.ofPhones)]);
      return [...staff.flatMap(({ personId }) => personId ?? []), ...byPhone];
    },
    personIdsOf: async (userIds) => {
      const found = await model
        .find({ _id: { $in: [...userIds] } }, { personId: 1, phoneIndex: 1 })
        .lean<UserRecord[]>()
        .exec();
      const phones = found.flatMap(({ phoneIndex }) => phoneIndex ?? []);
      const byPhone = phones.length === 0 ? [] : await people.ofPhones(phones);
      return [...found.flatMap(({ personId }) => personId ?? []), ...byPhone];
    },
    signInsOf: async (personIds) => {
      if (personIds.length === 0) return new Set();
      const phones = await people.phonesOf(personIds);
      const found = await model
        .find({ $or: [{ personId: { $in: [...personIds] } }, { phoneIndex: { $in: phones } }] }, { _id: 1 })
        .lean<Pick<UserRecord, '_id'>[]>()
        .exec();
      return new Set(found.map(({ _id }) => _id));
    },
    shopsOf: async (userIds) => {
      const working = { _id: { $in: [...userIds] }, 'grants.shopId': { $type: 'string' as const } };
      const found = await model.find(working, { grants: 1 }).lean<Pick<UserRecord, 'grants'>[]>().exec();
      const shopIds = new Set(found.flatMap(({ grants }) => grants.flatMap(({ shopId }) => shopId ?? [])));
      return [...new Set((await Promise.all([...shopIds].map(people.sameMerchant))).flat())];
    },
    worksAt: async (userId, shopId) => {
      const shopIds = await people.sameMerchant(shopId);
      return (await model.exists({ _id: userId, 'grants.shopId': { $in: [...shopIds] } }).exec()) !== null;
    },
    inUnits: async (roles, unitIds) => {
      const held = { $elemMatch: { unitId: { $in: [...unitIds] }, role: { $in: [...roles] } } };
      const found = await model.find({ grants: held, kind: 'staff', status: 'active' }).lean<UserRecord[]>().exec();
      return found.map(userOf);
    },
    phoneOf: async (userId) => {
      const record = await model.findOne({ _id: userId, kind: 'phone' }).lean<UserRecord>().exec();
      return record === null ? null : phoneIn(record);
    },
    linkPerson: async (userId, { personId, noResident }, ifUnlinked) => {
      const other = { $or: [{ personId: { $ne: personId } }, { noResident: noResident ? { $ne: true } : true }] };
      const where = { _id: userId, kind: 'staff', ...(ifUnlinked ? { personId: null } : {}), ...other };
      const said = noResident ? { $set: { personId, noResident } } : { $set: { personId }, $unset: { noResident: '' } };
      const { modifiedCount } = await model.collection.updateOne(where as never, { ...said, $inc: { version: 1 } });
      return modifiedCount === 1;
    },
    allStaff: async () => {
      const office = { $elemMatch: { shopId: null } };
      const found = await model
        .find({ kind: 'staff', status: 'active', grants: office })
        .limit(STAFF_MAX)
        .lean<UserRecord[]>()
        .exec();
      return found.map(userOf);
    },
    count: () => model.countDocuments().exec(),
  };
}
