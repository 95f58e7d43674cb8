import type { ProblemCode } from '@red-points/shared/contracts';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { User } from '../auth/index.ts';
import type { LentRight } from '../delegations/index.ts';
import type { ReviewsDeps } from './deps.ts';
import { type Independence, independenceOf } from './independence.ts';
import type { ReviewableRecord } from './reviewable.ts';

/** Where somebody stands to an item: by their own role, as a deputy, or not at all. */
export interface Standing {
  /** Why they may not decide it; null where they may. */
  readonly refusal: ProblemCode | null;
  /** The lent right by which they may; null where their own role suffices. */
  readonly lent: LentRight | null;
}

/** Somebody who reads or decides the queue, with every right that counts today. */
export interface Reviewer {
  standing(record: Pick<ReviewableRecord, 'unitPath'> & ReviewableRecord): Standing;
  /** Whether a sign-in is theirs, by who they are. */
  readonly isOwn: (userId: string) => boolean;
  mayRead(unitPath: readonly string[]): boolean;
  /** Units whose queue they read; null for all. */
  readUnits(): readonly string[] | null;
}

type Needed = Pick<ReviewsDeps, 'clock' | 'memberships' | 'delegations' | 'users' | 'people'>;

interface Lent {
  readonly right: LentRight;
  /** Of who lent it: a deputy does not decide what benefits them. */
  readonly lender: Independence;
}

/**
 * Learns in a few queries where somebody stands to any number of items. A lent right never
 * lifts what bars the deputy: own claims, own benefit, own household, own activities.
 */
export async function reviewerOf(deps: Needed, principal: Principal): Promise<Reviewer> {
  const [independence, lent] = await Promise.all([independenceOf(deps, principal), lentTo(deps, principal.userId)]);
  const covering = (unitPath: readonly string[]): Lent[] => lent.filter(({ right }) => unitPath.includes(right.unitId));
  const may = (action: Action, unitPath: readonly string[]): boolean => permits(principal, action, { unitPath });
  return {
    isOwn: independence.isOwn,
    mayRead: (unitPath) => may('reviews.read', unitPath) || covering(unitPath).length > 0,
    readUnits: () => {
      const own = unitsFor(principal, 'reviews.read');
      return own === null ? null : [...new Set([...own, ...lent.map(({ right }) => right.unitId)])];
    },
    standing: (record) => {
      const isOwn = may('reviews.decide', record.unitPath);
      const rights = isOwn ? [] : covering(record.unitPath);
      if (!isOwn && rights.length === 0) return { refusal: 'out_of_scope', lent: null };
      const barred = independence.whyNot(record);
      if (barred !== null || isOwn) return { refusal: barred, lent: null };
      const fit = rights.find(({ lender }) => !BENEFITS.has(lender.whyNot(record) ?? ''));
      return fit === undefined ? { refusal: 'review_lender_benefit', lent: null } : { refusal: null, lent: fit.right };
    },
  };
}

const BENEFITS: ReadonlySet<string> = new Set(['review_own_benefit', 'review_own_household']);

async function lentTo(deps: Needed, userId: string): Promise<Lent[]> {
  const rights = await deps.delegations.of(userId);
  const lent = await Promise.all(
    rights.map(async (right) => {
      const lender = await principalOfUser(deps, right.lentBy);
      return lender === null ? [] : [{ right, lender: await independenceOf(deps, lender) }];
    }),
  );
  return lent.flat();
}

/** A member of staff as they would be signed in now; null where the sign-in is gone or disabled. */
export async function principalOfUser(
  deps: Pick<ReviewsDeps, 'users' | 'people'>,
  userId: string,
): Promise<Principal | null> {
  const user = await deps.users.byId(userId);
  return user === null || user.status !== 'active' ? null : principalOf(deps, user);
}

export async function principalOf(deps: Pick<ReviewsDeps, 'people'>, user: User): Promise<Principal> {
  const personIds = user.personId === null ? [] : await deps.people.sameAs([user.personId]);
  return {
    userId: user.userId,
    sessionId: '',
    face: 'console',
    grants: user.grants,
    personIds,
    actingPersonId: null,
  };
}
