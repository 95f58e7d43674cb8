import { verifications as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { VerificationDeps } from './deps.ts';
import { resultWorkbook, WORKBOOK_ROWS_MAX } from './result-workbook.ts';
import { startVerification } from './start.ts';
import { rowsAfter, type VerificationRecord } from './store.ts';
import { VERIFICATION_JOB } from './verification-job.ts';
import { viewRows, viewVerifications } from './views.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const rowsCursor = z.tuple([z.number()]);

/** Serves verifications over HTTP. The ledger is verified whole, so whoever may verify it sees every verification. */
export function verificationRoutes(router: ApiRouter, deps: VerificationDeps): void {
  route(router, contract.start, async ({ principal }) => {
    if (!mayVerify(principal)) return refuse('out_of_scope');
    const { record, started } = await startVerification(deps, principal.userId);
    if (started) {
      const subject = { kind: 'verification', id: record._id };
      await deps.audit.record({ principal, action: 'ledger.verify', subject, unitId: null });
      beginAtOnce(deps);
    }
    return viewOne(deps, record);
  });

  route(router, contract.list, async ({ query, principal }) => {
    if (!mayVerify(principal)) return refuse('out_of_scope');
    const found = await pageByDate(deps.store.runs, {}, { ...query, by: 'requestedAt' });
    if (isRefusal(found)) return found;
    return { items: await viewVerifications(deps, found.page), nextCursor: found.nextCursor };
  });

  route(router, contract.get, async ({ params, principal }) => {
    const record = await find(deps, principal, params.verificationId);
    return isRefusal(record) ? record : viewOne(deps, record);
  });

  route(router, contract.badRows, async ({ params, query, principal }) => {
    const record = await find(deps, principal, params.verificationId);
    if (isRefusal(record)) return record;
    const after = decodeCursor(query.cursor, rowsCursor);
    if (isRefusal(after)) return after;
    const found = await rowsOf(deps, record, after?.[0] ?? 0, query.limit + 1);
    const page = found.slice(0, query.limit);
    const last = found.length > query.limit ? page.at(-1) : undefined;
    return {
      items: await viewRows(deps, principal, page),
      nextCursor: last === undefined ? null : encodeCursor([last.position]),
    };
  });

  route(router, contract.result, async ({ params, principal, language, res }) => {
    const record = await find(deps, principal, params.verificationId);
    if (isRefusal(record)) return record;
    if (record.state !== 'finished') return refuse('verification_not_finished');
    const rows = await viewRows(deps, principal, await rowsOf(deps, record, 0, WORKBOOK_ROWS_MAX));
    const workbook = await resultWorkbook(await viewOne(deps, record), rows, language);
    res.set('Cache-Control', 'no-store').attachment('ledger-verification.xlsx').type(XLSX).send(workbook);
    return undefined;
  });
}

function mayVerify(principal: Principal): boolean {
  return permits(principal, 'ledger.verify', {});
}

async function find(
  deps: VerificationDeps,
  principal: Principal,
  verificationId: string,
): Promise<VerificationRecord | Refusal> {
  if (!mayVerify(principal)) return refuse('out_of_scope');
  return (await deps.store.runs.findOne({ _id: verificationId })) ?? refuse('verification_not_found');
}

async function viewOne(deps: VerificationDeps, record: VerificationRecord) {
  const [view] = await viewVerifications(deps, [record]);
  if (view === undefined) throw new Error('a verification could not be shown');
  return view;
}

function rowsOf(deps: VerificationDeps, { _id }: VerificationRecord, after: number, limit: number) {
  return deps.store.rows
    .find({ _id: rowsAfter(_id, after) })
    .sort({ _id: 1 })
    .limit(limit)
    .toArray();
}

/** Begins in this process unless another one is at it; the job's next run does what this one cannot. */
function beginAtOnce(deps: VerificationDeps): void {
  deps.jobs.runNow(VERIFICATION_JOB).catch((error: unknown) => {
    deps.logger.warn({ error }, 'a verification was interrupted; it begins again by itself');
  });
}
