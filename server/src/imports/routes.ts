import {
  imports as contract,
  type Import,
  isRefusal,
  type QueryOf,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { COLUMNS_OF } from '@red-points/shared/domain/imports';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Request } from 'express';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { takesLists } from '../check-ins/index.ts';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { XLSX_TYPE } from '../platform/spreadsheet.ts';
import { badRowsWorkbook } from './bad-rows.ts';
import type { ImportsDeps } from './deps.ts';
import { viewImports, viewLines } from './import-view.ts';
import type { Imports } from './imports.ts';
import { WORKBOOK_LIMITS } from './limits.ts';
import { startPosting } from './posting-job.ts';
import type { UploadedSheet } from './preview-import.ts';
import { receiveFile } from './receive-file.ts';
import { readMapping } from './remember-mapping.ts';
import { type ImportDocument, type ImportLine, kindOf } from './store.ts';

const listCursor = z.tuple([z.number(), z.string()]);
const rowsCursor = z.tuple([z.number()]);

/** Serves imports over HTTP; each use case is asked for only once the caller's unit was checked. */
export function importRoutes(router: ApiRouter, deps: ImportsDeps, imports: Imports): void {
  route(router, contract.inspect, async ({ query, principal, req }) => {
    const file = await receivedFor(deps, query, principal, req);
    if (isRefusal(file)) return file;
    const inspected = await imports.inspect(file);
    if (isRefusal(inspected)) return inspected;
    const set = COLUMNS_OF[query.kind];
    const columns = set.columns
      .filter((column) => column !== 'sequence' && column !== 'remark')
      .map((column) => ({ column, needed: set.required.includes(column) }));
    return { columns, ...inspected };
  });

  route(router, contract.upload, async ({ query, principal, req }) => {
    const file = await receivedFor(deps, query, principal, req);
    return isRefusal(file) ? file : viewOne(deps, await imports.preview(file), principal);
  });

  route(router, contract.list, async ({ query, principal }) => {
    const after = decodeCursor(query.cursor, listCursor);
    if (isRefusal(after)) return after;
    const units = await readableUnits(deps, principal, query.unitId);
    if (isRefusal(units)) return units;
    const filter: Filter<ImportDocument> = { state: { $ne: 'withdrawn' } };
    if (units !== null) filter.unitId = { $in: units };
    if (after !== null) {
      const uploadedAt = new Date(after[0]);
      filter.$or = [{ uploadedAt: { $lt: uploadedAt } }, { uploadedAt, _id: { $lt: after[1] } }];
    }
    const found = await deps.store.imports
      .find(filter)
      .sort({ uploadedAt: -1, _id: -1 })
      .limit(query.limit + 1)
      .toArray();
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return {
      items: await viewImports(deps, page, principal),
      nextCursor: last === undefined ? null : encodeCursor([last.uploadedAt.getTime(), last._id]),
    };
  });

  route(router, contract.get, async ({ params, principal }) =>
    viewOne(deps, await permitted(deps, params.importId, principal, 'imports.read'), principal),
  );

  route(router, contract.rows, async ({ params, query, principal }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.read');
    if (isRefusal(document)) return document;
    const after = decodeCursor(query.cursor, rowsCursor);
    if (isRefusal(after)) return after;
    const filter: Filter<ImportLine> = { importId: document._id, ...shown(query.show) };
    if (after !== null) filter.row = { $gt: after[0] };
    const found = await deps.store.lines
      .find(filter)
      .sort({ row: 1 })
      .limit(query.limit + 1)
      .toArray();
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    const items = await viewLines(deps, kindOf(document), page);
    return { items, nextCursor: last === undefined ? null : encodeCursor([last.row]) };
  });

  route(router, contract.keep, async ({ params, body, principal }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.propose');
    if (isRefusal(document)) return document;
    const kept = await imports.keep(document._id, { ...body, userId: principal.userId });
    if (!isRefusal(kept)) await recordAct(deps, principal, 'imports.keep', kept);
    return viewOne(deps, kept, principal);
  });

  route(router, contract.propose, async ({ params, principal }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.propose');
    if (isRefusal(document)) return document;
    const proposed = await imports.propose(document._id, principal.userId);
    if (!isRefusal(proposed)) await recordAct(deps, principal, 'imports.propose', proposed);
    return viewOne(deps, proposed, principal);
  });

  route(router, contract.confirm, async ({ params, principal, identity }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.confirm');
    if (isRefusal(document)) return document;
    const confirmer = { userId: principal.userId, personIds: principal.personIds };
    const confirmed = await imports.confirm(document._id, confirmer, identity());
    if (!isRefusal(confirmed)) await recordAct(deps, principal, 'imports.confirm', confirmed, identity());
    if (!isRefusal(confirmed) && confirmed.state === 'posting') startPosting(deps);
    return viewOne(deps, confirmed, principal);
  });

  route(router, contract.undo, async ({ params, body, principal, identity }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.confirm');
    if (isRefusal(document)) return document;
    const undoer = { userId: principal.userId, personIds: principal.personIds, reason: body.reason };
    const undone = await imports.undo(document._id, undoer, identity());
    if (!isRefusal(undone)) await recordAct(deps, principal, 'imports.undo', undone, identity());
    if (!isRefusal(undone) && undone.state === 'undoing') startPosting(deps);
    return viewOne(deps, undone, principal);
  });

  route(router, contract.withdraw, async ({ params, principal }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.propose');
    if (isRefusal(document)) return document;
    const withdrawn = await imports.withdraw(document._id);
    if (!isRefusal(withdrawn)) await recordAct(deps, principal, 'imports.withdraw', withdrawn);
    return viewOne(deps, withdrawn, principal);
  });

  route(router, contract.badRows, async ({ params, principal, language, res }) => {
    const document = await permitted(deps, params.importId, principal, 'imports.propose');
    if (isRefusal(document)) return document;
    const isOwn = document.uploadedBy === principal.userId;
    const workbook = await badRowsWorkbook(deps, document, { language, inFull: isOwn });
    await recordAct(deps, principal, isOwn ? 'imports.bad_rows_in_full' : 'imports.bad_rows', document);
    res.set('Cache-Control', 'no-store').attachment('bad-rows.xlsx').type(XLSX_TYPE).send(workbook);
    return undefined;
  });
}

