import { businessDate } from '@red-points/shared/domain/calendar';
import { isDelegated } from '@red-points/shared/domain/delegations';
import type { Db } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { DelegationsDeps } from './deps.ts';
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

export function createDelegations({ db, ...needs }: DelegationsNeeds): Delegations {
  const deps: DelegationsDeps = { ...needs, delegations: delegationCollection(db) };
  const listeners: ((unitId: string) => Promise<void>)[] = [];
  const today = () => businessDate(deps.clock.now());
  const counting = (records: readonly DelegationRecord[]): LentRight[] =>
    records
      .filter(({ from, until, revokedAt }) => isDelegated({ from, until, revoked: revokedAt !== null }, today()))
      .map(({ _id, unitId, lentBy, deputyUserId, until }) => ({
        delegationId: _id,
        unitId,
        lentBy,
        deputyUserId,
        until,
      }));
  return {
    of: async (userId) =>
      counting(await deps.delegations.find({ deputyUserId: userId, until: { $gte: today() } }).toArray()),
    in: async (unitIds) =>
      counting(await deps.delegations.find({ unitId: { $in: [...unitIds] }, until: { $gte: today() } }).toArray()),
    onChange: (listener) => listeners.push(listener),
    noticeSource: delegationNotices(),
    routes: (router) =>
      delegationRoutes(router, deps, async ({ unitId }) => {
        for (const listener of listeners) await listener(unitId);
      }),
  };
}
