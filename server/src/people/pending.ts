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
  const personIds = owners.map(({ personId }) => personId);
  const accountIds = [...new Set(owners.map(({ accountId }) => accountId))];
  // Few people were found twice: what they wait for themselves is read while it is found out who.
  const [joined, own] = await Promise.all([joinedRecords(context, personIds), context.pending(accountIds)]);
  if (joined.length === 0) return owners.map(({ accountId }) => [...(own.get(accountId) ?? [])]);
  const theirs = await context.pending(joined.map(({ accountId }) => accountId));
  return owners.map(({ personId, accountId }) => {
    const others = joined.filter(({ joinedInto }) => joinedInto === personId);
    if (others.length === 0) return [...(own.get(accountId) ?? [])];
    const all = [own.get(accountId) ?? [], ...others.map((record) => theirs.get(record.accountId) ?? [])].flat();
    return all.sort((one, other) => other.effectiveAtMs - one.effectiveAtMs);
  });
}
