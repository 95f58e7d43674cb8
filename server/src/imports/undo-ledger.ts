import { randomBytes } from 'node:crypto';
import { isRefusal } from '@red-points/shared/contracts';
import { Binary } from 'mongodb';
import type { ReverseInput } from '../transactions/index.ts';
import type { ImportsDeps } from './deps.ts';
import { rowKey } from './post-ledger.ts';
import type { ImportDocument, ImportLine, ImportRow, ImportUndo } from './store.ts';

/**
 * Reverses the entries of these lines, each by the same act as a single correction: under the entry's own key, so that it is
 * reversed once however often this runs. Its row gives its identity up, so that a corrected ledger may bring it anew.
 */
export async function undoLedgerLines(
  deps: ImportsDeps,
  document: ImportDocument,
  lines: readonly ImportLine[],
  undo: ImportUndo,
): Promise<string[]> {
  const ids = lines.flatMap(({ rowId }) => rowId ?? []);
  const rows = await deps.store.rows.find({ _id: { $in: ids }, importId: document._id }).toArray();
  const byId = new Map(rows.map((row) => [row._id, row]));
  const by = await deps.transactions.reverserOf({ userId: undo.by, personIds: undo.personIds });
  return Promise.all(
    lines.map(async ({ rowId }) => {
      const row = byId.get(rowId ?? '');
      return row === undefined ? 'internal_error' : undoRow(deps, row, { by, reason: undo.reason });
    }),
  );
}

async function undoRow(deps: ImportsDeps, row: ImportRow, undo: Pick<ReverseInput, 'by' | 'reason'>): Promise<string> {
  if (row.undone === true) return 'undone';
  const entry = await deps.ledger.entryByKey(row.accountId, rowKey(row._id));
  if (entry === null) return 'ledger_original_unknown';
  const reversed = await deps.transactions.reverse({
    entry,
    ...undo,
    request: { caller: `import-undo:${row.importId}`, key: row._id, fingerprint: row._id },
  });
  // Somebody has reversed this one before: that is what was wanted.
  if (isRefusal(reversed) && reversed.refused !== 'ledger_already_reversed') return reversed.refused;
  await deps.store.rows.updateOne(
    { _id: row._id, undone: { $ne: true } },
    { $set: { undone: true, identity: new Binary(randomBytes(32)) } },
  );
  return 'undone';
}
