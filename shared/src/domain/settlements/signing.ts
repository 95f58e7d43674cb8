import { type SettlementState, SIGNATURE_PARTS, type Signature, type SignaturePart } from './types.ts';

export type SettlementRefusalCode =
  | 'settlement_busy'
  | 'settlement_cancelled'
  | 'settlement_closed'
  | 'settlement_changed'
  | 'settlement_sign_order'
  | 'settlement_part_signed'
  | 'settlement_signed_by_you'
  | 'settlement_not_signed'
  | 'settlement_closing_not_proposed'
  | 'settlement_closing_proposed'
  | 'settlement_closing_by_you'
  | 'settlement_not_closed'
  | 'settlement_paid';

/** A statement as these decisions see it. */
export interface StatementStanding {
  readonly state: SettlementState;
  /** Goes up with every change of its lines: who signs says which one they read. */
  readonly version: number;
  readonly signatures: readonly Signature[];
  readonly closingProposedBy: string | null;
}

/** Why nothing of a statement can be changed now, or null where it is a draft. */
export function whyNotDraft({ state }: Pick<StatementStanding, 'state'>): SettlementRefusalCode | null {
  switch (state) {
    case 'draft':
      return null;
    case 'gathering':
    case 'cancelling':
      return 'settlement_busy';
    case 'cancelled':
      return 'settlement_cancelled';
    case 'closed':
    case 'paid':
      return 'settlement_closed';
    default:
      return state satisfies never;
  }
}

/** The part that is to sign next; null when all three have. */
export function nextPart(signatures: readonly Signature[]): SignaturePart | null {
  return SIGNATURE_PARTS[signatures.length] ?? null;
}

/**
 * Why somebody may not sign as this part, or null: three signatures are three persons'.
 * @param isOwn whether a sign-in is theirs, by who they are
 */
export function whyNotSign(
  standing: StatementStanding,
  part: SignaturePart,
  isOwn: (userId: string) => boolean,
  version: number,
): SettlementRefusalCode | null {
  const notDraft = whyNotDraft(standing);
  if (notDraft !== null) return notDraft;
  if (standing.version !== version) return 'settlement_changed';
  if (standing.signatures.some((signature) => signature.part === part)) return 'settlement_part_signed';
  if (standing.signatures.some((signature) => isOwn(signature.userId))) return 'settlement_signed_by_you';
  return nextPart(standing.signatures) === part ? null : 'settlement_sign_order';
}

/** Why closing may not be proposed, or null: all three have signed what stands there, and nobody proposed it yet. */
export function whyNotProposeClosing(standing: StatementStanding, version: number): SettlementRefusalCode | null {
  const notDraft = whyNotDraft(standing);
  if (notDraft !== null) return notDraft;
  if (standing.version !== version) return 'settlement_changed';
  if (nextPart(standing.signatures) !== null) return 'settlement_not_signed';
  return standing.closingProposedBy === null ? null : 'settlement_closing_proposed';
}

/**
 * Why somebody may not close it, or null: another one has proposed it.
 * @param isOwn whether a sign-in is theirs, by who they are
 */
export function whyNotClose(
  standing: StatementStanding,
  isOwn: (userId: string) => boolean,
  version: number,
): SettlementRefusalCode | null {
  const notDraft = whyNotDraft(standing);
  if (notDraft !== null) return notDraft;
  if (standing.version !== version) return 'settlement_changed';
  if (standing.closingProposedBy === null) return 'settlement_closing_not_proposed';
  return isOwn(standing.closingProposedBy) ? 'settlement_closing_by_you' : null;
}

/** Why no payment can be recorded, or null. */
export function whyNotPay({ state }: Pick<StatementStanding, 'state'>): SettlementRefusalCode | null {
  if (state === 'paid') return 'settlement_paid';
  return state === 'closed' ? null : 'settlement_not_closed';
}
