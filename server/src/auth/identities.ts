import type { Me } from '@red-points/shared/contracts';
import { maskPhone } from '@red-points/shared/domain/people';
import type { Face, Principal, Role, RoleGrant } from '@red-points/shared/domain/permissions';
import type { OrgUnits } from '../org-units/index.ts';
import type { People, Person } from '../people/index.ts';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { Ids } from '../platform/ids.ts';
import type { Keys } from '../platform/keys.ts';
import type { PersonalData } from '../platform/personal-data.ts';
import { phoneIndexOf } from './senders.ts';
import type { SessionRecord, UserModel, UserRecord } from './store.ts';
import type { Users } from './users.ts';

/** Names of shops by id. */
export type ShopNames = (shopIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

export interface Identities {
  byUsername(username: string): Promise<UserRecord | null>;
  byId(userId: string): Promise<UserRecord | null>;
  /** The sign-in of a phone, made where there is none yet. */
  ofPhone(phone: string): Promise<UserRecord>;
  /** Who asks in a session, with the roles that count at its face. */
  principal(user: UserRecord, session: ActingSession): Promise<Principal>;
  /** What `/me` says. */
  me(principal: Principal): Promise<Me>;
}

export interface IdentitiesDeps {
  readonly model: UserModel;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  readonly personalData: PersonalData;
  readonly orgUnits: OrgUnits;
  readonly users: Users;
  readonly people: People;
  readonly shopNames: ShopNames;
}

type ActingSession = Pick<SessionRecord, '_id' | 'face' | 'actingPersonId'>;

const MERCHANT_ROLES: readonly Role[] = ['merchant_owner', 'merchant_staff'];
const RESIDENT: RoleGrant = { role: 'resident', unitId: null, shopId: null };

/** The roles that count at a face: a clerk who keeps a shop too is a clerk at the console and a shopkeeper at the shop. */
export function grantsAt(face: Face, grants: readonly RoleGrant[]): RoleGrant[] {
  switch (face) {
    case 'merchant':
      return grants.filter(({ role }) => MERCHANT_ROLES.includes(role));
    case 'console':
      return grants.filter(({ role }) => role !== 'resident' && !MERCHANT_ROLES.includes(role));
    case 'resident':
      return [RESIDENT];
    default:
      return face satisfies never;
  }
}

export function createIdentities(deps: IdentitiesDeps): Identities {
  const { model } = deps;
  const find = (filter: Partial<Pick<UserRecord, '_id' | 'username' | 'phoneIndex'>>) =>
    model.findOne(filter).lean<UserRecord>().exec();

  async function ofPhone(phone: string): Promise<UserRecord> {
    const phoneIndex = phoneIndexOf(deps.keys, phone);
    const known = await find({ phoneIndex });
    if (known !== null) return known;
    const userId = deps.ids.next();
    const record: UserRecord = {
      _id: userId,
      kind: 'phone',
      username: null,
      passwordHash: null,
      phoneIndex,
      sealed: await deps.personalData.seal(userId, 'user', { phone }),
      grants: [],
      personId: null,
      status: 'active',
      createdAt: new Date(deps.clock.now()),
      version: 1,
    };
    try {
      await model.collection.insertOne(record as never);
      return record;
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Somebody with the same phone signed in for the first time at the same moment.
      const first = await find({ phoneIndex });
      if (first === null) throw error;
      return first;
    }
  }

  async function personsOf(user: UserRecord): Promise<Person[]> {
    const phone = await deps.users.phoneOf(user._id);
    return phone === null ? [] : deps.people.byPhone(phone);
  }

  async function principal(user: UserRecord, session: ActingSession): Promise<Principal> {
    const base = { userId: user._id, sessionId: session._id, face: session.face };
    if (user.kind === 'staff') {
      const personIds = user.personId === null ? [] : await deps.people.sameAs([user.personId]);
      const grants = grantsAt(session.face, user.grants).map(({ role, unitId, shopId }) => ({ role, unitId, shopId }));
      return { ...base, grants, personIds, actingPersonId: null };
    }
    const persons = (await personsOf(user)).map(({ personId }) => personId);
    // Records that were joined into theirs count as theirs too; nobody acts for them any more.
    const personIds = await deps.people.sameAs(persons);
    const acting = session.actingPersonId;
    const actingPersonId = acting !== null && persons.includes(acting) ? acting : (persons[0] ?? null);
    const grants = grantsAt(session.face, user.grants).map(({ role, unitId, shopId }) => ({ role, unitId, shopId }));
    return { ...base, grants, personIds, actingPersonId: session.face === 'resident' ? actingPersonId : null };
  }

  async function grantViews(grants: readonly RoleGrant[]): Promise<Me['grants']> {
    const shops = await deps.shopNames(grants.flatMap(({ shopId }) => (shopId === null ? [] : [shopId])));
    return Promise.all(
      grants.map(async ({ role, unitId, shopId }) => ({
        role,
        unitId,
        unitName: unitId === null ? null : ((await deps.orgUnits.get(unitId))?.name ?? null),
        unitPathNames: unitId === null ? [] : await deps.orgUnits.pathNames(unitId),
        shopId,
        shopName: shopId === null ? null : (shops.get(shopId) ?? null),
      })),
    );
  }

  async function me(who: Principal): Promise<Me> {
    const isResident = who.face === 'resident';
    const found = isResident ? await deps.people.byIds(who.personIds) : new Map<string, Person>();
    const [names, units] = await Promise.all([deps.people.names([...found.keys()]), deps.orgUnits.all()]);
    const persons = [...found.values()]
      .filter(({ joinedInto }) => joinedInto === null)
      .map(({ personId, unitId, status }) => ({
        personId,
        name: names.get(personId)?.full ?? '—',
        unitId,
        unitName: units.get(unitId)?.name ?? unitId,
        status,
      }));
    const acting = persons.find(({ personId }) => personId === who.actingPersonId);
    return {
      userId: who.userId,
      face: who.face,
      displayName: isResident ? (acting?.name ?? (await phoneName(who))) : await staffName(who),
      grants: await grantViews(who.grants),
      persons,
      actingPersonId: who.actingPersonId,
      registrationNeeded: isResident && who.personIds.length === 0,
    };
  }

  async function phoneName(who: Principal): Promise<string> {
    const phone = await deps.users.phoneOf(who.userId);
    return phone === null ? '—' : maskPhone(phone);
  }

  async function staffName(who: Principal): Promise<string> {
    return (await deps.users.names([who.userId])).get(who.userId) ?? '—';
  }

  return {
    byUsername: (username) => find({ username: username.toLowerCase() }),
    byId: (userId) => find({ _id: userId }),
    ofPhone,
    principal,
    me,
  };
}
