import { type BodyOf, type contests as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { whyNotSo } from '@red-points/shared/domain/contests';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { type Oneself, type OneselfIds, oneselfOf } from '../memberships/index.ts';
import type { ContestsDeps } from './deps.ts';
import { ANSWER_KIND, type ContestRecord } from './store.ts';

/**
 * Answers a doubt, once. That an entry was put right can be answered only where a linked entry has done so since, and that
 * it stands only where none has: the answer and the ledger never say different things.
 */
export async function answer(
  deps: ContestsDeps,
  principal: Principal,
  contestId: string,
  { outcome, answer: text }: BodyOf<typeof contract.answer>,
  request: RequestIdentity,
): Promise<ContestRecord | Refusal> {
  const contest = await deps.contests.findOne({ _id: contestId });
  if (contest === null) return refuse('contest_not_found');
  if (!permits(principal, 'contests.answer', { unitPath: contest.unitPath })) return refuse('out_of_scope');
  const again = repeats(contest.answerRequest, request);
  if (isRefusal(again)) return again;
  if (again) return contest;
  if (!contest.open) return refuse('contest_answered');
  const dependent = whyNotAnsweredBy(await oneselfOf(deps, principal), contest);
  if (dependent !== null) return dependent;
  const correctingEntryIds = await correctionsSince(deps, contest);
  const wrong = whyNotSo(outcome, correctingEntryIds.length);
  if (wrong !== null) return refuse(wrong);
  const answered = await deps.contests.findOneAndUpdate(
    { _id: contestId, open: true },
    {
      $set: {
        state: 'answered',
        open: false,
        outcome,
        answer: await deps.personalData.sealUnlessErased(contest.ownerId, ANSWER_KIND, { text }),
        answeredBy: principal.userId,
        answeredAt: new Date(deps.clock.now()),
        answerRequest: request,
        correctingEntryIds,
      },
    },
    { returnDocument: 'after' },
  );
  if (answered === null) return refuse('contest_answered');
  const subject = { kind: 'entry', id: contest.entryId };
  await deps.audit.record({ principal, action: 'contests.answer', subject, unitId: contest.homeUnit });
  return answered;
}

/** Why this caller does not answer, or null: concerned, of the household, who wrote it down, or named by the entry. */
function whyNotAnsweredBy(
  { isFamily, isOwn }: Oneself,
  { ownerId, personId, filedBy, entryActors }: ContestRecord,
): Refusal | null {
  const tookPart = isOwn(filedBy) || entryActors.some(({ id }) => isOwn(id));
  const own = [ownerId, personId, ...entryActors.map(({ id }) => id)].some(isFamily);
  return tookPart || own ? refuse('contest_not_independent') : null;
}

/** Of those that wait, the ones that these ids do not keep their holder from answering: the same as a question to the database. */
export function answerableBy({ family, signIns }: OneselfIds): Filter<ContestRecord> {
  return {
    filedBy: { $nin: signIns },
    ownerId: { $nin: family },
    personId: { $nin: family },
    'entryActors.id': { $nin: [...family, ...signIns] },
  };
}

/** Reversals of the entry, and corrections by two persons, that were recorded after it was doubted. */
async function correctionsSince(deps: ContestsDeps, { entryId, filedAt }: ContestRecord): Promise<string[]> {
  const [entry] = await deps.ledger.entries([entryId]);
  if (entry === undefined) throw new Error('a doubted entry is missing');
  const referring = await deps.ledger.referringTo(entry.account, entry.seq);
  const reversals = referring.filter(
    ({ kind, recordedAtMs }) => kind === 'reverse' && recordedAtMs >= filedAt.getTime(),
  );
  const adjusted = await deps.adjustments.postedFor(entryId, filedAt);
  return [...new Set([...reversals.map(({ _id }) => _id), ...adjusted])];
}

/** Whether this caller's answer would be taken: pages ask before they offer it. */
export function mayAnswer(principal: Principal, oneself: Oneself, contest: ContestRecord): boolean {
  if (!contest.open || !permits(principal, 'contests.answer', { unitPath: contest.unitPath })) return false;
  return whyNotAnsweredBy(oneself, contest) === null;
}
