import {
  type BodyOf,
  type Crediting,
  accounts as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import { type ApiRouter, route } from '../http/route.ts';
import type { Person } from '../people/index.ts';
import { gathered } from '../platform/gather.ts';
import {
  type AccountChoice,
  creditedAccount,
  creditedAccounts,
  joinedAccount,
  ownAccountOf,
  type Spender,
  spenderOf,
  spendingAccount,
} from './choose-account.ts';
import type { AccountsDeps } from './deps.ts';
import { type Earned, type Earning, earn } from './earn.ts';
import { findReadable, ownAccountLines, type ReadableAccount } from './own-accounts.ts';
import { creditingOf, setCrediting } from './set-crediting.ts';
import { creditingCollection } from './store.ts';

export type { AccountChoice, Spender } from './choose-account.ts';
export type { Earned, Earning } from './earn.ts';
export type { ReadableAccount } from './own-accounts.ts';
export { ensureAccounts } from './store.ts';

/** Which account counts for a person: their own, or the one that their household shares. */
export interface Accounts {
  /** Whose account is credited for what a person does at an instant, in milliseconds. */
  credited(person: Person, atMs: number): Promise<AccountChoice>;
  /** The same for many people, by person id. */
  creditedMany(people: readonly Person[], atMs: number): Promise<ReadonlyMap<string, AccountChoice>>;
  /** The account that a person spends that many points from now. */
  spending(person: Person, points: number): Promise<AccountChoice>;
  /** Somebody who is about to spend, by their id; null where there is nobody. */
  spender(personId: string): Promise<Spender | null>;
  /** The account that a closed one was joined into; null where it was closed for good. */
  joinedInto(accountId: string): Promise<AccountChoice | null>;
  /** Posts a credit to the account chosen for it, or where that leads since it was closed. */
  earn(earning: Earning): Promise<Earned>;
  /** Decides for a unit and below whose account is credited, from a day on. */
  setCrediting(
    principal: Principal,
    unitId: string,
    setting: BodyOf<typeof contract.setCrediting>,
  ): Promise<Crediting | Refusal>;
  /** An account that a person may look into; refused where it is none of theirs. */
  readable(person: Person, accountId: string): Promise<ReadableAccount | Refusal>;
  routes(router: ApiRouter): void;
}

export type AccountsNeeds = Omit<AccountsDeps, 'crediting'> & { readonly db: Db };

export function createAccounts({ db, ...needs }: AccountsNeeds): Accounts {
  const deps: AccountsDeps = { ...needs, crediting: creditingCollection(db) };
  const creditedNow = gathered(async (people: readonly Person[]) => {
    const choices = await creditedAccounts(deps, people, deps.clock.now());
    return people.map((person) => choices.get(person.personId) ?? ownAccountOf(person));
  });
  deps.people.provideAccounts({
    creditedHousehold: async (person) => {
      const { householdId } = await creditedNow(person);
      return householdId === null ? null : deps.people.byId(householdId);
    },
    readableOwner: async (person, accountId) => {
      const found = await findReadable(deps, person, accountId);
      return isRefusal(found) ? found : found.owner;
    },
  });
  return {
    credited: (person, atMs) => creditedAccount(deps, person, atMs),
    creditedMany: (people, atMs) => creditedAccounts(deps, people, atMs),
    spending: (person, points) => spendingAccount(deps, person, points),
    spender: (personId) => spenderOf(deps, personId),
    joinedInto: (accountId) => joinedAccount(deps, accountId),
    earn: (earning) => earn(deps, earning),
    readable: (person, accountId) => findReadable(deps, person, accountId),
    setCrediting: (principal, unitId, setting) => setCrediting(deps, principal, unitId, setting),
    routes: (router) => accountRoutes(router, deps),
  };
}

function accountRoutes(router: ApiRouter, deps: AccountsDeps): void {
  route(router, contract.crediting, async ({ params, principal }) => {
    const unitPath = await deps.orgUnits.pathOf(params.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'people.read', { unitPath })) return refuse('out_of_scope');
    return creditingOf(deps, params.unitId, unitPath);
  });

  route(router, contract.setCrediting, ({ params, body, principal }) =>
    setCrediting(deps, principal, params.unitId, body),
  );

  route(router, contract.own, async ({ principal }) => {
    const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
    if (person === null) return refuse('registration_needed');
    return { items: await ownAccountLines(deps, person) };
  });
}
