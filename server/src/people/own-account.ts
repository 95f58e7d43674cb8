import type { people as contract, QueryOf, Refusal, ResponseOf } from '@red-points/shared/contracts';
import { accountView, type ToLines } from './account-view.ts';
import type { PeopleContext } from './deps.ts';
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
  // Most people go by their own account: what it holds is read while it is found out whether they do.
  const [household, own, ownPending] = await Promise.all([
    context.accounts.creditedHousehold(person),
    context.ledger.view(person.accountId),
    context.pendingOf(person),
  ]);
  if (household === null) {
    return {
      ...(await accountView(context, own, ownPending, toLines)),
      household: null,
      ownAvailable: own.available,
    };
  }
  const [shared, pending, called] = await Promise.all([
    context.ledger.view(household.accountId),
    context.pendingOf(household),
    names(context, [household.personId]),
  ]);
  return {
    ...(await accountView(context, shared, pending, toLines)),
    household: { householdId: household.personId, name: called.get(household.personId)?.full ?? '—' },
    ownAvailable: own.available,
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
