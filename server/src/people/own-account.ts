import type { people as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { accountView, type ToLines } from './account-view.ts';
import type { PeopleContext } from './deps.ts';
import { pendingOf } from './pending.ts';
import { names } from './read.ts';
import { type PersonRecord, personOf } from './store.ts';
import type { Person } from './types.ts';

/** The account that a resident earns into and spends from now: their household's where that counts, else their own. */
export async function ownAccount(
  context: PeopleContext,
  record: PersonRecord,
  toLines: ToLines,
): Promise<ResponseOf<typeof contract.ownAccount>> {
  const person = personOf(record);
  const household = await context.accounts.creditedHousehold(person);
  const owner = household ?? person;
  const [views, pending, called] = await Promise.all([
    context.ledger.views(household === null ? [person.accountId] : [owner.accountId, person.accountId]),
    pendingOf(context, owner),
    names(context, household === null ? [] : [household.personId]),
  ]);
  const [view, own] = views;
  if (view === undefined) throw new Error('an account was lost while reading');
  return {
    ...(await accountView(context, view, pending, toLines)),
    household:
      household === null
        ? null
        : { householdId: household.personId, name: called.get(household.personId)?.full ?? '—' },
    ownAvailable: own?.available ?? 0,
  };
}

/** Whose statement a resident asks for: the account that counts for them, or one that they name and may look into. */
export async function statementOwner(
  context: PeopleContext,
  record: PersonRecord,
  { accountId }: Pick<QueryOf<typeof contract.ownStatement>, 'accountId'>,
): Promise<Person | Refusal> {
  const person = personOf(record);
  if (accountId === undefined) return (await context.accounts.creditedHousehold(person)) ?? person;
  return context.accounts.readableOwner(person, accountId);
}
