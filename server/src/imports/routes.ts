import { imports as contract, type Import, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { XLSX_TYPE } from '../platform/spreadsheet.ts';
import { badRowsWorkbook } from './bad-rows.ts';
import type { ImportsDeps } from './deps.ts';
import { viewImports, viewLines } from './import-view.ts';
import type { Imports } from './imports.ts';
import { WORKBOOK_LIMITS } from './limits.ts';
import { startPosting } from './posting-job.ts';
import { receiveFile } from './receive-file.ts';
import type { ImportDocument, ImportLine } from './store.ts';

const listCursor = z.tuple([z.number(), z.string()]);
const rowsCursor = z.tuple([z.number()]);

/** Serves imports over HTTP; each use case is asked for only once the caller's unit was checked. */
export function importRoutes(router: ApiRouter, deps: ImportsDeps, imports: Imports): void {
  route(router, contract.upload, async ({ query, principal, req }) => {
    const unitPath = await deps.orgUnits.pathOf(query.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'imports.propose', { unitPath })) return refuse('out_of_scope');
    const file = await receiveFile(req, WORKBOOK_LIMITS.fileBytesMax);
    if (isRefusal(file)) return file;
    const preview = await imports.preview({ ...file, unitId: query.unitId, uploadedBy: principal.userId });
    return viewOne(deps, preview, principal);
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
    return { items: await viewLines(deps, page), nextCursor: last === undefined ? null : encodeCursor([last.row]) };
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
    if (!isRefusal(confirmed)) await recordAct(deps, principal, 'imports.confirm', confirmed);
    if (!isRefusal(confirmed) && confirmed.state === 'posting') startPosting(deps);
    return viewOne(deps, confirmed, principal);
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
    const workbook = await badRowsWorkbook(deps, document._id, language);
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
  return permits(principal, action, { unitPath }) ? document : refuse('out_of_scope');
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

function shown(show: 'all' | 'rejected' | 'warnings' | 'accepted' | 'existing'): Filter<ImportLine> {
  switch (show) {
    case 'all':
      return {};
    case 'warnings':
      return { 'warnings.0': { $exists: true } };
    case 'rejected':
    case 'accepted':
    case 'existing':
      return { verdict: show };
    default:
      return show satisfies never;
  }
}

function recordAct(deps: ImportsDeps, principal: Principal, action: string, document: ImportDocument): Promise<void> {
  const { accepted, rejected, points } = document.counts;
  return deps.audit.record({
    principal,
    action,
    subject: { kind: 'import', id: document._id },
    unitId: document.unitId,
    detail: { accepted, rejected, points },
  });
}
