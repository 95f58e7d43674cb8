import { type BodyOf, type delegations as contract, isRefusal } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { isDelegated } from '@red-points/shared/domain/delegations';
import { type Principal, rolesFor } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { User } from '../auth/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { DelegationsDeps } from './deps.ts';
import { grantDelegation } from './grant.ts';
import { delegationNotices } from './notices.ts';
import { delegationRoutes } from './routes.ts';
import { type DelegationRecord, delegationCollection } from './store.ts';

export { ensureDelegations } from './store.ts';

/** A right that counts today. */
export interface LentRight {
  readonly delegationId: string;
  readonly unitId: string;
  readonly lentBy: string;
  readonly deputyUserId: string;
  /** Its last business date. */
  readonly until: string;
}

/** Rights to review that were lent for some days (代审授权): who, to whom, from, until; recorded and revocable. */
export interface Delegations {
  /** Lends the right to review in a unit to a deputy for some days. */
  grant(
    principal: Principal,
    lending: BodyOf<typeof contract.grant>,
    request: RequestIdentity,
  ): ReturnType<typeof grantDelegation>;
  /** What this sign-in may decide as a deputy today. */
  of(userId: string): Promise<LentRight[]>;
  /** Who may decide in any of these units as a deputy today. */
  in(unitIds: readonly string[]): Promise<LentRight[]>;
  /** Told when a right was lent or taken back, in the process that did. */
  onChange(listener: (unitId: string) => Promise<void>): void;
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

export interface DelegationsNeeds extends Omit<DelegationsDeps, 'delegations'> {
  readonly db: Db;
}

function holdsRight({ grants }: User, unitPath: readonly string[]): boolean {
  const roles = rolesFor('reviews.decide');
  return grants.some(({ role, unitId }) => roles.includes(role) && unitId !== null && unitPath.includes(unitId));
}

export function createDelegations({ db, ...needs }: DelegationsNeeds): Delegations {
  const deps: DelegationsDeps = { ...needs, delegations: delegationCollection(db) };
  const listeners: ((unitId: string) => Promise<void>)[] = [];
  const today = () => businessDate(deps.clock.now());
  /** Those of today whose lender still holds what they lent. */
  const counting = async (records: readonly DelegationRecord[]): Promise<LentRight[]> => {
    const current = records.filter(({ from, until, revokedAt }) =>
      isDelegated({ from, until, revoked: revokedAt !== null }, today()),
    );
    const rights = await Promise.all(
      current.map(async ({ _id, unitId, unitPath, lentBy, deputyUserId, until }) => {
        const lender = await deps.users.byId(lentBy);
        const holds = lender !== null && lender.status === 'active' && holdsRight(lender, unitPath);
        return holds ? [{ delegationId: _id, unitId, lentBy, deputyUserId, until }] : [];
      }),
    );
    return rights.flat();
  };
  const of = async (userId: string): Promise<LentRight[]> =>
    counting(await deps.delegations.find({ deputyUserId: userId, until: { $gte: today() } }).toArray());
  const changed = async ({ unitId }: DelegationRecord): Promise<void> => {
    for (const listener of listeners) await listener(unitId);
  };
  return {
    grant: async (principal, lending, request) => {
      const granted = await grantDelegation(deps, principal, lending, request);
      if (!isRefusal(granted)) await changed(granted);
      return granted;
    },
    of,
    in: async (unitIds) =>
      counting(await deps.delegations.find({ unitId: { $in: [...unitIds] }, until: { $gte: today() } }).toArray()),
    onChange: (listener) => listeners.push(listener),
    noticeSource: delegationNotices(),
    routes: (router) => delegationRoutes(router, deps, { of, changed }),
  };
}
