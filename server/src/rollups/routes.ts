import { rollups as contract, type RollupStatus } from '@red-points/shared/contracts';
import type { Audit } from '../audit/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { RollupContext } from './deps.ts';
import type { RebuildRequests } from './rebuild-requests.ts';

/** Lets an administrator see how far the sums are, and have them counted anew. */
export function rollupRoutes(
  router: ApiRouter,
  context: RollupContext,
  requests: RebuildRequests,
  audit: Pick<Audit, 'record'>,
): void {
  const status = async (): Promise<RollupStatus> => {
    const [state, request] = await Promise.all([context.store.state(), requests.latest()]);
    return {
      counted: state?.counted ?? null,
      countedAt: state === null ? null : new Date(state.updatedAtMs).toISOString(),
      rebuild:
        request === null
          ? null
          : {
              askedAt: request.askedAt.toISOString(),
              startedAt: request.startedAt?.toISOString() ?? null,
              done: request.done,
              total: request.total,
              finishedAt: request.finishedAt?.toISOString() ?? null,
            },
    };
  };
  route(router, contract.status, status);
  route(router, contract.rebuild, async ({ principal }) => {
    await requests.ask();
    await audit.record({
      principal,
      action: 'rollups.rebuild',
      subject: { kind: 'rollups', id: 'all' },
      unitId: null,
    });
    return status();
  });
}
