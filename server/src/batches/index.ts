import type { Refusal } from '@red-points/shared/contracts';
import { parseBatchItemId } from '@red-points/shared/domain/batches';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { SheetSource } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { SourceTitle } from '../people/index.ts';
import type { Waiting } from '../platform/waiting.ts';
import { batchBudgetSource, postingBatches } from './budget-source.ts';
import { confirmBatch } from './decide-batch.ts';
import type { BatchesDeps, BatchNeeds } from './deps.ts';
import { type Filing, fileBatch } from './file-batch.ts';
import { type BatchProgress, postBatch } from './post-batch.ts';
import { postingJob } from './posting-job.ts';
import { batchRoutes } from './routes.ts';
import { batchSheets } from './sheet-credits.ts';
import { type BatchRecord, batchStore } from './store.ts';

export type { BatchNeeds } from './deps.ts';
export { batchItemMatcher } from './match-ledger.ts';
export { BATCH_POSTING_JOB } from './posting-job.ts';
export { type BatchRecord, ensureBatches } from './store.ts';

/** Bulk posting (批量入账): up to 10,000 items filed by one person, confirmed by another, posted once each. */
export interface Batches {
  /** Keeps a batch with what is wrong with each item; posts nothing. The same request again goes on where it stopped. */
  file(principal: Principal, filing: Filing, request: RequestIdentity): Promise<BatchRecord | Refusal>;
  /** Confirms; posting is then done by the job of any process, or by `post`. */
  confirm(principal: Principal, batchId: string, request: RequestIdentity): Promise<BatchRecord | Refusal | null>;
  /** Posts a confirmed batch to its end; returns it. Null where there is no such batch. */
  post(batchId: string, onProgress?: (progress: BatchProgress) => void): Promise<BatchRecord | null>;
  get(batchId: string): Promise<BatchRecord | null>;
  /** Batches of a unit and below that another person than this one filed and nobody has decided. */
  waiting(unitId: string, oneself: Pick<OneselfIds, 'signIns'>): Promise<Waiting>;
  /** What batches gave, for whoever looks over it. */
  readonly sheets: SheetSource;
  routes(router: ApiRouter): void;
}

/** More than these need not be counted for a list of what waits. */
const WAITING_MAX = 200;

/** Makes the noun and registers its job. */
export function createBatches(needs: BatchNeeds): Batches {
  const deps: BatchesDeps = { ...needs, store: batchStore(needs.platform.db) };
  const { batches } = deps.store;
  const get = (batchId: string): Promise<BatchRecord | null> => batches.findOne({ _id: batchId });
  needs.platform.jobs.register(postingJob(deps));
  needs.budgets.addSource(batchBudgetSource(deps));
  needs.budgets.addHolders('batch', (batchIds) => postingBatches(deps, batchIds));
  needs.people.sourceTitles.register('batch_item', (itemIds) => titlesOf(deps, itemIds));
  return {
    file: (principal, filing, request) => fileBatch(deps, principal, filing, request),
    confirm: async (principal, batchId, request) => {
      const batch = await get(batchId);
      return batch === null ? null : confirmBatch(deps, batch, principal, request);
    },
    post: async (batchId, onProgress) => {
      await postBatch(deps, batchId, onProgress === undefined ? {} : { onProgress });
      return get(batchId);
    },
    get,
    waiting: async (unitId, { signIns }) => {
      const found = await batches
        .find({ unitPath: unitId, state: 'filed', filedBy: { $nin: signIns } }, { projection: { filedAt: 1 } })
        .sort({ filedAt: 1 })
        .limit(WAITING_MAX)
        .toArray();
      return { count: found.length, since: found[0]?.filedAt ?? null };
    },
    sheets: batchSheets(deps),
    routes: (router) => batchRoutes(router, deps),
  };
}

/** What statements call an item: the title of its batch and the unit that issued it. */
async function titlesOf(deps: BatchesDeps, itemIds: readonly string[]): Promise<ReadonlyMap<string, SourceTitle>> {
  const batchOf = new Map(itemIds.map((id) => [id, parseBatchItemId(id)?.batchId ?? '']));
  const wanted = { _id: { $in: [...new Set(batchOf.values())] } };
  const found = await deps.store.batches.find(wanted, { projection: { title: 1, unitId: 1 } }).toArray();
  const places = await deps.orgUnits.names(found.map(({ unitId }) => unitId));
  const byId = new Map(found.map(({ _id, title, unitId }) => [_id, { title, place: places.get(unitId) ?? null }]));
  return new Map(
    itemIds.flatMap((id) => {
      const title = byId.get(batchOf.get(id) ?? '');
      return title === undefined ? [] : [[id, title] as const];
    }),
  );
}
