import type { PeopleContext } from './deps.ts';
import { joinedRecords } from './read.ts';
import type { PendingCredit } from './types.ts';

/** Somebody with the account that is asked about. */
export interface PendingOwner {
  readonly personId: string;
  readonly accountId: string;
}

/** What accounts wait for, in the order of their owners, also under the accounts that were joined into each: it will be posted here. */
export async function pendingOfMany(
  context: Pick<PeopleContext, 'model' | 'pending'>,
  owners: readonly PendingOwner[],
): Promise<PendingCredit[][]> {
  const joined = await joinedRecords(
    context,
    owners.map(({ personId }) => personId),
  );
  const accountsOf = ({ personId, accountId }: PendingOwner): string[] => {
    const theirs = joined.filter(({ joinedInto }) => joinedInto === personId);
    return [accountId, ...theirs.map((record) => record.accountId)];
  };
  const accounts = owners.map(accountsOf);
  const pending = await context.pending([...new Set(accounts.flat())]);
  return accounts.map((accountIds) => {
    const all = accountIds.flatMap((accountId) => pending.get(accountId) ?? []);
    return accountIds.length === 1 ? all : all.sort((one, other) => other.effectiveAtMs - one.effectiveAtMs);
  });
}
