import { refuse } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Connection } from 'mongoose';
import type { PeopleContext } from './deps.ts';
import { enter, enterMany } from './enter.ts';
import { find, findOrEnter } from './find-or-enter.ts';
import { statementLines, titlesOf } from './lines.ts';
import * as read from './read.ts';
import { peopleRoutes } from './routes.ts';
import { personModel, personOf } from './store.ts';
import type { PendingCredits, People, SourceTitleResolver } from './types.ts';
import { verify } from './verify.ts';

export type PeopleDeps = Omit<PeopleContext, 'model' | 'pending'> & { readonly connection: Connection };

/** Residents, households and organisations: who they are, kept apart from what they hold. */
export function createPeople(deps: PeopleDeps): People {
  const resolvers = new Map<LedgerEntry['source']['kind'], SourceTitleResolver>();
  let pending: PendingCredits = async () => new Map();
  const context: PeopleContext = {
    ...deps,
    model: personModel(deps.connection),
    pending: (accountIds) => pending(accountIds),
  };
  const people: People = {
    byId: async (personId) => {
      const record = await read.recordById(context, personId);
      return record === null ? null : personOf(record);
    },
    byIds: (personIds) => read.byIds(context, personIds),
    byAccount: async (accountId) => (await read.byAccounts(context, [accountId])).get(accountId) ?? null,
    byAccounts: (accountIds) => read.byAccounts(context, accountIds),
    byPhone: (phone) => read.byPhone(context, phone),
    names: (personIds) => read.names(context, personIds),
    ageBands: (personIds) => read.ageBands(context, personIds),
    enter: (input) => enter(context, input),
    enterMany: (inputs) => enterMany(context, inputs),
    find: (inputs) => find(context, inputs),
    findOrEnter: (inputs, enteredBy) => findOrEnter(context, inputs, enteredBy),
    unverified: async (unitId) => {
      const waiting = { unitPath: unitId, status: 'unverified' as const };
      const [count, first] = await Promise.all([
        context.model.countDocuments(waiting).exec(),
        context.model
          .findOne(waiting, { joinedAt: 1 }, { sort: { joinedAt: 1 } })
          .lean()
          .exec(),
      ]);
      return { count, since: first?.joinedAt ?? null };
    },
    verify: (personId, principal) => verify(context, personId, principal),
    mayNotSpend: ({ status }) => {
      if (status === 'verified') return null;
      return refuse(status === 'closed' ? 'person_closed' : 'person_unverified');
    },
    lines: (entries, reader) => statementLines({ ...deps, resolvers, personNames: people.names }, entries, reader),
    titles: (sources) => titlesOf({ resolvers }, sources),
    phones: (personIds) => read.phones(context, personIds),
    sourceTitles: {
      register: (kind, resolve) => {
        if (resolvers.has(kind)) throw new Error(`titles of ${kind} are resolved already`);
        resolvers.set(kind, resolve);
      },
    },
    providePending: (provided) => {
      pending = provided;
    },
    routes: (router) => peopleRoutes(router, context, people),
  };
  return people;
}
