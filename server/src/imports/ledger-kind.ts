import { businessDate } from '@red-points/shared/domain/calendar';
import {
  type AcceptedRow,
  categoryLookup,
  type RowVerdict,
  rowInterpreter,
  unitLookup,
} from '@red-points/shared/domain/imports';
import { pointsBySlot } from './budget-source.ts';
import { type ComparedRow, compareRows, type LedgerEntryRow } from './compare-rows.ts';
import type { ImportsDeps } from './deps.ts';
import type { KindWork, NewLine, RowsReader } from './kind-work.ts';
import { ruleMatcher } from './match-rule.ts';
import { lineErrors, lineOf, personMark, textsWith } from './new-line.ts';
import { postLedgerLines } from './post-ledger.ts';
import type { ImportDocument, ImportLine, LineTexts } from './store.ts';
import { undoLedgerLines } from './undo-ledger.ts';
import type { NumberedRow } from './workbook-sheet.ts';

/** Hand-kept ledgers of points: each row an entry of somebody's account. */
export function ledgerKind(deps: ImportsDeps): KindWork {
  return {
    reader: async (document, sheet) => {
      const interpret = rowInterpreter(sheet.header, {
        today: businessDate(deps.platform.clock.now()),
        units: unitLookup([...(await deps.orgUnits.all()).values()], document.unitId),
        categories: categoryLookup(),
        epoch1904: sheet.epoch1904,
      });
      const matchRule = ruleMatcher(await deps.rules.versionsFor(document.unitId));
      const read: RowsReader = async (rows) => {
        const verdicts = rows.map(({ row, cells, merged }) => ({ verdict: interpret(cells, row, merged), cells }));
        const entries = verdicts.flatMap(({ verdict }) => entryOf(verdict) ?? []);
        const compared = await compareRows(deps, document.unitId, entries, matchRule);
        const byRow = new Map(compared.map((one) => [one.row.row, one]));
        return verdicts.flatMap(({ verdict, cells }) =>
          verdict.outcome === 'skipped' ? [] : [newLine(deps, document, verdict, cells, byRow.get(verdict.row))],
        );
      };
      return read;
    },
    confirm: async (document, mark) =>
      deps.budgets.reserve({ kind: 'import', id: document._id }, await pointsBySlot(deps, document), mark),
    write: (document, lines) => postLedgerLines(deps, document, lines),
    finish: (document) => deps.budgets.close('import', document._id),
    undo: (document, lines, undo) => undoLedgerLines(deps, document, lines, undo),
  };
}

/** What a row says as an entry of the ledger, also where it is rejected only for repeating another. */
function entryOf(verdict: RowVerdict): LedgerEntryRow | null {
  if (verdict.outcome === 'accepted') return { row: verdict, occurrence: 1 };
  return verdict.outcome === 'rejected' ? (verdict.repeated ?? null) : null;
}

function newLine(
  deps: ImportsDeps,
  { _id: importId }: ImportDocument,
  verdict: Exclude<RowVerdict, { outcome: 'skipped' }>,
  cells: NumberedRow['cells'],
  compared: ComparedRow | undefined,
): NewLine {
  const errors = verdict.outcome === 'rejected' ? lineErrors(verdict.errors) : [];
  if (compared === undefined) {
    const line = lineOf(importId, { row: verdict.row, verdict: 'rejected', errors });
    return { line, texts: textsWith(verdict.outcome === 'rejected' ? verdict.texts : {}, { cells }) };
  }
  // One that was kept before is there already, as often as the sheet is read again.
  const isExisting = compared.existing !== null;
  const state: ImportLine['verdict'] = isExisting ? 'existing' : errors.length > 0 ? 'rejected' : 'accepted';
  const facts = comparedFacts(deps, importId, compared);
  const line = lineOf(importId, { ...facts, verdict: state, errors: isExisting ? [] : errors });
  return { line, texts: textsWith(acceptedTexts(compared.row), state === 'rejected' ? { cells } : {}) };
}

function comparedFacts(deps: ImportsDeps, importId: string, { row, existing, ...compared }: ComparedRow) {
  return {
    row: row.row,
    rowId: existing?._id ?? null,
    identity: compared.identity,
    personMark: personMark(deps, importId, row.phone),
    unitId: row.unitId,
    personId: compared.personId,
    date: row.date,
    category: row.category,
    minutes: row.minutes,
    points: row.points,
    rule: compared.rule,
    warnings: compared.warnings,
  };
}

function acceptedTexts(row: AcceptedRow): LineTexts {
  return {
    name: row.name,
    phone: row.phone,
    grid: row.gridName,
    date: row.date,
    category: row.category,
    item: row.item,
    hours: String(Math.round((row.minutes / 60) * 100) / 100),
    points: String(row.points),
  };
}