/** The import, when there is one and the caller may do this to it. */
async function permitted(
  deps: ImportsDeps,
  importId: string,
  principal: Principal,
  action: Action,
): Promise<ImportDocument | Refusal> {
  const document = await deps.store.imports.findOne({ _id: importId });
  if (document === null) return refuse('not_found');
  const unitPath = (await deps.orgUnits.pathOf(document.unitId)) ?? [];
  const isPermitted = permits(principal, action, { unitPath }) && (action === 'imports.read' || mayDo(document));
  return isPermitted ? document : refuse('out_of_scope');

  /** Who takes part in an import of rules has to be somebody who may manage rules. */
  function mayDo(record: ImportDocument): boolean {
    return kindOf(record) !== 'rules' || permits(principal, 'rules.manage', { unitPath });
  }
}

/** The file of a request, with what it is to be read as, once the caller's unit and activity were checked. */
async function receivedFor(
  deps: ImportsDeps,
  { unitId, kind, activityId }: QueryOf<typeof contract.upload>,
  principal: Principal,
  req: Request,
): Promise<UploadedSheet | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'imports.propose', { unitPath })) return refuse('out_of_scope');
  if (kind === 'rules' && !permits(principal, 'rules.manage', { unitPath })) return refuse('out_of_scope');
  const refusal = kind === 'roster' ? await rosterRefusal(deps, unitId, activityId, principal) : null;
  if (refusal !== null) return refusal;
  const file = await receiveFile(req, WORKBOOK_LIMITS.fileBytesMax);
  if (isRefusal(file)) return file;
  const mapping = file.mapping === null ? null : readMapping(file.mapping, kind);
  if (mapping !== null && isRefusal(mapping)) return mapping;
  const asked = kind === 'roster' ? { activityId: activityId ?? null } : {};
  return { ...file, ...asked, mapping, kind, unitId, uploadedBy: principal.userId };
}

/** Why no list of this activity can come in, or null: it has to be one of this community that is or was held. */
async function rosterRefusal(
  deps: ImportsDeps,
  unitId: string,
  activityId: string | undefined,
  principal: Principal,
): Promise<Refusal | null> {
  if (activityId === undefined) return refuse('import_activity_missing');
  const activity = await deps.activities.facts(activityId);
  if (activity === null || !activity.unitPath.includes(unitId)) return refuse('activity_not_found');
  if (!permits(principal, 'activities.run', { unitPath: activity.unitPath })) return refuse('out_of_scope');
  return takesLists(activity) ? null : refuse('import_activity_not_held');
}

async function viewOne(
  deps: ImportsDeps,
  document: ImportDocument | Refusal,
  principal: Principal,
): Promise<Import | Refusal> {
  if (isRefusal(document)) return document;
  const [view] = await viewImports(deps, [document], principal);
  return view ?? refuse('not_found');
}

/** The units whose imports are listed: those asked for that the caller may read; null for all. */
async function readableUnits(
  deps: ImportsDeps,
  principal: Principal,
  asked: string | undefined,
): Promise<string[] | null | Refusal> {
  const mine = unitsFor(principal, 'imports.read');
  if (asked === undefined && mine === null) return null;
  const units = [...(await deps.orgUnits.all()).values()];
  const askedPath = asked === undefined ? [] : units.find(({ id }) => id === asked)?.ancestorIds;
  if (askedPath === undefined) return refuse('unit_unknown');
  if (asked !== undefined && mine !== null && !mine.some((id) => askedPath.includes(id))) return refuse('out_of_scope');
  return units
    .filter(({ ancestorIds }) => asked === undefined || ancestorIds.includes(asked))
    .filter(({ ancestorIds }) => mine === null || mine.some((id) => ancestorIds.includes(id)))
    .map(({ id }) => id);
}

function shown(show: 'all' | 'rejected' | 'warnings' | 'accepted' | 'existing' | 'kept'): Filter<ImportLine> {
  switch (show) {
    case 'all':
      return {};
    case 'warnings':
      return { 'warnings.0': { $exists: true } };
    case 'kept':
      return { verdict: 'accepted', 'kept.by': { $exists: true } };
    case 'rejected':
    case 'accepted':
    case 'existing':
      return { verdict: show };
    default:
      return show satisfies never;
  }
}

function recordAct(
  deps: ImportsDeps,
  principal: Principal,
  action: string,
  document: ImportDocument,
  request?: RequestIdentity,
): Promise<void> {
  const { accepted, rejected, points } = document.counts;
  return deps.audit.record({
    principal,
    action,
    subject: { kind: 'import', id: document._id },
    unitId: document.unitId,
    detail: { accepted, rejected, points },
    ...(request === undefined ? {} : { request }),
  });
}
