import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { SheetSource } from '../credits/index.ts';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { Waiting } from '../platform/waiting.ts';
import { importBudgetSource, postingImports } from './budget-source.ts';
import { type Confirmer, confirmImport } from './confirm-import.ts';
import type { ImportNeeds, ImportsDeps } from './deps.ts';
import { type Keeping, keepRows } from './keep-rows.ts';
import { type PostingProgress, postImport } from './post-import.ts';
import { postingJob } from './posting-job.ts';
import { inspectFile, previewImport, type UploadedSheet } from './preview-import.ts';
import { proposeImport, withdrawImport } from './propose-import.ts';
import { importRoutes } from './routes.ts';
import { importSheets } from './sheet-credits.ts';
import { importRowTitles } from './source-titles.ts';
import { type ImportDocument, type ImportLine, importStore } from './store.ts';
import { continueUndo, filedByOthers, type Undoer, undoImport } from './undo-import.ts';

/** Imports of sheets, for HTTP and for the command line alike. Whether the caller may is asked by the routes. */
export interface Imports {
  /** Reads a file into a preview. */
  preview(upload: UploadedSheet): Promise<ImportDocument | Refusal>;
  /** Looks into a file without keeping anything. */
  inspect(upload: UploadedSheet): ReturnType<typeof inspectFile>;
  /** Keeps doubtful rows of a preview, with an explanation, or gives them up again. */
  keep(importId: string, keeping: Keeping): Promise<ImportDocument | Refusal>;
  propose(importId: string, userId: string): Promise<ImportDocument | Refusal>;
  /** Confirms; posting is then done by the job of any process, or by `post`. */
  confirm(importId: string, confirmer: Confirmer, request?: RequestIdentity): Promise<ImportDocument | Refusal>;
  /** Takes an unconfirmed import back and makes what was read of it unreadable. */
  withdraw(importId: string): Promise<ImportDocument | Refusal>;
  /** Posts a confirmed import to its end; returns it. Null where there is no such import. */
  post(importId: string, onProgress?: (progress: PostingProgress) => void): Promise<ImportDocument | null>;
  /** Decides to undo a posted import; the job of any process does it, or `continueUndo`. */
  undo(importId: string, undoer: Undoer, request: RequestIdentity): Promise<ImportDocument | Refusal>;
  /** Undoes an import to its end; returns it. */
  continueUndo(importId: string): Promise<ImportDocument | null>;
  get(importId: string): Promise<ImportDocument | null>;
  /** Imports of these units that another person than this one uploaded and proposed and nobody has confirmed. */
  waiting(unitIds: readonly string[], oneself: Pick<OneselfIds, 'signIns'>): Promise<Waiting>;
  /** The rejected lines in sheet order, with fields and codes. */
  rejected(importId: string): Promise<Pick<ImportLine, 'row' | 'errors'>[]>;
  /** What imports gave, for whoever looks over it. */
  readonly sheets: SheetSource;
  routes(router: ApiRouter): void;
}

/** More than these need not be counted for a list of what waits. */
const WAITING_MAX = 200;

/** Makes the noun and registers its job. */
export function createImports(needs: ImportNeeds): Imports {
  const deps: ImportsDeps = { ...needs, store: importStore(needs.platform.db) };
  const get = (importId: string): Promise<ImportDocument | null> => deps.store.imports.findOne({ _id: importId });
  const withImport = async <T>(
    importId: string,
    act: (document: ImportDocument) => Promise<T>,
  ): Promise<T | Refusal> => {
    const document = await get(importId);
    return document === null ? refuse('not_found') : act(document);
  };
  needs.platform.jobs.register(postingJob(deps));
  needs.budgets.addSource(importBudgetSource(deps));
  needs.budgets.addHolders('import', (importIds) => postingImports(deps, importIds));
  needs.people.sourceTitles.register('import_row', (rowIds) => importRowTitles(deps, rowIds));

  const imports: Imports = {
    preview: (upload) => previewImport(deps, upload),
    inspect: (upload) => inspectFile(deps, upload),
    keep: (importId, keeping) => withImport(importId, (document) => keepRows(deps, document, keeping)),
    propose: (importId, userId) => withImport(importId, (document) => proposeImport(deps, document, userId)),
    confirm: (importId, confirmer, request) =>
      withImport(importId, (document) => confirmImport(deps, document, confirmer, request ?? null)),
    withdraw: (importId) => withImport(importId, (document) => withdrawImport(deps, document)),
    post: async (importId, onProgress) => {
      await postImport(deps, importId, { onProgress });
      return get(importId);
    },
    undo: (importId, undoer, request) =>
      withImport(importId, (document) => undoImport(deps, document, undoer, request)),
    continueUndo: async (importId) => {
      await continueUndo(deps, importId);
      return get(importId);
    },
    get,
    waiting: async (unitIds, oneself) => {
      const proposed = { state: 'proposed' as const, unitId: { $in: [...unitIds] } };
      const found = await deps.store.imports
        .find({ ...proposed, ...filedByOthers(oneself) }, { projection: { uploadedAt: 1 } })
        .sort({ uploadedAt: 1 })
        .limit(WAITING_MAX)
        .toArray();
      return { count: found.length, since: found[0]?.uploadedAt ?? null };
    },
    rejected: (importId) =>
      deps.store.lines
        .find({ importId, verdict: 'rejected' }, { projection: { row: 1, errors: 1 } })
        .sort({ row: 1 })
        .toArray(),
    sheets: importSheets(deps),
    routes: (router) => importRoutes(router, deps, imports),
  };
  return imports;
}
