import type { SpotDraw, SpotItem } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { LinedCredit } from '../credits/index.ts';
import { independenceOf } from './check-item.ts';
import { correctionsOf } from './corrections.ts';
import type { SpotChecksDeps } from './deps.ts';
import { givenByIds } from './given.ts';
import { NOTE_KIND, type SpotDrawRecord, type SpotItemRecord } from './store.ts';

interface Sums {
  readonly _id: string;
  readonly drawn: number;
  readonly waiting: number;
  readonly inOrder: number;
  readonly findings: number;
  readonly corrected: number;
}

const whenState = (state: string) => ({ $sum: { $cond: [{ $eq: ['$state', state] }, 1, 0] } });
const CORRECTED = { $and: [{ $eq: ['$state', 'finding'] }, { $not: ['$uncorrected'] }] };

/** Draws as anybody reads them, with what came of each: one query for the sums of all. */
export async function drawViews(deps: SpotChecksDeps, draws: readonly SpotDrawRecord[]): Promise<SpotDraw[]> {
  const [sums, units] = await Promise.all([
    deps.store.items
      .aggregate<Sums>([
        { $match: { drawId: { $in: draws.map(({ _id }) => _id) } } },
        {
          $group: {
            _id: '$drawId',
            drawn: { $sum: 1 },
            waiting: whenState('waiting'),
            inOrder: whenState('in_order'),
            findings: whenState('finding'),
            corrected: { $sum: { $cond: [CORRECTED, 1, 0] } },
          },
        },
      ])
      .toArray(),
    deps.orgUnits.names([...new Set(draws.map(({ unitId }) => unitId))]),
  ]);
  const byDraw = new Map(sums.map(({ _id, ...statistics }) => [_id, statistics]));
  const none = { drawn: 0, waiting: 0, inOrder: 0, findings: 0, corrected: 0 };
  return draws.map((draw) => ({
    drawId: draw._id,
    unitId: draw.unitId,
    unitName: units.get(draw.unitId) ?? draw.unitId,
    month: draw.month,
    state: draw.state,
    fixedAt: draw.fixedAt.toISOString(),
    population: draw.population,
    populationRoot: draw.populationRoot,
    sampleSize: draw.sampleSize,
    seedDay: draw.seedDay,
    digest: draw.digest,
    seed: draw.seed,
    drawnAt: draw.drawnAt?.toISOString() ?? null,
    // Until the draw is published, what an interrupted run wrote of it counts for nothing.
    statistics: draw.state === 'drawn' ? (byDraw.get(draw._id) ?? none) : none,
  }));
}

/** Drawn credits as whoever checks them reads them: masked. Findings are asked of the ledger, the rest is a few queries. */
export async function itemViews(
  deps: SpotChecksDeps,
  principal: Principal,
  items: readonly SpotItemRecord[],
): Promise<SpotItem[]> {
  const credits = await givenByIds(
    deps,
    items.map(({ creditId }) => creditId),
  );
  const byId = new Map(credits.map((credit) => [credit._id, credit]));
  const [lines, users, isIndependent, notes] = await Promise.all([
    deps.credits.staffLines(credits),
    deps.users.names(items.flatMap(({ checkedBy }) => checkedBy ?? [])),
    independenceOf(deps, principal),
    notesOf(deps, items, byId),
  ]);
  const views = await Promise.all(
    items.map(async (item): Promise<SpotItem[]> => {
      const [credit, line] = [byId.get(item.creditId), lines.get(item.creditId)];
      if (credit === undefined || line === undefined) return [];
      const mayCheck =
        item.open && permits(principal, 'spot_checks.check', { unitPath: item.unitPath }) && isIndependent(credit);
      return [
        {
          ...line,
          itemId: item._id,
          position: item.position,
          result: item.state,
          note: item.note === null ? null : (notes.get(item._id) ?? '—'),
          checkedByName: item.checkedBy === null ? null : (users.get(item.checkedBy) ?? '—'),
          checkedAt: item.checkedAt?.toISOString() ?? null,
          correctingEntryIds: item.uncorrected ? await correctionsOf(deps, credit) : item.correctingEntryIds,
          mayCheck,
        },
      ];
    }),
  );
  return views.flat();
}

async function notesOf(
  deps: SpotChecksDeps,
  items: readonly SpotItemRecord[],
  credits: ReadonlyMap<string, LinedCredit>,
): Promise<ReadonlyMap<string, string>> {
  const sealed = items.flatMap(({ _id, note, creditId }) => {
    const ownerId = credits.get(creditId)?.personId;
    return note === null || ownerId === undefined ? [] : [{ _id, ownerId, sealed: note }];
  });
  const opened = await deps.personalData.openMany<{ text: string }>(NOTE_KIND, sealed);
  return new Map(sealed.flatMap(({ _id }, at) => (opened[at] ? [[_id, opened[at].text]] : [])));
}
