import { freshDatabase } from '@red-points/scripts/mongo/index';
import { ensureLedgerCollection } from '@red-points/server/ledger/index';
import { systemClock } from '@red-points/server/platform/clock';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import { createRandomIds } from '@red-points/server/platform/ids';
import { createJobRunner } from '@red-points/server/platform/jobs';
import { createRollups, ensureRollups, type Rollups } from '@red-points/server/rollups/index';
import type { LedgerCommand } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand } from '../support/ledger-commands.ts';
import { tokenOfNothing } from '../support/lost-history.ts';
import { printedRandom } from '../support/random-history.ts';
import { LedgerProcess } from './support/ledger-process.ts';
import { keptCells, recountedCells } from './support/recount-cells.ts';
import { RollupProcess, testPorts } from './support/rollup-process.ts';

const LEASE_MS = 1_000;
const ROUNDS = Number(process.env.ROLLUP_ROUNDS ?? 8);
const UNITS = ['a-b-c', 'a-b-d', 'a-e-f', 'a-e', 'g'];
const DAY_MS = 86_400_000;
const random = printedRandom('roll-ups interrupted');

const installation = freshDatabase();
let database: Database;
let rollups: Rollups;
let poster: LedgerProcess;

beforeAll(async () => {
  database = await connectDatabase(installation.uri);
  await ensureLedgerCollection(database.db);
  await ensureRollups(database.db);
  poster = await LedgerProcess.start(installation.uri);
});
afterAll(async () => {
  await Promise.all(started.map((worker) => worker.kill()));
  await poster.kill();
  await database.close();
  await installation.drop();
});
beforeEach(() => {
  const { db } = database;
  const ids = createRandomIds();
  const jobs = createJobRunner(db, systemClock, ids);
  // Starts no job here: only to ask and to wait.
  rollups = createRollups({ db, clock: systemClock, ids, jobs }, testPorts);
});

const started: RollupProcess[] = [];

async function startWorker(): Promise<RollupProcess> {
  const worker = await RollupProcess.start(installation.uri, LEASE_MS);
  started.push(worker);
  return worker;
}

const homes = new Map<string, string>();
const seqs = new Map<string, number>();
let posts = 0;

/** Credits, spends and reversals, of up to two months ago, by another process. */
function randomCommand(): LedgerCommand {
  posts += 1;
  const known = [...homes.keys()];
  const account = known.length < 40 || random.next() < 0.02 ? newAccountId() : random.pick(known);
  homes.set(account, homes.get(account) ?? random.pick(UNITS));
  const where = {
    homeUnit: homes.get(account) ?? '',
    effectiveAtMs: Date.now() - random.between(0, 60) * DAY_MS,
  };
  const chance = random.next();
  if (chance < 0.6) {
    const category = random.pick(['volunteering', 'mediation', 'culture']);
    return { ...earnCommand(account, `e${posts}`, random.between(1, 9)), rule: null, category, ...where };
  }
  if (chance < 0.8) return { ...spendCommand(account, `s${posts}`, random.between(1, 5)), ...where };
  const originalSeq = random.between(1, Math.max(1, seqs.get(account) ?? 1));
  return { ...ledgerContext(account, `r${posts}`), kind: 'reverse', originalSeq, ...where };
}

async function postUntil(done: () => boolean): Promise<void> {
  while (!done()) {
    const commands = Array.from({ length: 25 }, randomCommand);
    for (const outcome of await Promise.all(commands.map((command) => poster.post(command)))) {
      if (outcome.status === 'posted') seqs.set(outcome.entry.account, outcome.entry.seq);
    }
    // The followers are to be interrupted, not to be kept busy for long.
    await sleep(40);
  }
}

async function expectEqualToRecount(): Promise<void> {
  await rollups.catchUp(120_000);
  const [kept, recounted] = [await keptCells(database.db), await recountedCells(database.db)];
  expect(recounted.size).toBeGreaterThan(100);
  expect(kept).toEqual(recounted);
}

