import type { BodyOf, contests as contract } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { Memberships, OneselfIds } from '../memberships/index.ts';
import type { NoticeSource } from '../notifications/index.ts';
import { type SealedText, strikeOutSealed } from '../platform/strike-out.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { answer, answerableBy } from './answer.ts';
import type { ContestsDeps } from './deps.ts';
import { fileOwn } from './file.ts';
import { contestNotices } from './notices.ts';
import { contestRoutes } from './routes.ts';
import { ANSWER_KIND, type ContestRecord, contestCollection, REASON_KIND } from './store.ts';

export { ensureContests } from './store.ts';

/** Doubts about entries (疑问): a resident asks, somebody independent answers; a change is a linked entry, never another one. */
export interface Contests {
  /** A person doubts an entry of an account that they may look into. */
  fileOwn(
    principal: Principal,
    doubt: { readonly entryId: string; readonly reason: string },
    request: RequestIdentity,
  ): ReturnType<typeof fileOwn>;
  answer(
    principal: Principal,
    contestId: string,
    given: BodyOf<typeof contract.answer>,
    request: RequestIdentity,
  ): ReturnType<typeof answer>;
  readonly noticeSource: NoticeSource;
  /** How many of a unit and below this caller could answer, and since when the first waits. */
  waiting(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** How many questions of a person nobody has answered. */
  openOf(personId: string): Promise<number>;
  /** Strikes words about somebody out of doubts about entries of these households and organisations, and their answers. Safe to repeat. */
  strikeOut(ownerIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface ContestsNeeds extends Omit<ContestsDeps, 'contests'> {
  readonly db: Db;
  readonly memberships: ContestsDeps['memberships'] & Pick<Memberships, 'responsibleOf'>;
}

export function createContests({ db, ...needs }: ContestsNeeds): Contests {
  const deps: ContestsDeps = { ...needs, contests: contestCollection(db) };
  return {
    fileOwn: (principal, doubt, request) => fileOwn(deps, principal, doubt, request),
    answer: (principal, contestId, given, request) => answer(deps, principal, contestId, given, request),
    noticeSource: contestNotices(needs),
    waiting: (unitId, oneself) =>
      waitingIn(deps.contests, { unitPath: unitId, open: true, ...answerableBy(oneself) }, 'filedAt', {
        index: 'waiting',
      }),
    openOf: (personId) => deps.contests.countDocuments({ personId, open: true }),
    strikeOut: (ownerIds, words) => {
      const ownerOf = ({ ownerId }: ContestRecord) => ownerId;
      const texts: SealedText<ContestRecord>[] = [
        { field: 'reason', kind: REASON_KIND, ownerOf },
        { field: 'answer', kind: ANSWER_KIND, ownerOf },
      ];
      return strikeOutSealed(deps.personalData, deps.contests, { ownerId: { $in: [...ownerIds] } }, texts, words);
    },
    routes: (router) => contestRoutes(router, deps),
  };
}
