import { type Language, problemText, type Refusal, refuse } from '@red-points/shared/contracts';
import { type ErasureBlock, type ErasureFacts, erasureBlocks } from '@red-points/shared/domain/own-data';
import type { Person } from '../people/index.ts';
import type { OwnDataDeps } from './deps.ts';

/** What depends on a person now, asked of every noun that knows of something. */
export async function factsOf(deps: OwnDataDeps, person: Person): Promise<ErasureFacts> {
  const { personId, accountId } = person;
  const contact = await deps.people.contactOf(personId);
  const [view, pending, open, objections, contests, households, signIn, accountChange] = await Promise.all([
    deps.ledger.view(accountId),
    deps.people.pendingOf(person),
    deps.redemptions.openOf(personId),
    deps.objections.openOf(personId),
    deps.contests.openOf(personId),
    deps.memberships.dependentOn(personId),
    contact?.phoneIndex && contact.ownsPhone ? deps.auth.signInOf(contact.phoneIndex) : null,
    deps.accountChanges.isUnderWay(personId),
  ]);
  return {
    available: view.available,
    owed: view.state.owed,
    ...open,
    // What is held without a redemption of theirs is one that was carried over from a joined record.
    redemptions: Math.max(open.redemptions, view.held > 0 && open.bookings === 0 ? 1 : 0),
    pending: pending.length,
    objections,
    contests,
    loneHouseholds: households.lone,
    headOf: households.headOf,
    shops: signIn?.shops ?? 0,
    accountChange,
  };
}

/** The first thing that has to be settled, as a refusal; null where nothing stands in the way. */
export function firstBlock(facts: ErasureFacts, giveRest: boolean): Refusal | null {
  const [block] = erasureBlocks(facts, giveRest);
  return block === undefined ? null : asRefusal(block);
}

/** Everything that stands in the way, in words. */
export function blockWords(facts: ErasureFacts, giveRest: boolean, language: Language) {
  return erasureBlocks(facts, giveRest).map((block) => {
    const { refused, detail } = asRefusal(block);
    return { code: refused, words: problemText(refused, language, detail) };
  });
}

function asRefusal({ code, ...detail }: ErasureBlock): Refusal {
  return refuse(code, detail);
}
