import { businessDate } from '@red-points/shared/domain/calendar';
import {
  drawOf,
  instantsOf,
  newestClosedMonth,
  populationRoot,
  sampleSizeOf,
  seedOf,
} from '@red-points/shared/domain/spot-checks';
import type { OrgUnitView } from '../org-units/index.ts';
import { insertMissing, isDuplicateKey } from '../platform/database.ts';
import type { JobRun } from '../platform/jobs.ts';
import { oneByOne, stepByStep, togetherOrEach } from '../platform/one-by-one.ts';
import { sha256 } from '../platform/sha256.ts';
import { concernedBy } from './check-item.ts';
import { correctionsOf } from './corrections.ts';
import type { SpotChecksDeps } from './deps.ts';
import { givenByIds, givenIds } from './given.ts';
import type { SpotDrawRecord, SpotItemRecord } from './store.ts';

export const POPULATION_PAGE = 1_000;
const UNCORRECTED_MAX = 200;

/**
 * Fixes what was posted in the month before for every street, draws where the digest of the day of fixing is published, and
 * notes which findings were put right. Each step is done once, whoever runs it and however often; a street or draw that cannot
 * be gone on with keeps no other waiting.
 */
export async function drawDue(deps: SpotChecksDeps, run: JobRun): Promise<void> {
  const way = { logger: deps.logger, signal: run.signal };
  await stepByStep(
    {
      fixing: () => fixMissing(deps, run),
      drawing: async () => {
        const draws = await deps.store.draws.find({ state: 'fixed' }).toArray();
        await oneByOne(draws, { ...way, what: 'draw', idOf: ({ _id }) => _id }, (draw) => drawOne(deps, draw));
      },
      corrections: async () => {
        const found = await deps.store.items.find({ uncorrected: true }).limit(UNCORRECTED_MAX).toArray();
        const idOf = ({ _id }: SpotItemRecord): string => _id;
        await togetherOrEach(found, { ...way, what: 'item', idOf }, (some) => noteCorrections(deps, some));
      },
    },
    way,
  );
}

async function fixMissing(deps: SpotChecksDeps, { nowMs, signal }: JobRun): Promise<void> {
  const month = newestClosedMonth(nowMs);
  const streets = [...(await deps.orgUnits.all()).values()].filter(({ kind }) => kind === 'street');
  const known = await deps.store.draws
    .find({ _id: { $in: streets.map(({ id }) => `${id}.${month}`) } })
    .project<{ _id: string }>({ _id: 1 })
    .toArray();
  const fixed = new Set(known.map(({ _id }) => _id));
  const missing = streets.filter(({ id }) => !fixed.has(`${id}.${month}`));
  const way = { what: 'street', idOf: ({ id }: OrgUnitView) => id, logger: deps.logger, signal };
  await oneByOne(missing, way, (street) => fix(deps, street, month));
}

/** Fixes a month's credits: pages first, then the draw that names them. */
async function fix(deps: SpotChecksDeps, street: OrgUnitView, month: string): Promise<void> {
  const { fromMs, beforeMs } = instantsOf(month);
  const ids: string[] = [];
  const between = { from: new Date(fromMs), before: new Date(beforeMs) };
  for await (const id of givenIds(deps, street.id, between)) ids.push(id);
  ids.sort();
  const drawId = `${street.id}.${month}`;
  const attempt = deps.ids.next();
  const pages = Array.from({ length: Math.ceil(ids.length / POPULATION_PAGE) }, (_, page) => ({
    _id: `${drawId}|${attempt}|${page}`,
    drawId,
    attempt,
    ids: ids.slice(page * POPULATION_PAGE, (page + 1) * POPULATION_PAGE),
  }));
  if (pages.length > 0) await deps.store.population.insertMany(pages);
  const { value: rule } = await deps.settings.inForce(street.ancestorIds);
  // The clock is read last: the digest of that day covers what is posted until its end, which nobody knows yet.
  const fixedAtMs = deps.clock.now();
  const draw: SpotDrawRecord = {
    _id: drawId,
    unitId: street.id,
    unitPath: [...street.ancestorIds],
    month,
    state: 'fixed',
    attempt,
    population: ids.length,
    populationRoot: populationRoot(ids, sha256),
    rule,
    sampleSize: sampleSizeOf(ids.length, rule),
    seedDay: businessDate(fixedAtMs),
    fixedAt: new Date(fixedAtMs),
    digest: null,
    seed: null,
    drawnAt: null,
  };
  try {
    await deps.store.draws.insertOne(draw);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const kept = await deps.store.draws.findOne({ _id: drawId });
  if (kept !== null) await deps.store.population.deleteMany({ drawId, attempt: { $ne: kept.attempt } });
}

async function drawOne(deps: SpotChecksDeps, draw: SpotDrawRecord): Promise<void> {
  const digest = await deps.digestOf(draw.seedDay);
  if (digest === null) return;
  const ids = await populationOf(deps, draw);
  const root = populationRoot(ids, sha256);
  if (root !== draw.populationRoot) throw new Error(`the population of ${draw._id} is not what was fixed`);
  const { unitId, month } = draw;
  const seed = seedOf({ unitId, month, root, digest }, sha256);
  const drawnAt = new Date(deps.clock.now());
  const drawn = drawOf(ids, seed, draw.sampleSize, sha256);
  const concerned = new Map((await givenByIds(deps, drawn)).map((credit) => [credit._id, concernedBy(credit)]));
  const items = drawn.map(
    (creditId, position): SpotItemRecord => ({
      _id: `${draw._id}|${creditId}`,
      drawId: draw._id,
      unitPath: draw.unitPath,
      creditId,
      position,
      concerned: concerned.get(creditId) ?? [],
      state: 'waiting',
      open: true,
      drawnAt,
      note: null,
      checkedBy: null,
      checkedAt: null,
      correctingEntryIds: [],
      uncorrected: false,
    }),
  );
  // The same draw makes the same items: what an interrupted run wrote stands.
  await insertMissing(deps.store.items, items);
  const published = { state: 'drawn' as const, digest, seed, drawnAt };
  await deps.store.draws.updateOne({ _id: draw._id, state: 'fixed' }, { $set: published });
}

/** The ids that a draw was fixed with, in order. */
async function populationOf(
  { store }: Pick<SpotChecksDeps, 'store'>,
  { _id, attempt, population }: SpotDrawRecord,
): Promise<string[]> {
  const pages = Math.ceil(population / POPULATION_PAGE);
  const names = Array.from({ length: pages }, (_, page) => `${_id}|${attempt}|${page}`);
  const found = await store.population.find({ _id: { $in: names } }).toArray();
  const byName = new Map(found.map((page) => [page._id, page.ids]));
  return names.flatMap((name) => byName.get(name) ?? []);
}

async function noteCorrections(deps: SpotChecksDeps, found: readonly SpotItemRecord[]): Promise<void> {
  const credits = new Map(
    (
      await givenByIds(
        deps,
        found.map(({ creditId }) => creditId),
      )
    ).map((one) => [one._id, one]),
  );
  for (const { _id, creditId } of found) {
    const credit = credits.get(creditId);
    const correctingEntryIds = credit === undefined ? [] : await correctionsOf(deps, credit);
    if (correctingEntryIds.length === 0) continue;
    await deps.store.items.updateOne({ _id }, { $set: { correctingEntryIds, uncorrected: false } });
  }
}
