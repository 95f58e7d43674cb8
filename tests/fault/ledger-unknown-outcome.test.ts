import { freshDatabase } from '@red-points/scripts/mongo/index';
import {
  createLedger,
  ensureLedgerCollection,
  LedgerBusyError,
  OutcomeUnknownError,
} from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../support/long-form.ts';
import { FaultyWire, WIRE_FAULTS } from './support/faulty-wire.ts';
import { PostingLoad } from './support/posting-load.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);

beforeAll(() => ensureLedgerCollection(client.db()));
afterAll(async () => {
  await client.close();
  await database.drop();
});

const portOf = (uri: string): number => Number(new URL(uri).port);
const clock = { now: () => Date.now() };

test('a line to the database that cuts, delays and duplicates: every key has one effect, and every client learns it', async () => {
  process.stderr.write(`faults by seed ${seed} (FAULT_SEED)\n`);
  const wires = await Promise.all(
    [1, 2].map((number) =>
      FaultyWire.start({
        port: portOf(database.uri),
        seed: seed + number,
        faultsInHundred: { insert: 12, commitTransaction: 12, abortTransaction: 12, aggregate: 3, find: 3, update: 3 },
        delayMsMax: 600,
      }),
    ),
  );
  // Two processes, each with a line of its own; some operations then take longer than they may.
  const clients = wires.map((wire) => new MongoClient(wire.uriOf(database.name), { serverSelectionTimeoutMS: 2_000 }));
  const ledgers = clients.map((one, number) => {
    // The second one gives up early, so that its clients have to ask again.
    const settings = { operationTimeoutMs: 400, postTimeoutMs: number === 0 ? 5_000 : 100, chainMin: 3 };
    return createLedger({ db: one.db(), clock, settings });
  });
  const load = new PostingLoad({
    seed,
    accounts: 12,
    clients: 24,
    post: async (number, command) => {
      const ledger = ledgers[number % ledgers.length];
      if (ledger === undefined) throw new Error('no ledger');
      return 'from' in command ? ledger.postPair(command) : ledger.post(command);
    },
    mayAskAgain: (error) => error instanceof OutcomeUnknownError || error instanceof LedgerBusyError,
  });
  await load.prepare(createLedger({ db: client.db(), clock }));
  load.start();
  await load.progress(isLong ? 30_000 : 1_500);
  for (const wire of wires) wire.heal();
  await load.end();
  const happened = WIRE_FAULTS.map(
    (fault) => [fault, sum(wires.map((wire) => wire.happened.get(fault) ?? 0))] as const,
  );
  process.stderr.write(`${load.answered.size} answers, ${load.askedAgain} asked again; ${happened.join('; ')}\n`);
  for (const [fault, times] of happened) expect(times, fault).toBeGreaterThan(0);
  await load.expectExactlyOnce(client.db());
  for (const ledger of ledgers) await ledger.close();
  await Promise.all(clients.map((one) => one.close()));
  await Promise.all(wires.map((wire) => wire.close()));
}, 3_600_000);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
