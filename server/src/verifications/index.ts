import type { ApiRouter } from '../http/route.ts';
import type { Waiting } from '../platform/waiting.ts';
import type { VerificationDeps } from './deps.ts';
import { verificationRoutes } from './routes.ts';
import { verificationStore } from './store.ts';
import { verificationJob } from './verification-job.ts';

export { ensureVerifications } from './store.ts';

/** Verifications of the whole ledger, asked for by auditors and by the installation itself every night (账本核验). */
export interface Verifications {
  /** How many rows the newest finished verification found bad, and when it was finished. */
  bad(): Promise<Waiting>;
  routes(router: ApiRouter): void;
}

export function createVerifications(needs: Omit<VerificationDeps, 'store'>): Verifications {
  const deps: VerificationDeps = { ...needs, store: verificationStore(needs.db) };
  deps.jobs.register(verificationJob(deps));
  return {
    bad: async () => {
      const newest = await deps.store.runs.findOne({ state: 'finished' }, { sort: { requestedAt: -1, _id: -1 } });
      return { count: newest?.result?.bad ?? 0, since: newest?.finishedAt ?? null };
    },
    routes: (router) => verificationRoutes(router, deps),
  };
}
