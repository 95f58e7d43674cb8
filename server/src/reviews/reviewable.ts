import type { Category, ClaimPart, ESCALATION_CAUSES, ReviewDetail } from '@red-points/shared/contracts';
import type { ReviewDecision } from '@red-points/shared/domain/claims';
import type { Provenance, RuleReference } from '@red-points/shared/domain/ledger';
import type { Declarations, Priced } from '@red-points/shared/domain/rules';
import type { IndexDescription } from 'mongodb';

/** What a reviewer decided, with what tells this act from every other. */
export interface Decision {
  readonly id: string;
  readonly decision: ReviewDecision;
  readonly by: string;
  readonly at: Date;
  readonly reason: string | null;
  /** With a return: what is to be changed; absent where nothing was marked. */
  readonly changes?: readonly ClaimPart[];
  /** Caller and key of the request, so that its repeat finds its own work done; null for callers within the server. */
  readonly requestKey: string | null;
  /** Decided as a deputy: who lent the right. Absent in decisions from before delegations. */
  readonly lentBy?: string | null;
}

/** The first of two approvals: the item goes on waiting, for somebody else's. */
export interface FirstApproval extends Pick<Decision, 'id' | 'by' | 'at' | 'requestKey' | 'lentBy'> {}

/** An item was handed up: the unit above is asked, the office may still decide. */
export interface Escalation {
  readonly at: Date;
  readonly cause: (typeof ESCALATION_CAUSES)[number];
  /** The unit that is asked. */
  readonly unitId: string;
  /** By hand: who did it and why. */
  readonly by: string | null;
  readonly reason: string | null;
}

export interface HistoryLine {
  readonly at: Date;
  /**
   * `filed`, `resubmitted`, `stay_corrected`, `checked_in`, `signed_out`, `vouched_for`, `withdrawn`, `first_approved`, `approved`, `returned`, `rejected`,
   * `escalated_hand`, `escalated_late`, `escalated_nobody`, `posted`, `not_posted`, `objected`, `objection_<upheld, corrected,
   * dismissed or withdrawn>`.
   */
  readonly code: string;
  /** A sign-in; null for what happened by itself. */
  readonly by: string | null;
  readonly note: string | null;
  /** Done as a deputy: who lent the right. */
  readonly lentBy?: string | null;
}

/** What claims and attendances have in common from filing to posting. */
export interface ReviewableRecord {
  _id: string;
  state: string;
  personId: string;
  /** The account that it goes to: the person's own, or that of their household. */
  accountId: string;
  /** The household whose account that is; absent in records from before households. */
  householdId?: string | null;
  /** Where the account's owner lived then. */
  homeUnit: string;
  /** The community that issues the points. */
  issuerUnit: string;
  /** The unit that it is reviewed in, root first. */
  unitPath: readonly string[];
  category: Category;
  title: string;
  rule: RuleReference;
  priced: Priced;
  provenance: Provenance;
  effectiveAt: Date;
  /** The sign-in that filed it or checked in. */
  filedBy: string;
  /** Filed by an officer, or witnessed by an organiser. */
  onBehalf: boolean;
  organiserUserId: string | null;
  /** Others who get a part of the same: none of them decides any part. */
  sharedWith?: readonly string[];
  /** Whoever else organised it at any time or had a hand in it; noted when the activity ends, or when it comes after that. */
  coOrganiserUserIds?: readonly string[];
  /** The activity that it belongs to, whose approval has set its points aside; absent for others. */
  activityId?: string;
  /** The activity that a claim says it was at; absent for others. */
  aboutActivityId?: string | null;
  /** What it may be credited for only once, where that is not its own activity; see credits. */
  onceKey?: string | null;
  /** What was answered when it was asked who is paid for it; absent where the rule asks nothing. */
  declarations?: Declarations;
  /** The phone that sent it, as a keyed hash: many people on one phone is worth a look. Absent where none did. */
  deviceTag?: string | null;
  /** Something was found that a reviewer should look at before deciding it among many. */
  flagged?: boolean;
  /** Since when it is in the queue; null while it is not. */
  waitingSince: Date | null;
  decision: Decision | null;
  /** The end of its service target; absent until the watch has looked at it, and after it was returned. */
  dueAt?: Date | null;
  escalation?: Escalation | null;
  firstApproval?: FirstApproval | null;
  /** Approved, and its credit may not be made yet. */
  creditDue: boolean;
  publicUntil: Date | null;
  /** Why the ledger granted nothing. */
  refusal: string | null;
  history: readonly HistoryLine[];
}

/** What a reviewable record starts with. */
export const NOT_REVIEWED = { decision: null, creditDue: false, publicUntil: null, refusal: null } as const;

/**
 * The indexes that every collection of reviewable records needs. Those of the queue hold what waits and nothing else: a record
 * that is posted is in none of them, so that posting an activity of thousands does not write them thousands of times.
 */
export const reviewIndexes: readonly IndexDescription[] = [
  {
    name: 'waiting_in_unit',
    key: { unitPath: 1, waitingSince: 1, _id: 1 },
    partialFilterExpression: { state: 'waiting' },
  },
  {
    name: 'watch',
    key: { 'escalation.at': 1, dueAt: 1, waitingSince: 1 },
    partialFilterExpression: { state: 'waiting' },
  },
  { name: 'waiting_of_account', key: { accountId: 1 }, partialFilterExpression: { state: 'waiting' } },
  { name: 'undelivered', key: { creditDue: 1 }, partialFilterExpression: { creditDue: true } },
];

/** What a detail shows beside the common facts. */
export interface ReviewFacts {
  readonly occurredFrom: Date;
  readonly occurredUntil: Date | null;
  readonly description: string;
  readonly place: string | null;
  readonly evidenceIds: readonly string[];
  /** The case of mediation that it is a part of, where there is one. */
  readonly caseId?: string | null;
  /** Checks that only this kind has. */
  readonly checks: ReviewDetail['checks'];
}

/** The activity that a record was at: its own, or the one that a claim names. */
export function eventOf({
  activityId,
  aboutActivityId,
}: Pick<ReviewableRecord, 'activityId' | 'aboutActivityId'>): string | null {
  return activityId ?? aboutActivityId ?? null;
}
