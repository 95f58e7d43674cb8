import type { SharedLimit, SharedLimitOptions } from '../http/limits.ts';
import type { ApiRouter } from '../http/route.ts';
import type { ServiceDeps } from './deps.ts';
import { serviceRoutes } from './routes.ts';
import { serviceStore } from './store.ts';

export { serviceCheck } from './ledger-check.ts';
export { createStarLevels, type StarLevels } from './star-settings.ts';
export { ensureService } from './store.ts';

const NAME_CHECKS_MAX = 20;

/** Volunteer hours of persons, their star levels, and certificates of them. */
export interface Service {
  routes(router: ApiRouter): void;
}

export type ServiceNeeds = Omit<ServiceDeps, 'store' | 'nameLimit'> & {
  readonly sharedLimit: (options: SharedLimitOptions) => SharedLimit;
};

export function createService({ sharedLimit, ...needs }: ServiceNeeds): Service {
  const nameLimit = sharedLimit({ name: 'certificate-name', attemptsMax: NAME_CHECKS_MAX, periodSeconds: 3_600 });
  const deps: ServiceDeps = { ...needs, store: serviceStore(needs.db), nameLimit };
  return { routes: (router) => serviceRoutes(router, deps) };
}
