import { businessDate } from '@red-points/shared/domain/calendar';
import { type IndependenceRefusal, independenceRefusal } from '@red-points/shared/domain/claims';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import type { ReviewsDeps } from './deps.ts';
import type { ReviewableRecord } from './reviewable.ts';

/** Where somebody stands to records. */
export interface Independence {
  /** Why they may not decide a record, or null. */
  whyNot(record: ReviewableRecord): IndependenceRefusal | null;
  /** Whether a sign-in is theirs: two approvals take two persons. */
  readonly isOwn: IsOwnSignIn;
}

/**
 * Tells of any number of records whether this reviewer is independent of them. Households are asked for once: those of
 * today, and those of the day on which it happened, so that moving out does not make anybody independent.
 */
export async function independenceOf(
  deps: Pick<ReviewsDeps, 'clock' | 'memberships' | 'users'>,
  principal: Principal,
): Promise<Independence> {
  const { personIds } = principal;
  const [isMate, isOwn] = await Promise.all([deps.memberships.matesOf(personIds), ownSignIns(deps.users, principal)]);
  const today = businessDate(deps.clock.now());
  const whyNot = (record: ReviewableRecord): IndependenceRefusal | null => {
    const that = businessDate(record.effectiveAt.getTime());
    const people = [record.personId, ...(record.sharedWith ?? [])];
    return independenceRefusal(
      { isOwn, personIds },
      {
        filerUserIds: [record.filedBy, ...wordsGivenFor(record)],
        beneficiaryPersonId: people.find((personId) => personIds.includes(personId)) ?? record.personId,
        sharesHousehold: people.some((personId) => isMate(personId, today) || isMate(personId, that)),
        organiserUserIds: [record.organiserUserId ?? [], record.coOrganiserUserIds ?? []].flat(),
      },
    );
  };
  return { whyNot, isOwn };
}

/** What says that it happened, or for how long. */
const WORDS: readonly string[] = ['vouched_for', 'signed_out', 'resubmitted'];

/** Who vouched for it, signed the person out (which sets the hours) or sent it back to review: not for them to approve. */
function wordsGivenFor({ history }: ReviewableRecord): string[] {
  return history.flatMap(({ code, by }) => (WORDS.includes(code) && by !== null ? [by] : []));
}
