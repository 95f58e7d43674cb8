import { creditingOn } from '@red-points/shared/domain/accounts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { LedgerBusyError } from '../ledger/index.ts';
import type { Person } from '../people/index.ts';
import type { AccountsDeps } from './deps.ts';
import { settingOf } from './store.ts';

/** The account that something of a person goes by, as entries and records name it. */
export interface AccountChoice {
  readonly accountId: string;
  /** Where the account's owner lives: the household, where it is the household's. */
  readonly homeUnit: string;
  /** The household whose account it is; null for the person's own. */
  readonly householdId: string | null;
}

export const ownAccountOf = ({ accountId, unitId }: Person): AccountChoice => ({
  accountId,
  homeUnit: unitId,
  householdId: null,
});

/**
 * Whose account is credited for what these people do at an instant: the household's, where they belong to one on that
 * day and its unit credits households on that day, else their own. The one place that decides it. At most three queries.
 */
export async function creditedAccounts(
  deps: Pick<AccountsDeps, 'crediting' | 'memberships' | 'people'>,
  people: readonly Person[],
  atMs: number,
): Promise<ReadonlyMap<string, AccountChoice>> {
  const households = await householdsCredited(deps, people, businessDate(atMs));
  return new Map(people.map((person) => [person.personId, choiceOf(person, households.get(person.personId))]));
}

const choiceOf = (person: Person, household: Person | undefined): AccountChoice =>
  household === undefined ? ownAccountOf(person) : householdChoice(household);

/** The household of each person whose scheme credits households, by person id. */
async function householdsCredited(
  deps: Pick<AccountsDeps, 'crediting' | 'memberships' | 'people'>,
  people: readonly Person[],
  date: string,
): Promise<ReadonlyMap<string, Person>> {
  const ids = people.filter(({ kind }) => kind === 'person').map(({ personId }) => personId);
  return creditedAmong(deps, await deps.memberships.householdsOf(ids, date), date);
}

/** Of people's households, those that their scheme credits in their place. */
async function creditedAmong(
  deps: Pick<AccountsDeps, 'crediting' | 'people'>,
  memberOf: ReadonlyMap<string, string>,
  date: string,
): Promise<ReadonlyMap<string, Person>> {
  if (memberOf.size === 0) return new Map();
  const households = await deps.people.byIds([...new Set(memberOf.values())]);
  const units = [...new Set([...households.values()].flatMap(({ unitPath }) => unitPath))];
  const settings = (await deps.crediting.find({ unitId: { $in: units } }).toArray()).map(settingOf);
  return new Map(
    [...memberOf].flatMap(([personId, householdId]) => {
      const household = households.get(householdId);
      if (household === undefined || household.status === 'closed') return [];
      const credited = creditingOn(settings, household.unitPath, date).creditedTo === 'household';
      return credited ? [[personId, household] as const] : [];
    }),
  );
}

/** Whose account is credited for what one person does at an instant. */
export async function creditedAccount(
  deps: Pick<AccountsDeps, 'crediting' | 'memberships' | 'people'>,
  person: Person,
  atMs: number,
): Promise<AccountChoice> {
  return (await creditedAccounts(deps, [person], atMs)).get(person.personId) ?? ownAccountOf(person);
}

/**
 * The account that a person spends from now: the one that is credited now. What somebody brought along from before
 * their household shared an account is spent where the household's does not reach and their own does.
 */
export async function spendingAccount(
  deps: Pick<AccountsDeps, 'crediting' | 'memberships' | 'people' | 'ledger' | 'clock'>,
  person: Person,
  points: number,
): Promise<AccountChoice> {
  return spendingFrom(deps, person, await creditedAccount(deps, person, deps.clock.now()), points);
}

/** Somebody who is about to spend, and the account that they spend that many points from now; null where there is nobody. */
export interface Spender {
  readonly person: Person;
  spends(points: number): Promise<AccountChoice>;
}

/** The same for somebody of whom only the id is known: they and their household are asked for in one turn. */
export async function spenderOf(
  deps: Pick<AccountsDeps, 'crediting' | 'memberships' | 'people' | 'ledger' | 'clock'>,
  personId: string,
): Promise<Spender | null> {
  const date = businessDate(deps.clock.now());
  const [person, memberOf] = await Promise.all([
    deps.people.byId(personId),
    deps.memberships.householdsOf([personId], date),
  ]);
  if (person === null) return null;
  const households = person.kind === 'person' ? await creditedAmong(deps, memberOf, date) : new Map<string, Person>();
  return {
    person,
    spends: (points) => spendingFrom(deps, person, choiceOf(person, households.get(personId)), points),
  };
}

async function spendingFrom(
  deps: Pick<AccountsDeps, 'ledger'>,
  person: Person,
  credited: AccountChoice,
  points: number,
): Promise<AccountChoice> {
  if (credited.householdId === null) return credited;
  const [shared, own] = await deps.ledger.views([credited.accountId, person.accountId]);
  const reaches = (shared?.available ?? 0) >= points || (own?.available ?? 0) < points;
  return reaches ? credited : ownAccountOf(person);
}

/**
 * Where what was meant for a closed account goes: into the account that it was joined into, or, where a household's was
 * closed, to the person's own. Null where the person's own account is closed too.
 */
export async function accountAfterClosing(
  deps: Pick<AccountsDeps, 'people'>,
  accountId: string,
  personId: string,
): Promise<AccountChoice | null> {
  const joined = await joinedAccount(deps, accountId);
  if (joined !== null) return joined;
  const own = await deps.people.nowOf(personId);
  return own === null || own.status === 'closed' || own.accountId === accountId ? null : ownAccountOf(own);
}

/** The account that one which the ledger has closed was joined into; null where it was closed for good. */
export async function joinedAccount(
  deps: Pick<AccountsDeps, 'people'>,
  accountId: string,
): Promise<AccountChoice | null> {
  const owner = await deps.people.byAccount(accountId);
  // The ledger has closed it a moment ago, and the record does not say yet where it leads.
  if (owner !== null && owner.status !== 'closed') throw new LedgerBusyError('an account is being closed or joined');
  if (!owner?.joinedInto) return null;
  const kept = await deps.people.byId(owner.joinedInto);
  if (kept === null || kept.status === 'closed') return null;
  return kept.kind === 'household' ? householdChoice(kept) : ownAccountOf(kept);
}

function householdChoice({ accountId, unitId: homeUnit, personId: householdId }: Person): AccountChoice {
  return { accountId, homeUnit, householdId };
}
