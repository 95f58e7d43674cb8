import type { ImportCounts, ImportDocument, ImportStore, LineVerdict } from './store.ts';

interface VerdictSum {
  _id: LineVerdict;
  rows: number;
  points: number;
  minutes: number;
  warnings: number;
  posted: number;
  kept: number;
  undone: number;
  notUndone: number;
}

/** The figures of an import before anything is read. */
export const NOTHING_COUNTED: Required<ImportCounts> = {
  rows: 0,
  accepted: 0,
  existing: 0,
  rejected: 0,
  warnings: 0,
  residents: 0,
  newResidents: 0,
  points: 0,
  minutes: 0,
  posted: 0,
  kept: 0,
  undone: 0,
  notUndone: 0,
};

/**
 * Counts an import from its lines, so that the figures are right whatever was interrupted and whatever another import
 * took in meanwhile.
 */
export async function countImport(
  store: ImportStore,
  importId: string,
): Promise<Pick<ImportDocument, 'counts' | 'problems'>> {
  const [sums, people, problems] = await Promise.all([
    sumsByVerdict(store, importId),
    countPeople(store, importId),
    countProblems(store, importId),
  ]);
  const of = (verdict: LineVerdict): VerdictSum =>
    sums.find(({ _id }) => _id === verdict) ?? { ...NOTHING_COUNTED, _id: verdict };
  const accepted = of('accepted');
  return {
    counts: {
      rows: sums.reduce((rows, sum) => rows + sum.rows, 0),
      accepted: accepted.rows,
      existing: of('existing').rows,
      rejected: of('rejected').rows,
      warnings: sums.reduce((warnings, sum) => warnings + sum.warnings, 0),
      ...people,
      points: accepted.points,
      minutes: accepted.minutes,
      posted: accepted.posted,
      kept: sums.reduce((kept, sum) => kept + sum.kept, 0),
      undone: accepted.undone,
      notUndone: accepted.notUndone,
    },
    problems,
  };
}

function sumsByVerdict(store: ImportStore, importId: string): Promise<VerdictSum[]> {
  return store.lines
    .aggregate<VerdictSum>([
      { $match: { importId } },
      {
        $group: {
          _id: '$verdict',
          rows: { $sum: 1 },
          points: { $sum: '$points' },
          minutes: { $sum: '$minutes' },
          warnings: { $sum: { $cond: [{ $gt: [{ $size: '$warnings' }, 0] }, 1, 0] } },
          posted: { $sum: { $cond: ['$posted', 1, 0] } },
          kept: { $sum: { $cond: [{ $eq: [{ $type: '$kept' }, 'object'] }, 1, 0] } },
          undone: { $sum: { $cond: [{ $eq: ['$undo', 'undone'] }, 1, 0] } },
          notUndone: {
            $sum: { $cond: [{ $in: [{ $ifNull: ['$undo', 'undone'] }, ['undone']] }, 0, 1] },
          },
        },
      },
    ])
    .toArray();
}

async function countPeople(store: ImportStore, importId: string): Promise<{ residents: number; newResidents: number }> {
  const [found] = await store.lines
    .aggregate<{ residents: number; newResidents: number }>([
      { $match: { importId, verdict: 'accepted', personMark: { $ne: null } } },
      { $group: { _id: '$personMark', personId: { $max: '$personId' } } },
      {
        $group: {
          _id: null,
          residents: { $sum: 1 },
          newResidents: { $sum: { $cond: [{ $eq: ['$personId', null] }, 1, 0] } },
        },
      },
    ])
    .toArray();
  return { residents: found?.residents ?? 0, newResidents: found?.newResidents ?? 0 };
}

async function countProblems(store: ImportStore, importId: string): Promise<ImportDocument['problems']> {
  const found = await store.lines
    .aggregate<{ _id: string; count: number }>([
      { $match: { importId, verdict: 'rejected' } },
      { $unwind: '$errors' },
      { $group: { _id: '$errors.code', count: { $sum: 1 } } },
      { $sort: { count: -1, _id: 1 } },
    ])
    .toArray();
  return found.map(({ _id, count }) => ({ code: _id, count }));
}
