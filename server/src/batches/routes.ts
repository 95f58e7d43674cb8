import { type Batch, batches as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { sliceOfItem } from '@red-points/shared/domain/batches';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { pageByDate } from '../http/date-pages.ts';
import { fingerprintOf, type RequestIdentity } from '../http/idempotency.ts';
import { readLargeJson } from '../http/large-json.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { isShown, viewBatches, viewItems } from './batch-view.ts';
import { confirmBatch, declineBatch, withdrawBatch } from './decide-batch.ts';
import type { BatchesDeps } from './deps.ts';
import { fileBatch, readFiling } from './file-batch.ts';
import { sendOutcomes } from './outcomes-file.ts';
import { startPosting } from './posting-job.ts';
import type { BatchRecord } from './store.ts';

/** Ten thousand items with names, phones and dates are about 1.5 MB. */
const BODY_BYTES_MAX = 4 * 1024 * 1024;

const itemsCursor = z.tuple([z.number().int().min(0)]);

export function batchRoutes(router: ApiRouter, deps: BatchesDeps): void {
  route(router, contract.file, async ({ principal, language, req, idempotencyKey }) => {
    const body = await readLargeJson(req, BODY_BYTES_MAX);
    if (isRefusal(body)) return body;
    const filing = readFiling(body.value, language);
    if (isRefusal(filing)) return filing;
    const fingerprint = fingerprintOf(contract.file.id, body.digest, principal.actingPersonId);
    const request = { caller: principal.userId, key: idempotencyKey, fingerprint };
    const filed = await fileBatch(deps, principal, filing, request);
    if (!isRefusal(filed)) await recordAct(deps, principal, 'batches.file', filed, request);
    return viewOne(deps, filed, principal);
  });

  route(router, contract.list, async ({ query, principal }) => {
    const filter: Filter<BatchRecord> = { state: query.state ?? { $nin: ['checking', 'withdrawn'] } };
    const units = await unitsAsked(deps, principal, query.unitId);
    if (isRefusal(units)) return units;
    if (units !== null) filter.unitPath = { $in: [...units] };
    const { limit, cursor } = query;
    const found = await pageByDate(deps.store.batches, filter, { by: 'filedAt', limit, cursor });
    if (isRefusal(found)) return found;
    return { items: await viewBatches(deps, found.page, principal), nextCursor: found.nextCursor };
  });

  route(router, contract.get, async ({ params, principal }) =>
    viewOne(deps, await permitted(deps, params.batchId, principal, 'batches.read'), principal),
  );

  route(router, contract.items, async ({ params, query, principal }) => {
    const batch = await permitted(deps, params.batchId, principal, 'batches.read');
    if (isRefusal(batch)) return batch;
    const after = decodeCursor(query.cursor, itemsCursor);
    if (isRefusal(after)) return after;
    return itemsPage(deps, batch, { after: after?.[0] ?? 0, limit: query.limit, show: query.show });
  });

  route(router, contract.confirm, async ({ params, principal, identity }) => {
    const batch = await permitted(deps, params.batchId, principal, 'batches.confirm');
    if (isRefusal(batch)) return batch;
    const request = identity();
    const confirmed = await confirmBatch(deps, batch, principal, request);
    if (!isRefusal(confirmed) && batch.state === 'filed') {
      await recordAct(deps, principal, 'batches.confirm', confirmed, request);
    }
    if (!isRefusal(confirmed) && confirmed.state === 'posting') startPosting(deps);
    return viewOne(deps, confirmed, principal);
  });

  route(router, contract.decline, async ({ params, body, principal }) => {
    const batch = await permitted(deps, params.batchId, principal, 'batches.confirm');
    if (isRefusal(batch)) return batch;
    const declined = await declineBatch(deps, batch, principal, body.reason);
    if (!isRefusal(declined)) await recordAct(deps, principal, 'batches.decline', declined);
    return viewOne(deps, declined, principal);
  });

  route(router, contract.withdraw, async ({ params, principal }) => {
    const batch = await permitted(deps, params.batchId, principal, 'batches.file');
    if (isRefusal(batch)) return batch;
    const withdrawn = await withdrawBatch(deps, batch, principal);
    if (!isRefusal(withdrawn)) await recordAct(deps, principal, 'batches.withdraw', withdrawn);
    return viewOne(deps, withdrawn, principal);
  });

  route(router, contract.outcomes, async ({ params, principal, language, res }) => {
    const batch = await permitted(deps, params.batchId, principal, 'batches.read');
    if (isRefusal(batch)) return batch;
    res.set('Cache-Control', 'no-store').attachment('outcomes.csv').type('text/csv; charset=utf-8');
    await sendOutcomes(deps, batch._id, language, res);
    return undefined;
  });
}

interface ItemsQuery {
  /** Items up to this number were shown already. */
  readonly after: number;
  readonly limit: number;
  readonly show: Parameters<typeof isShown>[1];
}

/** A page of items in order: from the slice in which it begins, as many slices as it takes to fill it. */
async function itemsPage(deps: BatchesDeps, batch: BatchRecord, { after, limit, show }: ItemsQuery) {
  const items = [];
  const slices = deps.store.slices.find({ batchId: batch._id, no: { $gte: sliceOfItem(after + 1) } }).sort({ no: 1 });
  for await (const slice of slices) {
    const shown = slice.items.filter(({ item }) => item > after).filter(isShown(slice, show));
    const page = shown.slice(0, limit - items.length);
    items.push(...(await viewItems(deps, slice, page)));
    const last = items.at(-1);
    if (items.length === limit && last !== undefined) {
      return { items, nextCursor: last.item < batch.counts.items ? encodeCursor([last.item]) : null };
    }
  }
  return { items, nextCursor: null };
}

/** The batch, when there is one and the caller may do this to it. */
async function permitted(
  deps: BatchesDeps,
  batchId: string,
  principal: Principal,
  action: Action,
): Promise<BatchRecord | Refusal> {
  const batch = await deps.store.batches.findOne({ _id: batchId });
  if (batch === null) return refuse('batch_not_found');
  return permits(principal, action, { unitPath: batch.unitPath }) ? batch : refuse('out_of_scope');
}

/** The units whose batches are listed: the one asked for, where the caller may read it, else all of theirs; null for all. */
async function unitsAsked(
  deps: BatchesDeps,
  principal: Principal,
  asked: string | undefined,
): Promise<readonly string[] | null | Refusal> {
  if (asked === undefined) return unitsFor(principal, 'batches.read');
  const unitPath = await deps.orgUnits.pathOf(asked);
  if (unitPath === null) return refuse('unit_unknown');
  return permits(principal, 'batches.read', { unitPath }) ? [asked] : refuse('out_of_scope');
}

async function viewOne(
  deps: BatchesDeps,
  batch: BatchRecord | Refusal,
  principal: Principal,
): Promise<Batch | Refusal> {
  if (isRefusal(batch)) return batch;
  const [view] = await viewBatches(deps, [batch], principal);
  return view ?? refuse('batch_not_found');
}

function recordAct(
  deps: BatchesDeps,
  principal: Principal,
  action: string,
  batch: BatchRecord,
  request?: RequestIdentity,
): Promise<void> {
  const { items, accepted, points } = batch.counts;
  return deps.audit.record({
    principal,
    action,
    subject: { kind: 'batch', id: batch._id },
    unitId: batch.unitId,
    detail: { items, accepted, points },
    ...(request === undefined ? {} : { request }),
  });
}
