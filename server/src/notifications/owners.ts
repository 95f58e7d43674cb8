import type { Memberships } from '../memberships/index.ts';
import type { People } from '../people/index.ts';

export interface OwnersDeps {
  readonly people: Pick<People, 'byAccounts'>;
  readonly memberships: Pick<Memberships, 'responsibleOf'>;
}

/** Who is told what happens to an account. */
export interface AccountOwner {
  /** The person, household or organisation that it belongs to. */
  readonly ownerId: string;
  /** Person ids: the owner themselves, or who answers for a household or organisation. */
  readonly personIds: readonly string[];
}

/**
 * Who is told what happens to accounts, by account id: people for their own, the head (else every member) for a household's or
 * an organisation's. Accounts of closed owners, and of groups without anybody, are missing. Three queries at most.
 */
export async function ownersOf(
  { people, memberships }: OwnersDeps,
  accounts: readonly string[],
): Promise<Map<string, AccountOwner>> {
  const owners = await people.byAccounts([...new Set(accounts)]);
  const groups = [...owners.values()].filter(({ kind }) => kind !== 'person').map(({ personId }) => personId);
  const responsible = await memberships.responsibleOf(groups);
  return new Map(
    [...owners].flatMap(([account, { kind, personId, status }]) => {
      const personIds = kind === 'person' ? [personId] : (responsible.get(personId) ?? []);
      return status === 'closed' || personIds.length === 0 ? [] : [[account, { ownerId: personId, personIds }]];
    }),
  );
}
