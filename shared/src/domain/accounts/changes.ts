/** What two members of staff can do with an account: close it, or join it into another one of the same person. */
export const ACCOUNT_CHANGE_KINDS = ['closing', 'joining'] as const;
export type AccountChangeKind = (typeof ACCOUNT_CHANGE_KINDS)[number];

/**
 * - `proposed`: a colleague's word is missing
 * - `confirmed`: two persons agreed; its steps are being taken, and taken again where they were interrupted
 * - `done`, `refused` (the ledger or the records did not allow it), `withdrawn`
 */
export const ACCOUNT_CHANGE_STATES = ['proposed', 'confirmed', 'done', 'refused', 'withdrawn'] as const;
export type AccountChangeState = (typeof ACCOUNT_CHANGE_STATES)[number];

/** What stands in the way of closing or joining an account, as it is now. */
export interface AccountFacts {
  readonly available: number;
  readonly held: number;
  readonly owed: number;
  /** Redemptions that can still end in success. */
  readonly openRedemptions: number;
  /** Credits approved or waiting for review. */
  readonly pending: number;
}

export type AccountBlock =
  | { readonly code: 'account_has_redemptions'; readonly count: number }
  | { readonly code: 'account_has_pending'; readonly count: number }
  | { readonly code: 'account_owes'; readonly owed: number }
  | { readonly code: 'account_not_empty'; readonly points: number };

/** Why an account cannot be closed now, or null. Points that are left go to the fund only by the holder's word. */
export function whyNotClose(facts: AccountFacts, donateRest: boolean): AccountBlock | null {
  const moving = whyNotMove(facts);
  if (moving !== null) return moving;
  if (facts.owed > 0) return { code: 'account_owes', owed: facts.owed };
  return facts.available > 0 && !donateRest ? { code: 'account_not_empty', points: facts.available } : null;
}

/** Why an account cannot be joined into another one now, or null. A debt goes along. */
export function whyNotMove({ held, openRedemptions, pending }: AccountFacts): AccountBlock | null {
  if (held > 0 || openRedemptions > 0) return { code: 'account_has_redemptions', count: Math.max(1, openRedemptions) };
  return pending > 0 ? { code: 'account_has_pending', count: pending } : null;
}
