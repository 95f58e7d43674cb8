import type { Refusal } from '@red-points/shared/contracts';
import { VELOCITY_LIMITS, type VelocityLimits } from '@red-points/shared/domain/velocity';
import type { Db } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import { strikeOut } from '../platform/strike-out.ts';
import { unitSettings } from '../platform/unit-settings.ts';
import type { Waiting } from '../platform/waiting.ts';
import { admit, type Redeeming } from './admit.ts';
import type { VelocityDeps } from './deps.ts';
import { velocityRoutes } from './routes.ts';
import { VELOCITY_SETTINGS_COLLECTION, velocityStore } from './store.ts';

export { ensureVelocity } from './store.ts';

/** How fast may be redeemed: limits per shop and per resident at a shop, which slow or stop, and are lifted on record. */
export interface Velocity {
  /** What is set for shops of a unit. */
  limits(unitPath: readonly string[]): Promise<VelocityLimits>;
  /** Counts a redemption that begins, or says why it may not. */
  admit(redeeming: Redeeming): Promise<Refusal | null>;
  /** Limits of a unit and below that keep people from redeeming now, and since when the first does. */
  waiting(unitId: string): Promise<Waiting>;
  /** Strikes words about these people out of why a limit of theirs was lifted. Safe to repeat. */
  strikeOut(personIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

/** More than these need not be counted for a list of what waits. */
const WAITING_MAX = 200;

export type VelocityNeeds = Omit<VelocityDeps, 'store' | 'settings'> & { readonly db: Db };

export function createVelocity({ db, ...needs }: VelocityNeeds): Velocity {
  const settings = unitSettings(db, VELOCITY_SETTINGS_COLLECTION, VELOCITY_LIMITS);
  const deps: VelocityDeps = { ...needs, store: velocityStore(db), settings };
  return {
    limits: async (unitPath) => (await settings.inForce(unitPath)).value,
    admit: (redeeming) => admit(deps, redeeming),
    waiting: async (unitId) => {
      const running = { unitPath: unitId, endsAt: { $gt: new Date(deps.clock.now()) }, lift: null };
      const found = await deps.store.stops
        .find(running, { projection: { firstAt: 1 }, hint: 'running' })
        .limit(WAITING_MAX)
        .toArray();
      const firstAtMs = found.map(({ firstAt }) => firstAt.getTime());
      return { count: found.length, since: found.length === 0 ? null : new Date(Math.min(...firstAtMs)) };
    },
    strikeOut: (personIds, words) =>
      strikeOut(deps.store.stops, { personId: { $in: [...personIds] } }, ['lift'], words),
    routes: (router) => velocityRoutes(router, deps),
  };
}
