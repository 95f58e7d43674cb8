import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import {
  behind,
  type LinedCredit,
  type PostedPlace,
  type PostedSheet,
  type SheetSource,
  type SheetSums,
} from '../credits/index.ts';
import type { ImportsDeps } from './deps.ts';
import { importRowTitles } from './source-titles.ts';
import { type ImportDocument, type ImportRow, kindOf } from './store.ts';

const PREFIX = 'import_row:';

/** What imports of ledgers gave, for whoever looks over it. What was undone with its import gave nothing. */
export function importSheets(deps: ImportsDeps): SheetSource {
  return {
    kind: 'import',
    postedIds: (unitId, period) => postedIds(deps, unitId, period),
    byIds: (ids) => creditsByIds(deps, ids),
    postedAfter: (after, limit) => postedAfter(deps, after, limit),
    sumsOf: (importId) => sumsOf(deps, importId),
  };
}

async function* postedIds(
  { store, orgUnits }: ImportsDeps,
  unitId: string,
  { from, before }: { readonly from: Date; readonly before: Date },
): AsyncGenerator<string> {
  const below = (await orgUnits.below(unitId)).map(({ id }) => id);
  const posted = { unitId: { $in: below }, postedAt: { $gte: from, $lt: before } };
  for await (const document of store.imports.find(posted, { hint: 'posted_by_unit' })) {
    if (kindOf(document) !== 'ledger') continue;
    const rows = store.rows.find({ importId: document._id, state: 'posted', undone: { $ne: true } });
    for await (const { _id } of rows.project<{ _id: string }>({ _id: 1 })) yield PREFIX + _id;
  }
}

async function creditsByIds(deps: ImportsDeps, ids: readonly string[]): Promise<LinedCredit[]> {
  const wanted = ids.flatMap((id) => (id.startsWith(PREFIX) ? [id.slice(PREFIX.length)] : []));
  if (wanted.length === 0) return [];
  const [rows, titles] = await Promise.all([
    deps.store.rows.find({ _id: { $in: wanted } }).toArray(),
    importRowTitles(deps, wanted),
  ]);
  const importIds = [...new Set(rows.map(({ importId }) => importId))];
  const documents = await deps.store.imports.find({ _id: { $in: importIds } }).toArray();
  const byId = new Map(documents.map((document) => [document._id, document]));
  return rows.map((row) => creditOf(row, byId.get(row.importId), titles.get(row._id)?.title ?? '—'));
}

function creditOf(row: ImportRow, document: ImportDocument | undefined, title: string): LinedCredit {
  const { _id, personId, householdId = null, accountId, seq, category, minutes, points, date, unitId } = row;
  return {
    _id: PREFIX + _id,
    ...{ personId, householdId, accountId, entrySeq: seq, title, category, minutes, points, grantedPoints: points },
    state: row.state === 'posted' ? 'posted' : 'refused',
    effectiveAt: new Date(startOfBusinessDay(date)),
    approvedAt: document?.confirmedAt ?? row.createdAt,
    postedAt: document?.postedAt ?? row.createdAt,
    issuerUnit: unitId,
    actors: [
      { part: 'filer', id: row.filedBy },
      { part: 'reviewer', id: row.confirmedBy },
      { part: 'beneficiary', id: personId },
    ],
  };
}

async function postedAfter(
  { store, orgUnits }: ImportsDeps,
  after: PostedPlace,
  limit: number,
): Promise<PostedSheet[]> {
  const found = await store.imports.find(behind(after)).sort({ postedAt: 1, _id: 1 }).limit(limit).toArray();
  const sheets = found.map(async (document): Promise<PostedSheet[]> => {
    const { _id, unitId, fileName, uploadedBy, uploadedAt, proposedBy, proposedAt } = document;
    const { confirmedBy, confirmedAt, postedAt } = document;
    if (confirmedBy === null || confirmedAt === null || postedAt === null) return [];
    return [
      {
        ...{ sheetId: _id, title: fileName, unitId, unitPath: (await orgUnits.pathOf(unitId)) ?? [unitId] },
        ...{ filedBy: proposedBy ?? uploadedBy, filedAt: proposedAt ?? uploadedAt, confirmedBy, confirmedAt, postedAt },
      },
    ];
  });
  return (await Promise.all(sheets)).flat();
}

/** Only ledgers have rows: other sheets gave nothing. */
async function sumsOf({ store }: ImportsDeps, importId: string): Promise<SheetSums> {
  const isTimed = { $gt: ['$minutes', 0] };
  const isRound = { $and: [isTimed, { $eq: [{ $mod: ['$minutes', 60] }, 0] }] };
  const [sums] = await store.rows
    .aggregate<SheetSums>([
      { $match: { importId, state: 'posted' } },
      {
        $group: {
          _id: null,
          items: { $sum: 1 },
          timed: { $sum: { $cond: [isTimed, 1, 0] } },
          round: { $sum: { $cond: [isRound, 1, 0] } },
        },
      },
      { $project: { _id: 0 } },
    ])
    .toArray();
  return sums ?? { items: 0, timed: 0, round: 0 };
}
