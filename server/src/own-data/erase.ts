import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { approvalsNeeded, type ErasureFacts } from '@red-points/shared/domain/own-data';
import type { Person } from '../people/index.ts';
import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Job } from '../platform/jobs.ts';
import { applyCorrection } from './correction.ts';
import type { OwnDataDeps } from './deps.ts';
import { factsOf, firstBlock } from './facts.ts';
import { sharedGroupsOf } from './shared-groups.ts';
import type { DataRequestRecord, ErasurePlan } from './store.ts';

export const ERASURE_JOB = 'own-data.erase';

/** Carries erasures and corrections out whose last word was said, and goes on with those that were interrupted. */
export function erasureJob(deps: OwnDataDeps): Job {
  return carryOnJob({
    ...{ name: ERASURE_JOB, what: 'request', collection: deps.requests, logger: deps.logger },
    underWay: { state: 'confirmed' },
    carryOn: (request) => (request.kind === 'correction' ? applyCorrection(deps, request) : erase(deps, request)),
  });
}

/**
 * Erases a person, step by step: each step can be taken again with no further effect, by two processes at once too. The
 * ledger comes first, because it alone can still say no, and nobody may be locked out of an account that stands; the
 * key comes last, because what is struck out needs the name. ADR 0090.
 */
export async function erase(deps: OwnDataDeps, request: DataRequestRecord): Promise<void> {
  if (request.kind !== 'erasure' || request.state !== 'confirmed') return;
  const person = await deps.people.byId(request.personId);
  if (person === null) throw new Error('a person who is to be erased is not there');
  const closed = await closeAccount(deps, request, person);
  if (isRefusal(closed)) {
    await giveBack(deps, request, closed);
    return;
  }
  const plan = await planOf(deps, request);
  await takeAway(deps, person, plan);
  await deps.people.forget(person.personId);
  await finish(deps, request, closed.givenPoints);
}

const pointsLeft = ({ available }: ErasureFacts): Refusal => refuse('erasure_points_left', { points: available });

/** Closes the account, or says why not; asks again what stands in the way, as long as the closing was not begun. */
async function closeAccount(
  deps: OwnDataDeps,
  request: DataRequestRecord,
  person: Person,
): Promise<{ readonly givenPoints: number } | Refusal> {
  const changeId = `${request._id}.${request.attempt}`;
  const before = (await deps.accountChanges.isBegun(changeId)) ? null : await whatBefore(deps, request, person);
  // Another process may have begun meanwhile: what it is in the middle of looks like something in the way.
  if (before !== null && !(await deps.accountChanges.isBegun(changeId))) return before;
  const change = await deps.accountChanges.closeDecided({
    changeId,
    person,
    giveRest: request.giveRest,
    askedBy: request.filedBy,
    approvedBy: request.approvals.at(-1)?.userId ?? request.filedBy,
  });
  if (change === null) return refuse('erasure_change_waiting');
  return change.state === 'done'
    ? { givenPoints: change.movedPoints ?? 0 }
    : (change.refusal ?? refuse('change_decided'));
}

/** What ends it before a closing begins: something in the way, or an account that was closed before; null where it can begin. */
async function whatBefore(
  deps: OwnDataDeps,
  { approvals, giveRest }: DataRequestRecord,
  person: Person,
): Promise<{ readonly givenPoints: number } | Refusal | null> {
  if ((await deps.ledger.view(person.accountId)).state.closed) return { givenPoints: 0 };
  const facts = await factsOf(deps, person);
  const block = firstBlock(facts, giveRest);
  if (block !== null) return block;
  return approvals.length < approvalsNeeded(facts.available) ? pointsLeft(facts) : null;
}

/**
 * Something came in between the last word and the first step: the office looks at it again. Where it is only that points
 * have come in, the first yes stands and a second is asked for.
 */
async function giveBack(deps: OwnDataDeps, request: DataRequestRecord, heldUp: Refusal): Promise<void> {
  const secondOnly = heldUp.refused === 'erasure_points_left' && request.giveRest;
  await deps.requests.updateOne(
    { _id: request._id, state: 'confirmed', attempt: request.attempt },
    {
      $set: {
        state: secondOnly ? 'first_approved' : 'asked',
        heldUp,
        decidedBy: null,
        decidedAt: null,
        decision: null,
        nextCheckAt: null,
        attempt: request.attempt + 1,
        ...(secondOnly ? {} : { approvals: [] }),
      },
    },
  );
}

