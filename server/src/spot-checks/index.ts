import type { BodyOf, spotChecks as contract, Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { SAMPLE_RULE, type SampleRule } from '@red-points/shared/domain/spot-checks';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { Platform } from '../platform/platform.ts';
import { unitSettings } from '../platform/unit-settings.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { checkableBy, checkItem } from './check-item.ts';
import type { SpotChecksDeps } from './deps.ts';
import { drawDue } from './draw-due.ts';
import { spotCheckRoutes } from './routes.ts';
import { SPOT_SETTINGS_COLLECTION, type SpotItemRecord, spotStore } from './store.ts';

export { ensureSpotChecks } from './store.ts';

export const SPOT_CHECK_JOB = 'spot-checks.draw';
const SPOT_CHECK_EVERY_MS = 60_000;

/** 抽查: each month a street looks again at a sample of posted credits, drawn by a seed that nobody can steer. */
export interface SpotChecks {
  /** Drawn credits of a unit and below that this caller could check, and since when the first waits. */
  waiting(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** How much is looked at again where these units are one below the other. */
  ruleOf(unitPath: readonly string[]): Promise<SampleRule>;
  /** Says what a drawn credit is, once. */
  check(
    principal: Principal,
    item: { readonly drawId: string; readonly creditId: string },
    result: BodyOf<typeof contract.check>,
  ): Promise<SpotItemRecord | Refusal>;
  routes(router: ApiRouter): void;
}

type FromPlatform = Pick<Platform, 'clock' | 'ids' | 'personalData' | 'logger'>;
export type SpotChecksNeeds = Omit<SpotChecksDeps, 'store' | 'settings' | keyof FromPlatform> & {
  readonly platform: FromPlatform & Pick<Platform, 'db' | 'jobs'>;
};

export function createSpotChecks({ platform, ...needs }: SpotChecksNeeds): SpotChecks {
  const { clock, ids, personalData, logger } = platform;
  const deps: SpotChecksDeps = {
    ...needs,
    clock,
    ids,
    personalData,
    logger,
    store: spotStore(platform.db),
    settings: unitSettings(platform.db, SPOT_SETTINGS_COLLECTION, SAMPLE_RULE),
  };
  platform.jobs.register({ name: SPOT_CHECK_JOB, everyMs: SPOT_CHECK_EVERY_MS, run: (run) => drawDue(deps, run) });
  return {
    waiting: (unitId, oneself) =>
      waitingIn(deps.store.items, { unitPath: unitId, open: true, ...checkableBy(oneself) }, 'drawnAt', {
        index: 'open',
      }),
    ruleOf: async (unitPath) => (await deps.settings.inForce(unitPath)).value,
    check: (principal, item, result) => checkItem(deps, principal, item, result),
    routes: (router) => spotCheckRoutes(router, deps),
  };
}
