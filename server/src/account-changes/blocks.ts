import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type AccountFacts, whyNotClose, whyNotMove } from '@red-points/shared/domain/accounts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Person } from '../people/index.ts';
import type { AccountChangesDeps } from './deps.ts';
import type { AccountChangeRecord } from './store.ts';

type Asked = Pick<AccountChangeRecord, 'kind' | 'donateRest'>;

/** Why a closing or joining cannot be done as things stand, or null. The ledger has the last word when it is done. */
export async function whyNotNow(
  deps: AccountChangesDeps,
  { kind, donateRest }: Asked,
  subject: Person,
  kept: Person | null,
): Promise<Refusal | null> {
  if (subject.status === 'closed') return refuse('person_closed');
  const facts = await factsOf(deps, subject);
  switch (kind) {
    case 'closing':
      return asRefusal(whyNotClose(facts, donateRest));
    case 'joining':
      return (await whyNotJoined(deps, subject, kept)) ?? asRefusal(whyNotMove(facts));
    default:
      return kind satisfies never;
  }
}

async function factsOf(deps: AccountChangesDeps, subject: Person): Promise<AccountFacts> {
  const [view, pending, openRedemptions] = await Promise.all([
    deps.ledger.view(subject.accountId),
    deps.people.pendingOf(subject),
    deps.redemptions.countOpen(subject.accountId),
  ]);
  const { available, held, state } = view;
  return { available, held, owed: state.owed, openRedemptions, pending: pending.length };
}

async function whyNotJoined(deps: AccountChangesDeps, subject: Person, kept: Person | null): Promise<Refusal | null> {
  if (kept === null) return refuse('person_not_found');
  if (kept.personId === subject.personId) return refuse('account_joined_with_itself');
  if (kept.status === 'closed') return refuse('person_closed');
  if (kept.kind !== subject.kind) return refuse('accounts_of_different_kinds');
  const today = businessDate(deps.clock.now());
  const households = await deps.memberships.householdsOf([subject.personId, kept.personId], today);
  const [one, other] = [households.get(subject.personId), households.get(kept.personId)];
  if (one !== undefined && other !== undefined && one !== other) return refuse('households_differ');
  const twice = await deps.credits.countedTwice(subject.personId, kept.personId);
  if (twice === null) return null;
  return refuse('joined_counted_twice', { title: twice.title, day: businessDate(twice.effectiveAt.getTime()) });
}

function asRefusal(block: ReturnType<typeof whyNotClose>): Refusal | null {
  if (block === null) return null;
  const { code, ...detail } = block;
  return refuse(code, detail);
}
