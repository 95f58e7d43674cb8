/** Who takes part in what is to be reviewed, by opaque ids. */
export interface ReviewParties {
  /** Sign-ins that filed it (an officer, the resident themselves). */
  readonly filerUserIds: readonly string[];
  readonly beneficiaryPersonId: string;
  /** Whether the reviewer belongs, or belonged when it happened, to the beneficiary's household or group. */
  readonly sharesHousehold: boolean;
  /** Sign-ins of everybody who organised it, where it comes from an activity. */
  readonly organiserUserIds: readonly string[];
}

/** The reviewer and the people they are or act for. */
export interface Reviewer {
  /** Whether a sign-in is theirs, by who they are and not only by how they signed in. */
  readonly isOwn: (userId: string) => boolean;
  readonly personIds: readonly string[];
}

export type IndependenceRefusal =
  | 'review_own_claim'
  | 'review_own_benefit'
  | 'review_own_household'
  | 'review_own_activity';

/** Nobody decides what benefits them or their household, what they filed or what they organised. Null where the reviewer is independent. */
export function independenceRefusal(reviewer: Reviewer, parties: ReviewParties): IndependenceRefusal | null {
  if (reviewer.personIds.includes(parties.beneficiaryPersonId)) return 'review_own_benefit';
  if (parties.sharesHousehold) return 'review_own_household';
  if (parties.filerUserIds.some(reviewer.isOwn)) return 'review_own_claim';
  return parties.organiserUserIds.some(reviewer.isOwn) ? 'review_own_activity' : null;
}

export type ReviewDecision = 'approve' | 'return' | 'reject';

/** The state of a claim or an attendance after a decision. */
export function stateAfterDecision(decision: ReviewDecision): 'in_publicity' | 'returned' | 'rejected' {
  switch (decision) {
    case 'approve':
      return 'in_publicity';
    case 'return':
      return 'returned';
    case 'reject':
      return 'rejected';
    default:
      return decision satisfies never;
  }
}

/** Why a decision cannot stand as it was given: to return or to reject takes a reason. */
export function decisionRefusal(decision: ReviewDecision, reason: string | undefined): 'review_reason_missing' | null {
  return decision !== 'approve' && reason === undefined ? 'review_reason_missing' : null;
}
