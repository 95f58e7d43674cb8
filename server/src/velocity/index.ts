import type { Refusal } from '@red-points/shared/contracts';
import { VELOCITY_LIMITS, type VelocityLimits } from '@red-points/shared/domain/velocity';
import type { Db } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import { unitSettings } from '../platform/unit-settings.ts';
import { admit, type Redeeming } from './admit.ts';
import type { VelocityDeps } from './deps.ts';
import { velocityRoutes } from './routes.ts';
import { VELOCITY_SETTINGS_COLLECTION, velocityStore } from './store.ts';

export { ensureVelocity } from './store.ts';

/** How fast may be redeemed: limits per shop and per resident at a shop, which slow or stop, and are lifted on record. */
export interface Velocity {
  /** What counts at the shops of a path; read beside what else a redemption is begun with. */
  limitsOf(unitPath: readonly string[]): Promise<VelocityLimits>;
  /** Counts a redemption that begins, or says why it may not; asks nobody where nothing is limited. */
  admit(redeeming: Redeeming, limits: VelocityLimits): Promise<Refusal | null>;
  routes(router: ApiRouter): void;
}

export type VelocityNeeds = Omit<VelocityDeps, 'store' | 'settings'> & { readonly db: Db };

export function createVelocity({ db, ...needs }: VelocityNeeds): Velocity {
  const settings = unitSettings(db, VELOCITY_SETTINGS_COLLECTION, VELOCITY_LIMITS);
  const deps: VelocityDeps = { ...needs, store: velocityStore(db), settings };
  return {
    limitsOf: async (unitPath) => (await settings.inForce(unitPath)).value,
    admit: (redeeming, limits) => admit(deps, redeeming, limits),
    routes: (router) => velocityRoutes(router, deps),
  };
}
