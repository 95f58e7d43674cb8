import {
  type BodyOf,
  type objections as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { CreditRecord } from '../credits/index.ts';
import { type RequestIdentity, repeats } from '../http/idempotency.ts';
import { atomically } from '../platform/atomically.ts';
import type { ObjectionsDeps } from './deps.ts';
import { standingsTo } from './standing.ts';
import { ANSWER_KIND, type ObjectionRecord } from './store.ts';

type Verdict = BodyOf<typeof contract.decide>;

/**
 * Decides an objection, once, by somebody without a part in it. Decision and credit change together; afterwards what is not
 * posted goes back to its budget, and what has been public long enough is posted.
 */
export async function decide(
  deps: ObjectionsDeps,
  principal: Principal,
  objectionId: string,
  verdict: Verdict,
  request: RequestIdentity,
): Promise<ObjectionRecord | Refusal> {
  const objection = await deps.objections.findOne({ _id: objectionId });
  if (objection === null) return refuse('objection_not_found');
  const credit = await creditOf(deps, objection);
  const [standing] = await standingsTo(deps, principal, [{ objection, credit }]);
  if (standing === undefined || standing.refusal?.refused === 'out_of_scope') return refuse('out_of_scope');
  const again = repeats(objection.decisionRequest, request);
  if (isRefusal(again)) return again;
  if (again) {
    // Its process may have ended before it went on with the credit.
    await deps.credits.released(credit);
    return objection;
  }
  if (!objection.open) return refuse('objection_decided');
  const { refusal, lentBy } = standing;
  if (refusal !== null) return refusal;
  const answer = await deps.personalData.sealUnlessErased(objection.beneficiaryPersonId, ANSWER_KIND, {
    text: verdict.reason,
  });
  const decided = await atomically(deps.db.client, (session) =>
    write(deps, { objection, verdict, principal, lentBy, request, answer }, session),
  );
  if (isRefusal(decided)) return decided;
  await deps.audit.record({
    principal,
    action: `objections.${verdict.outcome}`,
    subject: { kind: 'objection', id: objectionId },
    unitId: objection.unitId,
  });
  await deps.credits.released(decided.credit);
  return decided.objection;
}

interface Writing {
  readonly objection: ObjectionRecord;
  readonly verdict: Verdict;
  readonly principal: Principal;
  readonly lentBy: string | null;
  readonly request: RequestIdentity;
  readonly answer: ObjectionRecord['answer'];
}

async function write(
  deps: ObjectionsDeps,
  { objection, verdict, principal, lentBy, request, answer }: Writing,
  session: ClientSession,
): Promise<{ objection: ObjectionRecord; credit: CreditRecord } | Refusal> {
  const { outcome, points, minutes } = verdict;
  const at = new Date(deps.clock.now());
  const given = { ...(points === undefined ? {} : { points }), ...(minutes === undefined ? {} : { minutes }) };
  const releasing = { objectionId: objection._id, release: outcome, given, by: principal.userId, at };
  const released = await deps.credits.release(objection.creditId, releasing, session);
  if (isRefusal(released)) return released;
  const { credit, before } = released;
  const decision = { state: outcome, open: false, decidedBy: principal.userId, lentBy, decidedAt: at, answer };
  const to = { points: credit.points, minutes: credit.minutes };
  const decided = await deps.objections.findOneAndUpdate(
    { _id: objection._id, open: true },
    {
      $set: {
        ...decision,
        decisionRequest: request,
        correction: outcome === 'corrected' ? { from: before, to } : null,
      },
    },
    { session, returnDocument: 'after' },
  );
  if (decided === null) return refuse('objection_decided');
  if (outcome === 'upheld') {
    // Struck out for one, it is struck out for everybody who objected.
    await deps.objections.updateMany(
      { creditId: objection.creditId, open: true },
      { $set: { ...decision, decidedWith: objection._id } },
      { session },
    );
  }
  return { objection: decided, credit };
}

/** Whoever objected takes it back before it is decided: the window goes on. */
export async function withdraw(
  deps: ObjectionsDeps,
  principal: Principal,
  objectionId: string,
): Promise<ObjectionRecord | Refusal> {
  const objection = await deps.objections.findOne({ _id: objectionId });
  if (objection === null || objection.personId !== (principal.actingPersonId ?? ''))
    return refuse('objection_not_found');
  return takeBack(deps, objection);
}

/** An officer takes back, for whoever came to the office, what was written down there. */
export async function withdrawFor(
  deps: ObjectionsDeps,
  principal: Principal,
  objectionId: string,
): Promise<ObjectionRecord | Refusal> {
  const objection = await deps.objections.findOne({ _id: objectionId });
  if (objection === null) return refuse('objection_not_found');
  if (!permits(principal, 'objections.file', { unitPath: objection.unitPath })) return refuse('out_of_scope');
  if (objection.channel !== 'office') return refuse('objection_not_of_office');
  const withdrawn = await takeBack(deps, objection);
  if (isRefusal(withdrawn)) return withdrawn;
  const subject = { kind: 'objection', id: objectionId };
  await deps.audit.record({ principal, action: 'objections.withdraw', subject, unitId: objection.unitId });
  return withdrawn;
}

async function takeBack(deps: ObjectionsDeps, objection: ObjectionRecord): Promise<ObjectionRecord | Refusal> {
  if (objection.state === 'withdrawn') {
    await deps.credits.released(await creditOf(deps, objection));
    return objection;
  }
  if (!objection.open) return refuse('objection_decided');
  const at = new Date(deps.clock.now());
  const done = await atomically(deps.db.client, async (session) => {
    const releasing = { objectionId: objection._id, release: 'withdrawn' as const, given: {}, by: null, at };
    const released = await deps.credits.release(objection.creditId, releasing, session);
    if (isRefusal(released)) return released;
    const withdrawn = await deps.objections.findOneAndUpdate(
      { _id: objection._id, open: true },
      { $set: { state: 'withdrawn', open: false, decidedAt: at } },
      { session, returnDocument: 'after' },
    );
    return withdrawn === null ? refuse('objection_decided') : { withdrawn, credit: released.credit };
  });
  if (isRefusal(done)) return done;
  await deps.credits.released(done.credit);
  return done.withdrawn;
}

async function creditOf(deps: ObjectionsDeps, { creditId }: ObjectionRecord): Promise<CreditRecord> {
  const [credit] = await deps.credits.byIds([creditId]);
  if (credit === undefined) throw new Error('an objected credit is missing');
  return credit;
}
