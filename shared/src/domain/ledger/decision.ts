import {
  ENTRY_POINTS_MAX,
  type EntryContext,
  type LedgerEntry,
  type LedgerRefusal,
  type LedgerRefusalCode,
} from './types.ts';

/** An entry without what its place in the history gives it: number, hash and id. */
export type EntryDraft = Omit<LedgerEntry, '_id' | 'seq' | 'schema' | 'hash'>;

/** Fields that only some entries have. */
type OptionalFields = Pick<LedgerEntry, 'requestedPoints' | 'hold' | 'refersTo' | 'capKeys' | 'carried'>;

/**
 * Gives an entry in the making the optional fields that there are: an absent one is no field, not one without a value.
 * Assignments, for this is on the way of every posting, and spreading a score of fields costs more than deciding them.
 */
export function copyOptionalFields(
  from: OptionalFields,
  to: { -readonly [F in keyof OptionalFields]: OptionalFields[F] },
): void {
  const { requestedPoints, hold, refersTo, capKeys, carried } = from;
  if (requestedPoints !== undefined) to.requestedPoints = requestedPoints;
  if (hold !== undefined) to.hold = hold;
  if (refersTo !== undefined) to.refersTo = refersTo;
  if (capKeys !== undefined) to.capKeys = capKeys;
  if (carried !== undefined) to.carried = carried;
}

/** What a command comes to. */
export type Decision =
  | { readonly kind: 'decided'; readonly draft: EntryDraft }
  | { readonly kind: 'refused'; readonly refusal: LedgerRefusal };

/** The entry that a refund, reversal or correction refers to, with what later entries made of it. */
export interface OriginalFacts {
  readonly entry: LedgerEntry;
  /** Points that refunds gave back so far. */
  readonly refundedPoints: number;
  readonly reversed: boolean;
  /** A correction has changed what it came to. */
  readonly corrected: boolean;
  /** What corrections came to so far, signed. */
  readonly correctedPoints: number;
  readonly correctedMinutes: number;
}

/** What a decision changes; the rest of an entry comes from the command's context. */
export type Effect = Pick<LedgerEntry, 'points' | 'minutes' | 'moved' | 'owedChange'> &
  Partial<
    Pick<
      LedgerEntry,
      'hold' | 'refersTo' | 'capKeys' | 'requestedPoints' | 'rule' | 'category' | 'provenance' | 'carried'
    >
  >;

export type EffectOrRefusal = { readonly effect: Effect } | { readonly refusal: LedgerRefusal };

export function refuse(code: LedgerRefusalCode, detail?: LedgerRefusal['detail']): { refusal: LedgerRefusal } {
  return { refusal: detail === undefined ? { code } : { code, detail } };
}

/** Why an amount cannot be posted, or null: amounts are whole and within the bound of one entry. */
export function refusalOfAmount(amount: number, lowest: number): { refusal: LedgerRefusal } | null {
  if (!Number.isSafeInteger(amount)) return refuse('points_not_whole', { asked: amount });
  if (amount < lowest || amount > ENTRY_POINTS_MAX) {
    return refuse('points_out_of_range', { asked: amount, min: lowest, max: ENTRY_POINTS_MAX });
  }
  return null;
}

/** Throws where a command's context is not what the programme may pass on: a bug, never a user's mistake. */
export function assertContext(context: Pick<EntryContext, 'key' | 'effectiveAtMs'>): void {
  if (context.key === '' || context.key.length > 200) throw new TypeError('a key has 1 to 200 characters');
  if (!Number.isSafeInteger(context.effectiveAtMs))
    throw new TypeError('effectiveAtMs is a whole number of milliseconds');
}
