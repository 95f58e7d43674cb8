import { fillPlaces } from '../../domain/words/index.ts';
import { accountChangeProblems } from './account-changes.ts';
import { accountProblems } from './accounts.ts';
import { activityProblems } from './activities.ts';
import { adjustmentProblems } from './adjustments.ts';
import { batchProblems } from './batches.ts';
import { bookingProblems } from './bookings.ts';
import { budgetProblems } from './budgets.ts';
import { calendarProblems } from './calendars.ts';
import { cardProblems } from './cards.ts';
import { checkInProblems } from './check-ins.ts';
import { claimProblems } from './claims.ts';
import { commonProblems } from './common.ts';
import { contestProblems } from './contests.ts';
import { digestProblems } from './digests.ts';
import { displayProblems } from './displays.ts';
import { donationProblems } from './donations.ts';
import { historyProblems } from './history.ts';
import { importProblems } from './imports.ts';
import { ledgerProblems } from './ledger.ts';
import { mediationProblems } from './mediation.ts';
import { membershipProblems } from './memberships.ts';
import { merchantProblems } from './merchants.ts';
import { notificationProblems } from './notifications.ts';
import { objectionProblems } from './objections.ts';
import { ownDataProblems } from './own-data.ts';
import { peopleProblems } from './people.ts';
import { redemptionProblems } from './redemptions.ts';
import { reportProblems } from './reports.ts';
import { reviewProblems } from './reviews.ts';
import { ruleProblems } from './rules.ts';
import { serviceProblems } from './service.ts';
import { sessionProblems } from './sessions.ts';
import { settlementEvidenceProblems } from './settlement-evidence.ts';
import { settlementProblems } from './settlements.ts';
import { shopApplicationProblems } from './shop-applications.ts';
import { shopOpeningProblems } from './shop-opening.ts';
import { shopStaffProblems } from './shop-staff.ts';
import { spotCheckProblems } from './spot-checks.ts';
import { staffProblems } from './staff.ts';
import { teamProblems } from './teams.ts';
import type { ProblemText } from './types.ts';
import { velocityProblems } from './velocity.ts';
import { verificationProblems } from './verifications.ts';
import { watchProblems } from './watch.ts';

export type { ProblemText } from './types.ts';

/** The one table of problem codes: stable, each with its status and its words in both languages. */
export const PROBLEMS = {
  ...commonProblems,
  ...sessionProblems,
  ...peopleProblems,
  ...ownDataProblems,
  ...ledgerProblems,
  ...historyProblems,
  ...reportProblems,
  ...ruleProblems,
  ...claimProblems,
  ...reviewProblems,
  ...activityProblems,
  ...teamProblems,
  ...calendarProblems,
  ...checkInProblems,
  ...displayProblems,
  ...cardProblems,
  ...batchProblems,
  ...budgetProblems,
  ...importProblems,
  ...merchantProblems,
  ...redemptionProblems,
  ...bookingProblems,
  ...notificationProblems,
  ...accountProblems,
  ...accountChangeProblems,
  ...adjustmentProblems,
  ...contestProblems,
  ...objectionProblems,
  ...donationProblems,
  ...mediationProblems,
  ...membershipProblems,
  ...digestProblems,
  ...serviceProblems,
  ...verificationProblems,
  ...watchProblems,
  ...spotCheckProblems,
  ...settlementEvidenceProblems,
  ...settlementProblems,
  ...velocityProblems,
  ...shopStaffProblems,
  ...staffProblems,
  ...shopOpeningProblems,
  ...shopApplicationProblems,
} satisfies Record<string, ProblemText>;

export type ProblemCode = keyof typeof PROBLEMS;
export type Language = 'zh' | 'en';
export type ProblemDetail = Readonly<Record<string, string | number>>;

/** The words of a problem with its places filled; unknown codes read as `internal_error`. */
export function problemText(code: string, language: Language, detail: ProblemDetail = {}): string {
  const row: ProblemText = (PROBLEMS as Record<string, ProblemText>)[code] ?? PROBLEMS.internal_error;
  return fillPlaces(row[language], (name) => String(detail[name] ?? '…'));
}

/** An error answer, `application/problem+json` (RFC 9457). */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly requestId: string;
  readonly detail?: ProblemDetail;
  /** Which fields are wrong, by path in the body, query or parameters. */
  readonly fields?: readonly { readonly path: string; readonly code: string; readonly message: string }[];
}

/** An expected refusal as a value: use cases return it, the HTTP adapter turns it into a problem document. */
export interface Refusal {
  readonly refused: ProblemCode;
  readonly detail?: ProblemDetail;
  readonly fields?: ProblemDocument['fields'];
}

/** Makes a refusal. */
export function refuse(code: ProblemCode, detail?: ProblemDetail, fields?: ProblemDocument['fields']): Refusal {
  return { refused: code, ...(detail ? { detail } : {}), ...(fields ? { fields } : {}) };
}

/** Tells a refusal from a result. */
export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value;
}
