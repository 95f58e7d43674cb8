import { addDays } from '@red-points/shared/domain/calendar';
import { claimedSpan, type Span, sharesTime, staySpan } from '@red-points/shared/domain/claims';
import type { ClaimedTimes } from '../check-ins/index.ts';
import type { AttendedStay, ClaimsDeps } from './deps.ts';
import { claimsWithSamePictures, flagSamePictures } from './similar-pictures.ts';
import type { ClaimRecord } from './store.ts';

const spanOfClaim = ({ occurredOn, startTime, minutes }: ClaimRecord): Span | null =>
  claimedSpan(occurredOn, startTime ?? null, minutes);

/** What else a person did at the time of a claim. */
export interface SameTime {
  /** Whether the claim says at what time; otherwise the stays are those of its day. */
  readonly isTimed: boolean;
  readonly stays: readonly AttendedStay[];
  /** By any rule where the times meet; without a time, by the same rule on the same day. */
  readonly claims: readonly ClaimRecord[];
}

/** What else the person did at that time, by any rule: what was paid for under another one is not paid for again. */
export async function atSameTime(
  deps: Pick<ClaimsDeps, 'claims' | 'attendances'>,
  claim: ClaimRecord,
): Promise<SameTime> {
  const span = spanOfClaim(claim);
  const [attended, near] = await Promise.all([
    deps.attendances.attendedOn(claim.personId, claim.occurredOn),
    claimsNear(deps, claim),
  ]);
  return {
    isTimed: span !== null,
    stays: span === null ? attended : attended.filter((stay) => sharesTime(span, staySpan(stay))),
    claims: near.filter((other) => {
      const taken = spanOfClaim(other);
      if (span !== null && taken !== null) return sharesTime(span, taken);
      return other.occurredOn === claim.occurredOn && other.rule.code === claim.rule.code;
    }),
  };
}

function claimsNear({ claims }: Pick<ClaimsDeps, 'claims'>, claim: ClaimRecord): Promise<ClaimRecord[]> {
  return claims
    .find({
      personId: claim.personId,
      _id: { $ne: claim._id },
      live: true,
      // One that began on the day before may reach into this one.
      occurredOn: { $gte: addDays(claim.occurredOn, -1), $lte: addDays(claim.occurredOn, 1) },
    })
    .toArray();
}

/**
 * Marks a claim that may be a double, by its photos or because the person did something else at that time, together with
 * what it may be a double of where that still waits: the queue shows it before anybody decides among many. Interrupted before
 * this, the claim's own page shows it all the same. Safe to repeat.
 */
export async function flagDoubles(
  deps: Pick<ClaimsDeps, 'claims' | 'evidence' | 'attendances'>,
  claim: ClaimRecord,
): Promise<void> {
  await flagSamePictures(deps, claim);
  const { stays, claims } = await atSameTime(deps, claim);
  // The activity that it names is no double: one of the two is all that is credited where the rule says so.
  const others = stays.filter(({ activityId }) => activityId !== claim.aboutActivityId);
  if (others.length === 0 && claims.length === 0) return;
  await flagWaiting(deps, [claim._id, ...claims.map(({ _id }) => _id)]);
  await deps.attendances.flag(others.map(({ _id }) => _id));
}

/**
 * Takes the marks off that a claim gave others which wait, now that it was taken back: each is looked at anew, and marked again
 * where it may be a double of something else. The mark goes first, so that one that is given meanwhile stays. Safe to repeat.
 */
export async function clearDoubles(
  deps: Pick<ClaimsDeps, 'claims' | 'evidence' | 'attendances'>,
  withdrawn: ClaimRecord,
): Promise<void> {
  const [{ stays, claims }, pictured] = await Promise.all([
    atSameTime(deps, withdrawn),
    claimsWithSamePictures(deps, withdrawn),
  ]);
  const near = [...new Set([...claims, ...pictured].map(({ _id }) => _id))];
  const marked = await deps.claims.find({ _id: { $in: near }, state: 'waiting', flagged: true }).toArray();
  await deps.claims.updateMany({ _id: { $in: marked.map(({ _id }) => _id) } }, { $set: { flagged: false } });
  for (const claim of marked) await flagDoubles(deps, claim);
  await deps.attendances.lookAgain(stays.map(({ _id }) => _id));
}

/** Marks those that still wait for whoever reviews them. */
async function flagWaiting({ claims }: Pick<ClaimsDeps, 'claims'>, claimIds: readonly string[]): Promise<void> {
  await claims.updateMany({ _id: { $in: [...claimIds] }, state: 'waiting' }, { $set: { flagged: true } });
}

/** What check-ins ask of claims. */
export function claimedTimes({ claims }: Pick<ClaimsDeps, 'claims'>): ClaimedTimes {
  return {
    between: async (personIds, fromDay, untilDay) => {
      const found = await claims
        .find({ personId: { $in: [...personIds] }, live: true, occurredOn: { $gte: fromDay, $lte: untilDay } })
        .toArray();
      return found.map((claim) => ({
        claimId: claim._id,
        personId: claim.personId,
        title: claim.title,
        occurredOn: claim.occurredOn,
        span: spanOfClaim(claim),
      }));
    },
    flag: (claimIds) => flagWaiting({ claims }, claimIds),
  };
}
