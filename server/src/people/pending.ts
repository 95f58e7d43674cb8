import type { PeopleContext } from './deps.ts';
import { joinedRecords } from './read.ts';
import type { PendingCredit } from './types.ts';

/** What an account waits for, also under the accounts that were joined into it: it will be posted here. */
export async function pendingOf(
  context: PeopleContext,
  owner: { readonly personId: string; readonly accountId: string },
): Promise<PendingCredit[]> {
  const joined = await joinedRecords(context, [owner.personId]);
  const accountIds = [owner.accountId, ...joined.map(({ accountId }) => accountId)];
  const pending = await context.pending(accountIds);
  const all = accountIds.flatMap((accountId) => pending.get(accountId) ?? []);
  return joined.length === 0 ? all : all.sort((one, other) => other.effectiveAtMs - one.effectiveAtMs);
}
