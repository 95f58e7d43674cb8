import { type OwnAccountLine, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Person } from '../people/index.ts';
import { creditedAccount } from './choose-account.ts';
import type { AccountsDeps } from './deps.ts';

/** An account that a person may look into, with who owns it. */
export interface ReadableAccount {
  readonly kind: OwnAccountLine['kind'];
  readonly owner: Person;
}

/** A person's own account first, then those they share or speak for, then those that were joined into theirs. */
export async function readableAccounts(
  deps: Pick<AccountsDeps, 'memberships' | 'people'>,
  person: Person,
): Promise<ReadableAccount[]> {
  const [groups, joined] = await Promise.all([
    deps.memberships.groupsOf(person.personId),
    deps.people.joinedInto([person.personId]),
  ]);
  const owners = await deps.people.byIds(groups.map(({ groupId }) => groupId));
  const shared = groups.flatMap(({ groupId, groupKind }) => {
    const owner = owners.get(groupId);
    return owner === undefined || owner.status === 'closed' ? [] : [{ kind: groupKind, owner }];
  });
  return [{ kind: 'own', owner: person }, ...shared, ...joined.map((owner) => ({ kind: 'joined' as const, owner }))];
}

/** One of the accounts that a person may look into; refused where it is none of them. */
export async function findReadable(
  deps: Pick<AccountsDeps, 'memberships' | 'people'>,
  person: Person,
  accountId: string,
): Promise<ReadableAccount | Refusal> {
  if (person.accountId === accountId) return { kind: 'own', owner: person };
  const found = (await readableAccounts(deps, person)).find(({ owner }) => owner.accountId === accountId);
  return found ?? refuse('account_not_yours');
}

/** Those accounts as the person's phone lists them. */
export async function ownAccountLines(deps: AccountsDeps, person: Person): Promise<OwnAccountLine[]> {
  const [readable, credited] = await Promise.all([
    readableAccounts(deps, person),
    creditedAccount(deps, person, deps.clock.now()),
  ]);
  const [views, names] = await Promise.all([
    deps.ledger.views(readable.map(({ owner }) => owner.accountId)),
    deps.people.names(readable.map(({ owner }) => owner.personId)),
  ]);
  return readable.map(({ kind, owner }, at) => ({
    accountId: owner.accountId,
    kind,
    name: names.get(owner.personId)?.full ?? '—',
    available: views[at]?.available ?? 0,
    credited: owner.accountId === credited.accountId,
    closed: owner.status === 'closed',
  }));
}
