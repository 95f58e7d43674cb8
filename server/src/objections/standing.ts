import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { whyNotIndependent } from '@red-points/shared/domain/objections';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import type { CreditRecord } from '../credits/index.ts';
import type { ObjectionsDeps } from './deps.ts';
import type { ObjectionRecord } from './store.ts';

/** Where somebody stands to an objection: by their own role, as a deputy, or not at all. */
export interface Standing {
  /** Why they may not decide; null where they may. */
  readonly refusal: Refusal | null;
  /** Who lent them the right by which they may; null where their own role suffices. */
  readonly lentBy: string | null;
}

interface Item {
  readonly objection: ObjectionRecord;
  readonly credit: CreditRecord;
}

/** Whether a person is somebody, or was of their household on the day of an entry or is today. */
type IsFamily = (personId: string, credit: CreditRecord) => boolean;

/**
 * Where a caller stands to each of some objections. Households are those of today and of the day on which it happened, so that
 * moving out makes nobody independent. A lent right never lifts what bars the deputy, and a deputy does not decide what concerns
 * whoever lent it.
 */
export async function standingsTo(
  deps: ObjectionsDeps,
  principal: Principal,
  items: readonly Item[],
): Promise<Standing[]> {
  if (items.length === 0) return [];
  const [isFamily, isOwn, lent, handlers] = await Promise.all([
    familyOf(deps, principal.personIds),
    ownSignIns(deps.users, principal),
    rightsLentTo(deps, principal.userId),
    deps.credits.handledBy(items.map(({ credit }) => credit)),
  ]);
  return items.map((item) => {
    const { objection, credit } = item;
    const { unitPath } = objection;
    const hasRole = permits(principal, 'objections.decide', { unitPath });
    const rights = hasRole ? [] : lent.filter(({ unitId }) => unitPath.includes(unitId));
    if (!hasRole && rights.length === 0) return { refusal: refuse('out_of_scope'), lentBy: null };
    const userIds = [...(handlers.get(credit._id) ?? []), objection.filedBy];
    const dependent = dependenceOf(isOwn, isFamily, item, userIds);
    if (dependent !== null || hasRole) return { refusal: dependent, lentBy: null };
    const right = rights.find(({ isLenderFamily }) => dependenceOf(() => false, isLenderFamily, item, []) === null);
    return right === undefined
      ? { refusal: refuse('objection_lender_concerned'), lentBy: null }
      : { refusal: null, lentBy: right.lentBy };
  });
}

/** Units whose objections a caller decides as a deputy today. */
export async function unitsLentTo({ delegations }: ObjectionsDeps, userId: string): Promise<string[]> {
  return [...new Set((await delegations.of(userId)).map(({ unitId }) => unitId))];
}

function dependenceOf(
  isOwn: IsOwnSignIn,
  isFamily: IsFamily,
  { objection, credit }: Item,
  userIds: readonly string[],
): Refusal | null {
  const code = whyNotIndependent(isOwn, (personId) => isFamily(personId, credit), {
    userIds,
    objectorPersonId: objection.personId,
    beneficiaryPersonId: objection.beneficiaryPersonId,
  });
  return code === null ? null : refuse(code);
}

async function familyOf(deps: ObjectionsDeps, personIds: readonly string[]): Promise<IsFamily> {
  const isFamily = await deps.memberships.familyOn(personIds);
  return (personId, credit) => isFamily(personId, businessDate(credit.effectiveAt.getTime()));
}

async function rightsLentTo(deps: ObjectionsDeps, userId: string) {
  const rights = await deps.delegations.of(userId);
  return Promise.all(
    rights.map(async ({ unitId, lentBy }) => {
      const lender = await deps.users.byId(lentBy);
      const personIds = lender?.personId ? await deps.people.sameAs([lender.personId]) : [];
      return { unitId, lentBy, isLenderFamily: await familyOf(deps, personIds) };
    }),
  );
}
