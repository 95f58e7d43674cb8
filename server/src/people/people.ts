import { refuse } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Connection } from 'mongoose';
import { gathered } from '../platform/gather.ts';
import { together } from '../platform/together.ts';
import { waitingIn } from '../platform/waiting.ts';
import { contactOf } from './contact.ts';
import { correct, whyNotValues } from './correct.ts';
import type { PeopleContext } from './deps.ts';
import { closeRecord, joinRecords } from './end-record.ts';
import { enter, enterMany } from './enter.ts';
import { find, findOrEnter } from './find-or-enter.ts';
import { forget } from './forget.ts';
import { statementLines, titlesOf } from './lines.ts';
import { looksAt, ownProfile } from './own-profile.ts';
import { type PendingOwner, pendingOfMany } from './pending.ts';
import * as read from './read.ts';
import { peopleRoutes } from './routes.ts';
import { PEOPLE, type PersonRecord, personModel, personOf } from './store.ts';
import type { PendingCredits, People, SharedAccounts, SourceTitleResolver } from './types.ts';
import { unmaskMany } from './unmask.ts';
import { verify } from './verify.ts';

/** Until somebody says otherwise, everybody goes by their own account. */
const OWN_ACCOUNTS: SharedAccounts = {
  creditedHousehold: async () => null,
  readableOwner: async (person, accountId) => (accountId === person.accountId ? person : refuse('account_not_yours')),
};

export type PeopleDeps = Omit<PeopleContext, 'model' | 'record' | 'pending' | 'pendingOf' | 'accounts'> & {
  readonly connection: Connection;
};

/** Residents, households and organisations: who they are, kept apart from what they hold. */
export function createPeople(deps: PeopleDeps): People {
  const resolvers = new Map<LedgerEntry['source']['kind'], SourceTitleResolver>();
  let pending: PendingCredits = async () => new Map();
  let accounts: SharedAccounts = OWN_ACCOUNTS;
  const stores = {
    model: personModel(deps.connection),
    pending: ((accountIds) => pending(accountIds)) satisfies PendingCredits,
  };
  const context: PeopleContext = {
    ...deps,
    ...stores,
    record: (personId) => together(deps.db).byId<PersonRecord>(PEOPLE, personId),
    pendingOf: gathered((owners: readonly PendingOwner[]) => pendingOfMany(stores, owners)),
    accounts: {
      creditedHousehold: (person) => accounts.creditedHousehold(person),
      readableOwner: (person, accountId) => accounts.readableOwner(person, accountId),
    },
  };
  const people: People = {
    byId: async (personId) => {
      const record = await context.record(personId);
      return record === null ? null : personOf(record);
    },
    nowOf: async (personId) => {
      const person = await people.byId(personId);
      return person?.joinedInto ? people.byId(person.joinedInto) : person;
    },
    movedTo: (personIds) => read.movedTo(context, personIds),
    byIds: (personIds) => read.byIds(context, personIds),
    byAccount: async (accountId) => (await read.byAccounts(context, [accountId])).get(accountId) ?? null,
    byAccounts: (accountIds) => read.byAccounts(context, accountIds),
    byPhone: (phone) => read.byPhone(context, phone),
    byPhoneIndexes: (phoneIndexes) => read.byPhoneIndexes(context, phoneIndexes),
    phoneIndexesOf: (personIds) => read.phoneIndexesOf(context, personIds),
    names: (personIds) => read.names(context, personIds),
    ageBands: (personIds) => read.ageBands(context, personIds),
    ages: (personIds) => read.ages(context, personIds),
    unmaskMany: (personIds, principal, reason) => unmaskMany(context, personIds, principal, reason),
    enter: (input) => enter(context, input),
    enterMany: (inputs) => enterMany(context, inputs),
    find: (inputs) => find(context, inputs),
    findOrEnter: (inputs, enteredBy) => findOrEnter(context, inputs, enteredBy),
    unverified: (unitId) =>
      waitingIn(deps.db.collection<PersonRecord>(PEOPLE), { unitPath: unitId, status: 'unverified' }, 'joinedAt'),
    organisationsOf: (unitId) => read.organisationsOf(context, unitId),
    pendingOf: (person) => context.pendingOf(person),
    joinedInto: async (personIds) => (await read.joinedRecords(context, personIds)).map(personOf),
    sameAs: (personIds) => read.sameAs(context, personIds),
    whyNotValues: (personId, values) => whyNotValues(context, personId, values),
    correct: (personId, values) => correct(context, personId, values),
    ownProfile: (personId) => ownProfile(context, personId),
    looksAt: (personId) => looksAt(context, personId),
    contactOf: (personId) => contactOf(context, personId),
    forget: (personId) => forget(context, personId),
    close: (personId) => closeRecord(context, personId),
    joinInto: (personId, keptPersonId) => joinRecords(context, personId, keptPersonId),
    verify: (personId, principal) => verify(context, personId, principal),
    mayNotSpend: ({ status }) => {
      if (status === 'verified') return null;
      return refuse(status === 'closed' ? 'person_closed' : 'person_unverified');
    },
    titles: (sources) => titlesOf({ resolvers }, sources),
    phonesTaken: (wanted) => read.phonesTaken(context, wanted),
    namesBorne: (unitId, wanted) => read.namesBorne(context, unitId, wanted),
    phones: (personIds) => read.phones(context, personIds),
    lines: (entries, reader) => {
      const personNames = (ids: readonly string[]) => read.namedOwners(context, ids);
      return statementLines({ ...deps, resolvers, personNames }, entries, reader);
    },
    sourceTitles: {
      register: (kind, resolve) => {
        if (resolvers.has(kind)) throw new Error(`titles of ${kind} are resolved already`);
        resolvers.set(kind, resolve);
      },
    },
    providePending: (provided) => {
      pending = provided;
    },
    provideAccounts: (provided) => {
      accounts = provided;
    },
    routes: (router) => peopleRoutes(router, context, people),
  };
  return people;
}
