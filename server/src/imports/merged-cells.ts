/** Cells that were merged, from the first row and column to the last; rows from 1, columns from 0. */
interface Range {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
}

/**
 * Tells, row by row and downwards, in which columns a row lies inside merged cells without being their first: such a cell
 * looks filled on the screen and holds nothing.
 *
 * @param files the parts of the workbook.
 * @param sheetIndex which sheet, in the order of the workbook.
 */
export function mergedColumns(files: ReadonlyMap<string, Buffer>, sheetIndex: number): (row: number) => number[] {
  const ranges = rangesOf(files.get(pathOf(files, sheetIndex) ?? '')).toSorted((a, b) => a.firstRow - b.firstRow);
  let next = 0;
  let open: Range[] = [];
  return (row) => {
    while (next < ranges.length && (ranges[next]?.firstRow ?? Number.POSITIVE_INFINITY) <= row) {
      const range = ranges[next];
      if (range !== undefined) open.push(range);
      next += 1;
    }
    if (open.length === 0) return [];
    open = open.filter(({ lastRow }) => lastRow >= row);
    const columns = new Set<number>();
    for (const { firstRow, firstColumn, lastColumn } of open) {
      const from = row === firstRow ? firstColumn + 1 : firstColumn;
      for (let column = from; column <= Math.min(lastColumn, COLUMNS_MAX); column += 1) columns.add(column);
    }
    return [...columns];
  };
}

const COLUMNS_MAX = 256;

function pathOf(files: ReadonlyMap<string, Buffer>, sheetIndex: number): string | undefined {
  const workbook = files.get('xl/workbook.xml')?.toString('utf8') ?? '';
  const relations = files.get('xl/_rels/workbook.xml.rels')?.toString('utf8') ?? '';
  const sheet = [...workbook.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)][sheetIndex]?.[0] ?? '';
  const id = /\br:id="([^"]+)"/.exec(sheet)?.[1];
  const relation = [...relations.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)]
    .map(([tag]) => tag)
    .find((tag) => /\bId="([^"]+)"/.exec(tag)?.[1] === id);
  const target = relation === undefined ? undefined : /\bTarget="([^"]+)"/.exec(relation)?.[1];
  return target?.startsWith('/') ? target.slice(1) : target === undefined ? undefined : `xl/${target}`;
}

function rangesOf(sheet: Buffer | undefined): Range[] {
  const end = sheet?.lastIndexOf('mergeCells>') ?? -1;
  if (sheet === undefined || end < 0) return [];
  // The list stands behind the rows, which may be a hundred megabytes: only the list itself becomes text.
  const text = sheet.subarray(Math.max(0, sheet.lastIndexOf('mergeCells', end - 1)), end).toString('utf8');
  return [...text.matchAll(/<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"/g)].map(
    ([, firstLetters = '', firstRow, lastLetters = '', lastRow]) => ({
      firstRow: Number(firstRow),
      lastRow: Number(lastRow),
      firstColumn: columnOf(firstLetters),
      lastColumn: columnOf(lastLetters),
    }),
  );
}

function columnOf(letters: string): number {
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}
