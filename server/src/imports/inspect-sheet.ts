import type { InspectedSheet } from '@red-points/shared/contracts';
import {
  COLUMNS_OF,
  findHeader,
  HEADER_ROWS_MAX,
  type ImportKind,
  type RememberedTitles,
  readTitles,
  type SheetRow,
  textOf,
} from '@red-points/shared/domain/imports';

const HEAD_ROWS = 12;
const ROWS_BELOW_HEADER = 3;
const CELLS_MAX = 60;
const TEXT_LENGTH_MAX = 40;

/** The head of a sheet as it is, and where its header seems to be. */
export function inspectSheet(
  { name, rows }: { readonly name: string; readonly rows: readonly SheetRow[] },
  { kind, remembered }: { readonly kind: ImportKind; readonly remembered: RememberedTitles },
): InspectedSheet {
  const set = COLUMNS_OF[kind];
  const top = rows.slice(0, HEADER_ROWS_MAX);
  const found = findHeader(top, set, remembered);
  const headerRow = found.ok ? found.header.row : likeliestHeader(top, kind, remembered);
  const columns = found.ok ? found.header.columns : readTitles(rows[headerRow - 1] ?? [], set, remembered);
  const shown = new Set(Array.from({ length: Math.min(HEAD_ROWS, rows.length) }, (_, index) => index + 1));
  for (let row = headerRow; row <= Math.min(headerRow + ROWS_BELOW_HEADER, rows.length); row += 1) shown.add(row);
  return {
    name,
    rows: rows.length,
    head: [...shown].map((row) => ({
      row,
      cells: (rows[row - 1] ?? []).slice(0, CELLS_MAX).map((cell) => textOf(cell).slice(0, TEXT_LENGTH_MAX)),
    })),
    guess: { headerRow, columns: columns as Record<string, number> },
    missing: found.ok ? [] : found.missing,
  };
}

/** The row in which most titles are known, else the first with at least two texts. */
function likeliestHeader(top: readonly SheetRow[], kind: ImportKind, remembered: RememberedTitles): number {
  const known = top.map((cells) => Object.keys(readTitles(cells, COLUMNS_OF[kind], remembered)).length);
  const most = Math.max(0, ...known);
  if (most > 0) return known.indexOf(most) + 1;
  return (
    Math.max(
      0,
      top.findIndex((cells) => cells.filter((cell) => typeof cell === 'string').length >= 2),
    ) + 1
  );
}
