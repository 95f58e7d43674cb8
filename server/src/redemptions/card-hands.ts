import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { RedemptionDeps } from './deps.ts';

type Deps = Pick<RedemptionDeps, 'cards' | 'memberships' | 'pins' | 'users'>;

/** A card as it is held up at a shop. */
interface CardAtShop {
  readonly cardId: string;
  readonly personId: string;
  readonly shopId: string;
}

/**
 * Why a card with its PIN counts for nothing at this shop: whoever issued the card or set the PIN, or somebody of their
 * household, works here or serves just now (`card_not_here`). A card waits for nobody's word: they could hold it up, type
 * the PIN that they chose, and take the points. They are compared by who they are, and by how they signed in.
 */
export async function whyNotCardHere(
  { cards, memberships, pins, users }: Deps,
  principal: Principal,
  { cardId, personId, shopId }: CardAtShop,
): Promise<Refusal | null> {
  const [issuedBy, setBy] = await Promise.all([cards.issuerOf(cardId), pins.setterOf(personId)]);
  const hands = [...new Set([issuedBy, setBy])].filter((userId) => userId !== null);
  const [persons, staffPersons, work] = await Promise.all([
    users.personIdsOf(hands),
    users.personIdsOfShop(shopId),
    Promise.all(hands.map((userId) => users.worksAt(userId, shopId))),
  ]);
  const isFamily = await memberships.familyOf(persons);
  const isHere = hands.includes(principal.userId) || work.includes(true);
  return isHere || [...staffPersons, ...principal.personIds].some(isFamily) ? refuse('card_not_here') : null;
}
