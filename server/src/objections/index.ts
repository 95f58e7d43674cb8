import type { BodyOf, objections as contract } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import type { Credits } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type SealedText, strikeOutSealed } from '../platform/strike-out.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { decide } from './decide.ts';
import type { ObjectionsDeps } from './deps.ts';
import { fileOwn } from './file.ts';
import { handUpJob } from './hand-up.ts';
import { objectionNotices } from './notices.ts';
import { objectionRoutes } from './routes.ts';
import { unitsLentTo } from './standing.ts';
import { ANSWER_KIND, laneCollection, type ObjectionRecord, objectionCollection, REASON_KIND } from './store.ts';

export { HAND_UP_JOB } from './hand-up.ts';
export { objectionCheck } from './ledger-check.ts';
export { ensureObjections } from './store.ts';

/** Objections to entries in publicity (异议): each freezes its entry alone until somebody independent decides. */
export interface Objections {
  /** Somebody who signed in objects to an entry that they may see. */
  fileOwn(
    principal: Principal,
    objection: { readonly creditId: string; readonly reason: string },
    request: RequestIdentity,
  ): ReturnType<typeof fileOwn>;
  decide(
    principal: Principal,
    objectionId: string,
    verdict: BodyOf<typeof contract.decide>,
    request: RequestIdentity,
  ): ReturnType<typeof decide>;
  readonly noticeSource: NoticeSource;
  /** How many of a unit and below wait for a decision, and since when the first does. */
  waiting(unitId: string): Promise<Waiting>;
  /** How many wait in the units that a deputy decides for today. */
  waitingForDeputy(userId: string): Promise<Waiting>;
  /** How many were handed up to a unit, and since when the first waits. */
  handedUpTo(unitId: string): Promise<Waiting>;
  /** How many are undecided that a person filed, or that are about what is theirs. */
  openOf(personId: string): Promise<number>;
  /** Strikes words about these people out of what others wrote where they objected or were objected to. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface ObjectionsNeeds extends Omit<ObjectionsDeps, 'objections' | 'lanes'> {
  readonly jobs: Pick<Platform['jobs'], 'register'>;
  readonly credits: ObjectionsDeps['credits'] & Pick<Credits, 'provideObjected'>;
}

export function createObjections(needs: ObjectionsNeeds): Objections {
  const deps: ObjectionsDeps = {
    ...needs,
    objections: objectionCollection(needs.db),
    lanes: laneCollection(needs.db),
  };
  needs.credits.provideObjected(async (personId, creditIds) => {
    const own = { personId, open: true, creditId: { $in: [...creditIds] } };
    const found = await deps.objections.find(own, { projection: { creditId: 1 } }).toArray();
    return new Set(found.map(({ creditId }) => creditId));
  });
  needs.jobs.register(handUpJob(deps));
  const waiting = async (filter: Filter<ObjectionRecord>) => {
    return waitingIn(deps.objections, filter, 'filedAt');
  };
  return {
    fileOwn: (principal, objection, request) => fileOwn(deps, principal, objection, request),
    decide: (principal, objectionId, verdict, request) => decide(deps, principal, objectionId, verdict, request),
    noticeSource: objectionNotices(needs.users),
    waiting: (unitId) => waiting({ unitPath: unitId, open: true }),
    waitingForDeputy: async (userId) => waiting({ unitPath: { $in: await unitsLentTo(deps, userId) }, open: true }),
    openOf: (personId) =>
      deps.objections.countDocuments({ open: true, $or: [{ personId }, { beneficiaryPersonId: personId }] }),
    strikeOut: async (personIds, words) => {
      const ids = { $in: [...personIds] };
      const reason: SealedText<ObjectionRecord> = {
        field: 'reason',
        kind: REASON_KIND,
        ownerOf: (one) => one.personId,
      };
      const answer: SealedText<ObjectionRecord> = {
        field: 'answer',
        kind: ANSWER_KIND,
        ownerOf: (one) => one.beneficiaryPersonId,
      };
      const { personalData, objections } = deps;
      await strikeOutSealed(personalData, objections, { beneficiaryPersonId: ids }, [reason], words);
      await strikeOutSealed(personalData, objections, { personId: ids }, [answer], words);
    },
    handedUpTo: (unitId) => waiting({ unitPath: unitId, open: true, 'escalation.unitId': unitId }),
    routes: (router) => objectionRoutes(router, deps),
  };
}
