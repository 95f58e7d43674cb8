import { type Random, seededRandom } from '@red-points/scripts/demo/random';
import { createLedger, ensureLedgerCollection } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { isLong } from '../support/long-form.ts';
import { HttpServerProcess } from './support/http-server-process.ts';
import { LedgerProcess, ReplyLostError } from './support/ledger-process.ts';
import { OwnMongod } from './support/own-mongod.ts';
import { PostingLoad } from './support/posting-load.ts';
import { openPlace, RedeemingLoad } from './support/redeeming-load.ts';

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);
let mongod: OwnMongod;

beforeAll(async () => {
  process.stderr.write(`kills by seed ${seed} (FAULT_SEED)\n`);
  mongod = await OwnMongod.start();
});
const shared = process.env.TEST_MONGODB_URI;
afterAll(async () => {
  process.env.TEST_MONGODB_URI = shared;
  await mongod.stop();
});

/** Who is killed with kill -9, in which order: each in the short form once, many times in the long one. */
function victims(random: Random): ('server' | 'database' | 'both')[] {
  if (!isLong) return ['server', 'database'];
  const each = Array.from({ length: 20 }, () => ['server', 'database'] as const).flat();
  return random.sample([...each, 'both', 'both', 'both', 'both', 'both'], 45);
}

interface Server {
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** Kills and starts again what the next victim says, at a random moment of the load. */
async function killAll(random: Random, server: () => Server, progress: (answers: number) => Promise<void>) {
  for (const victim of victims(random)) {
    await progress(random.between(30, 150));
    const killed = server();
    await Promise.all([victim !== 'database' && killed.kill(), victim !== 'server' && mongod.kill()]);
    // Clients go on asking meanwhile. One without the other is no reason to wait for it.
    await Promise.all([victim !== 'server' && mongod.restart(), victim !== 'database' && killed.start()]);
  }
  await progress(100);
}

describe('kill -9 at random moments under load', () => {
  test('of server processes and of their database: nothing acknowledged is missing, nothing is double', async () => {
    const random = seededRandom(seed);
    const client = new MongoClient(mongod.uri);
    await ensureLedgerCollection(client.db());
    const start = () => LedgerProcess.start(mongod.uri);
    const processes = await Promise.all([start(), start()]);
    const processOf = (number: number): LedgerProcess => processes[number % 2] ?? processes[0];
    const load = new PostingLoad({
      seed,
      accounts: 12,
      clients: 24,
      post: (number, command) => {
        const process = processOf(number);
        return 'from' in command ? process.postPair(command) : process.post(command);
      },
      mayAskAgain: (error) =>
        error instanceof ReplyLostError ||
        (error instanceof Error && /^(outcome_unknown|ledger_busy)$/.test(error.message)),
    });
    await load.prepare(createLedger({ db: client.db(), clock: { now: () => Date.now() } }));
    load.start();
    const server = (): Server => {
      const number = random.between(0, 1);
      return {
        kill: () => processOf(number).kill(),
        start: async () => {
          processes[number] = await start();
        },
      };
    };
    await killAll(random, server, (answers) => load.progress(answers));
    await load.end();
    process.stderr.write(`${load.answered.size} postings acknowledged, ${load.askedAgain} asked again\n`);
    await load.expectExactlyOnce(client.db());
    await Promise.all(processes.map((one) => one.kill()));
    await client.close();
  }, 7_200_000);

  test('of the whole server and of its database: residents have what they were told, once', async () => {
    process.env.TEST_MONGODB_URI = mongod.uri; // The app's database is to lie where it can be killed.
    const t = await startTestApp({ startMs: Date.now() });
    const place = await openPlace(t, 8);
    const server = new HttpServerProcess(t.config);
    await server.start();
    const load = new RedeemingLoad(t, place, seed, () => server.url);
    load.start();
    await killAll(
      seededRandom(seed),
      () => server,
      (answers) => load.progress(Math.ceil(answers / 3)),
    );
    await load.end();
    await server.kill();
    const failures = [...load.failures].map(([status, count]) => `${status} ${count}`);
    process.stderr.write(`${load.answers} answers, ${load.askedAgain} asked again (${failures})\n`);
    await load.expectExactlyOnce();
    await t.close();
  }, 7_200_000);
});
