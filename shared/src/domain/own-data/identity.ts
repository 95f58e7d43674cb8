/**
 * How an office saw who stands before it: a document with a photo or the household register (户口簿), of which no number is
 * kept, or the printed card of the programme, which whoever finds it can carry.
 */
export const IDENTITY_SEEN = ['id_card', 'household_register', 'resident_card'] as const;
export type IdentitySeen = (typeof IDENTITY_SEEN)[number];

/** What somebody asks for at the desk, as far as it matters for how they are known. */
export interface AskedAtDesk {
  readonly kind: 'erasure' | 'correction' | 'copy';
  /** For a correction: it names another phone, and so another hand that signs in. */
  readonly changesPhone: boolean;
}

/**
 * Whether a document has to be seen, because the card of the programme is not enough: what ends an account, hands all of
 * the data out, or lets another phone sign in must not be had by whoever found a card.
 */
export function needsDocument({ kind, changesPhone }: AskedAtDesk): boolean {
  return kind !== 'correction' || changesPhone;
}

/** Why what was seen is not enough, or null. */
export function whyNotSeen(seen: IdentitySeen, asked: AskedAtDesk): 'data_request_document_needed' | null {
  return seen === 'resident_card' && needsDocument(asked) ? 'data_request_document_needed' : null;
}

/** How long whoever wrote a copy down can fetch and print it, in milliseconds: while the person stands at the desk. */
export const COPY_LIFE_MS = 30 * 60_000;