describe('roll-ups', () => {
  test('equal a recount after workers were killed and paused at any moment while another process posted', async () => {
    const workers = [await startWorker(), await startWorker()];
    let over = false;
    const posting = postUntil(() => over);
    for (let round = 0; round < ROUNDS; round += 1) {
      // Some of what is interrupted is counting everything anew.
      if (random.next() < 0.3) await askForRebuild();
      await sleep(random.between(20, 900));
      const which = random.next() < 0.8 ? await following(workers) : random.between(0, 1);
      const worker = workers[which];
      if (random.next() < 0.4) {
        await worker?.kill();
        workers[which] = await startWorker();
      } else {
        worker?.pause();
        // Mostly longer than the lease, so that the other one has gone on when this one wakes.
        await sleep(random.pick([100, 3 * LEASE_MS, 3 * LEASE_MS]));
        worker?.goOn();
      }
    }
    over = true;
    await posting;
    process.stderr.write(`${posts} commands, ${ROUNDS} interruptions\n`);
    await expectEqualToRecount();
    const generations = await database.db.collection('rollup_cells').distinct('generation');
    await rebuiltBy(workers[0]);
    await expectEqualToRecount();
    expect(await database.db.collection('rollup_cells').distinct('generation')).toHaveLength(1);
    expect(generations.length).toBeGreaterThanOrEqual(1);
    for (const worker of workers) await worker.kill();
  });

  test('are counted anew where the database no longer has the history to go on from', async () => {
    const states = database.db.collection('rollup_state');
    const state = await states.findOne({ layout: { $exists: true } });
    const some = posts + 25;
    const resumeToken = await tokenOfNothing(database.db.collection('ledger_entries'), () =>
      postUntil(() => posts >= some),
    );
    await states.updateOne({ _id: state?._id }, { $set: { resumeToken } });
    const enough = posts + 100;
    await postUntil(() => posts >= enough);
    const worker = await startWorker();
    await expectEqualToRecount();
    expect((await states.findOne({ layout: { $exists: true } }))?.generation).not.toBe(state?.generation);
    await worker.kill();
  });

  test('of an older layout are replaced by themselves, and nothing of them is left', async () => {
    const { db } = database;
    await db.collection('rollup_state').deleteMany({});
    await db.collection('rollup_cells').deleteMany({});
    await db.collection('rollup_counts').deleteMany({});
    const old = { generation: 'old', position: 'p', resumeToken: null, startAt: null, updatedAtMs: 0 };
    await db.collection<{ _id: string }>('rollup_state').insertOne({ _id: 'ledger', ...old });
    await db.collection<{ _id: string }>('rollup_figures').insertOne({ _id: 'old|a|total', ...{ items: 99 } });
    expect(await rollups.read((view) => view.totals(['a']))).toBeNull();
    const worker = await startWorker();
    await expectEqualToRecount();
    expect(await db.collection('rollup_figures').countDocuments()).toBe(0);
    expect(await db.collection<{ _id: string }>('rollup_state').findOne({ _id: 'ledger' })).toBeNull();
    await worker.kill();
  });
});

const askForRebuild = () =>
  database.db
    .collection<{ _id: string }>('rollup_state')
    .updateOne(
      { _id: 'rebuild' },
      { $set: { askedAt: new Date(), startedAt: null, done: 0, total: 0, finishedAt: null } },
      { upsert: true },
    );

/** Which of two workers moved the roll-ups on last: their steps are named after their processes. */
async function following(workers: readonly RollupProcess[]): Promise<number> {
  const state = await database.db.collection('rollup_state').findOne({ layout: { $exists: true } });
  const found = workers.findIndex(({ pid }) => String(state?.position).startsWith(`${pid}-`));
  return found === -1 ? random.between(0, 1) : found;
}

async function rebuiltBy(worker: RollupProcess | undefined): Promise<void> {
  if (worker === undefined) throw new Error('a worker must be there');
  await askForRebuild();
  const requests = database.db.collection<{ _id: string }>('rollup_state');
  for (let waited = 0; waited < 600; waited += 1) {
    if ((await requests.findOne({ _id: 'rebuild', finishedAt: { $ne: null } })) !== null) return;
    await sleep(100);
  }
  throw new Error('nobody did the rebuild that was asked for');
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
