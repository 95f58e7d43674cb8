import type { SourceTitle } from '../people/index.ts';
import type { ImportsDeps } from './deps.ts';
import { openLines } from './open-lines.ts';

/** The words for an entry whose line was erased together with its person. */
const UNREADABLE = '台账补录';

/** What statements call imported entries: the item on the sheet and the community that imported it, by import row id. */
export async function importRowTitles(
  deps: ImportsDeps,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, SourceTitle>> {
  const [rows, lines] = await Promise.all([
    deps.store.rows.find({ _id: { $in: [...rowIds] } }, { projection: { unitId: 1 } }).toArray(),
    deps.store.lines
      .find({ rowId: { $in: [...rowIds] }, posted: true }, { projection: { rowId: 1, sealed: 1, sealedFor: 1 } })
      .toArray(),
  ]);
  const texts = await openLines(deps, lines);
  const items = new Map(lines.map(({ rowId }, index) => [rowId, texts[index]?.item]));
  const places = await deps.orgUnits.names(rows.map(({ unitId }) => unitId));
  return new Map(
    rows.map(({ _id, unitId }) => [_id, { title: items.get(_id) ?? UNREADABLE, place: places.get(unitId) ?? null }]),
  );
}
