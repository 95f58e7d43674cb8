import { setTimeout as sleep } from 'node:timers/promises';
import type { AppContext } from '@red-points/server/app';
import { LedgerBusyError, OutcomeUnknownError } from '@red-points/server/ledger/index';
import { isRefusal, type ProblemCode, problemText, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { drawProgress } from '../running/draw-progress.ts';
import { chooseStaff } from './choose-staff.ts';
import { prepareTrial } from './prepare-trial.ts';

/** What is asked of the command. */
export interface LedgerImport {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  readonly unitId: string;
  readonly confirm: boolean;
  /** User names; both may be left out where the command may choose. */
  readonly actor: string | undefined;
  readonly approver: string | undefined;
  /** A local trial: the two persons may be chosen, and units made where there are none. */
  readonly isTrial: boolean;
}

/** What came of it; residents, points and hours are those of the accepted rows. */
export interface ImportSummary {
  readonly accepted: number;
  readonly existing: number;
  readonly rejected: number;
  readonly residents: number;
  readonly points: number;
  readonly hours: number;
  readonly errors: readonly { row: number; field: string; code: string }[];
}

/** The import was refused, for a reason that has words. */
export class RefusedError extends Error {
  override name = 'RefusedError';
  readonly code: ProblemCode;
  constructor({ refused, detail }: Refusal) {
    super(`${problemText(refused, 'zh', detail)}\n${problemText(refused, 'en', detail)}`);
    this.code = refused;
  }
}

/**
 * Imports a ledger by the same steps as the console: preview, proposal by one person, confirmation by another, posting.
 * Without `confirm`, and where nothing is new, the preview is taken back and leaves no trace of anybody.
 * @throws RefusedError
 */
export async function importLedger(context: AppContext, asked: LedgerImport): Promise<ImportSummary> {
  if (asked.isTrial) await prepareTrial(context);
  const unitPath = await context.orgUnits.pathOf(asked.unitId);
  if (unitPath === null) throw new RefusedError({ refused: 'unit_unknown' });
  const { actor, approver } = await chooseStaff(context, asked, unitPath);
  const { imports } = context;
  const { unitId, fileName, bytes } = asked;
  const preview = accept(await imports.preview({ unitId, fileName, bytes, uploadedBy: actor.userId }));
  const importId = preview._id;
  const rejected = await imports.rejected(importId);
  if (!asked.confirm || preview.counts.accepted === 0) {
    accept(await imports.withdraw(importId));
    return summaryOf(preview.counts, rejected);
  }
  await confirmByTwo(context, importId, actor, approver);
  await postToTheEnd(context, importId);
  const posted = await imports.get(importId);
  return summaryOf((posted ?? preview).counts, await imports.rejected(importId));
}

/** Proposes and confirms, each in the name of its person and in the log of acts; takes the preview back if refused. */
async function confirmByTwo(
  context: AppContext,
  importId: string,
  actor: Principal,
  approver: Principal,
): Promise<void> {
  const { imports, audit } = context;
  try {
    const { unitId } = accept(await imports.propose(importId, actor.userId));
    const subject = { kind: 'import', id: importId };
    await audit.record({ principal: actor, action: 'imports.propose', subject, unitId });
    accept(await imports.confirm(importId, approver));
    await audit.record({ principal: approver, action: 'imports.confirm', subject, unitId });
  } catch (error) {
    if (error instanceof RefusedError) await imports.withdraw(importId);
    throw error;
  }
}

const ATTEMPTS = 10;
const PAUSE_MS = 1_000;

/** A busy ledger or an outcome that is not known yet is a reason to ask again, by the same keys. */
async function postToTheEnd(context: AppContext, importId: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await context.imports.post(importId, ({ posted, accepted }) => drawProgress(posted, accepted, 'rows posted'));
      return;
    } catch (error) {
      const passes = error instanceof LedgerBusyError || error instanceof OutcomeUnknownError;
      if (!passes || attempt === ATTEMPTS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

function accept<T>(result: T | Refusal): T {
  if (isRefusal(result)) throw new RefusedError(result);
  return result;
}

interface Counts {
  accepted: number;
  existing: number;
  rejected: number;
  residents: number;
  points: number;
  minutes: number;
}

function summaryOf(
  counts: Counts,
  rejected: readonly { row: number; errors: readonly { field: string; code: string }[] }[],
): ImportSummary {
  return {
    accepted: counts.accepted,
    existing: counts.existing,
    rejected: counts.rejected,
    residents: counts.residents,
    points: counts.points,
    hours: Math.round((counts.minutes / 60) * 100) / 100,
    errors: rejected.flatMap(({ row, errors }) => errors.map(({ field, code }) => ({ row, field, code }))),
  };
}
