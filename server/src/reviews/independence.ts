import { businessDate } from '@red-points/shared/domain/calendar';
import { type IndependenceRefusal, independenceRefusal } from '@red-points/shared/domain/claims';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ReviewsDeps } from './deps.ts';
import type { ReviewableRecord } from './reviewable.ts';

/** Why a reviewer may not decide a record, or null. */
export type Independence = (record: ReviewableRecord) => IndependenceRefusal | null;

/**
 * Tells of any number of records whether this reviewer is independent of them. Households are asked for once: those of
 * today, and those of the day on which it happened, so that moving out does not make anybody independent.
 */
export async function independenceOf(
  deps: Pick<ReviewsDeps, 'clock' | 'memberships'>,
  principal: Principal,
): Promise<Independence> {
  const isMate = await deps.memberships.matesOf(principal.personIds);
  const today = businessDate(deps.clock.now());
  return (record) => {
    const that = businessDate(record.effectiveAt.getTime());
    const people = [record.personId, ...(record.sharedWith ?? [])];
    return independenceRefusal(principal, {
      filerUserIds: [record.filedBy, ...wordsGivenFor(record)],
      beneficiaryPersonId: people.find((personId) => principal.personIds.includes(personId)) ?? record.personId,
      sharesHousehold: people.some((personId) => isMate(personId, today) || isMate(personId, that)),
      organiserUserIds: [record.organiserUserId ?? [], record.coOrganiserUserIds ?? []].flat(),
    });
  };
}

/** What says that it happened, or for how long. */
const WORDS: readonly string[] = ['vouched_for', 'signed_out', 'resubmitted'];

/** Who vouched for it, signed the person out (which sets the hours) or sent it back to review: not for them to approve. */
function wordsGivenFor({ history }: ReviewableRecord): string[] {
  return history.flatMap(({ code, by }) => (WORDS.includes(code) && by !== null ? [by] : []));
}