/** What has to be found again after the profile's indexes are gone; written down before the first of them goes. */
async function planOf(deps: OwnDataDeps, { _id, personId, plan }: DataRequestRecord): Promise<ErasurePlan> {
  if (plan !== null) return plan;
  const contact = await deps.people.contactOf(personId);
  const phoneIndex = contact?.ownsPhone ? contact.phoneIndex : null;
  const signIn = phoneIndex === null ? null : await deps.auth.signInOf(phoneIndex);
  const made: ErasurePlan = { userId: signIn?.userId ?? null, phoneIndex };
  await deps.requests.updateOne({ _id, plan: null, state: 'confirmed' }, { $set: { plan: made } });
  const written = await deps.requests.findOne({ _id }, { projection: { plan: 1 } });
  return written?.plan ?? made;
}

/** Everything but the profile. */
async function takeAway(deps: OwnDataDeps, { personId }: Person, plan: ErasurePlan): Promise<void> {
  const [personIds, contact] = await Promise.all([deps.people.sameAs([personId]), deps.people.contactOf(personId)]);
  await deps.teams.leaveAll(personId);
  const { userId, phoneIndex } = plan;
  const onPhone = phoneIndex === null ? [] : await deps.people.byPhoneIndexes([phoneIndex]);
  const isShared = onPhone.some((other) => !personIds.includes(other.personId));
  const words = [contact?.name, contact?.phone].flatMap((word) => word || []);
  await deps.claims.forgetPerson({
    personIds,
    userId: isShared ? null : userId,
    words,
  });
  await deps.checkIns.strikeOut(personIds, words);
  await deps.redemptions.strikeOut(personIds, words);
  await strikeOutOfReasons(deps, personIds, words);
  for (const id of personIds) await deps.notifications.forget(id);
  if (phoneIndex === null || userId === null) return;
  if (!isShared) {
    await deps.shopStaff.forgetPhone(phoneIndex);
    await deps.shopApplications.forgetSignIn(userId);
  }
  await deps.auth.endSignIn({ userId, phoneIndex, isShared });
}

/** Out of what others wrote about their entries, limits, redemptions and findings; no entry and no proof holds a text. */
async function strikeOutOfReasons(
  deps: OwnDataDeps,
  personIds: readonly string[],
  words: readonly string[],
): Promise<void> {
  const [found, groups] = await Promise.all([deps.people.byIds(personIds), sharedGroupsOf(deps, personIds)]);
  const shared = groups.map(({ accountId }) => accountId);
  const own = [...found.values()].map(({ accountId }) => accountId);
  await deps.transactions.strikeOut({ own, shared }, words);
  await deps.adjustments.strikeOut(shared, words);
  const groupIds = groups.map(({ personId }) => personId);
  await deps.contests.strikeOut(groupIds, words);
  await deps.objections.strikeOut(personIds, words);
  await deps.velocity.strikeOut(personIds, words);
  await deps.settlements.strikeOut(personIds, words);
  await deps.watch.strikeOut(personIds, words);
}

async function finish(deps: OwnDataDeps, request: DataRequestRecord, givenPoints: number): Promise<void> {
  const subject = { kind: 'person', id: request.personId };
  // What they asked beside it has nobody any more whom it could be about.
  await deps.requests.updateMany(
    { personId: request.personId, kind: 'correction', open: true },
    { $set: { state: 'withdrawn', open: false, decidedAt: new Date(deps.clock.now()), nextCheckAt: null } },
  );
  const done = await deps.requests.updateOne(
    // Done is done, also where another process gave it back a moment ago.
    { _id: request._id, state: { $ne: 'done' } },
    {
      $set: {
        state: 'done',
        open: false,
        plan: null,
        givenPoints,
        finishedAt: new Date(deps.clock.now()),
        nextCheckAt: null,
      },
    },
  );
  if (done.modifiedCount === 0) return;
  await deps.audit.record({ principal: null, action: 'own_data.erase', subject, unitId: request.unitId });
}
