import { freshDatabase } from '@red-points/scripts/mongo/index';
import { ensureLedgerCollection } from '@red-points/server/ledger/index';
import { ENTRY_KINDS, LEDGER_REFUSALS } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLong } from '../support/long-form.ts';
import { Model, Real } from './support/history.ts';
import { historySteps } from './support/history-commands.ts';
import { propertySettings, replayPath } from './support/ledger-commands.ts';

const STEPS_MAX = 60;
const database = freshDatabase();
const client = new MongoClient(database.uri);

beforeAll(() => ensureLedgerCollection(client.db()));
afterAll(async () => {
  await client.close();
  await database.drop();
});

test('two processes’ ledgers on one database do what a plain model does, step by step', async () => {
  const steps = fc.commands(historySteps, { maxCommands: STEPS_MAX, size: 'max', replayPath });
  const met = new Map<string, number>();
  const agrees = fc.asyncProperty(steps, async (history) => {
    const model = new Model();
    const real = await Real.begin(client.db(), model);
    try {
      await fc.asyncModelRun(() => ({ model, real }), history);
      await real.expectSameHistory();
    } finally {
      await real.close();
    }
    for (const [name, count] of model.met) met.set(name, (met.get(name) ?? 0) + count);
  });
  await fc.assert(agrees, propertySettings(isLong ? 1_000 : 30));
  const tally = [...met].sort().map(([name, count]) => `${name} ${count}`);
  process.stderr.write(`answers compared one by one: ${tally.join(', ')}\n`);
  // Histories that never reach an answer would prove nothing of it. Some come once in hundreds: a piece may lack them.
  if (!isLong || process.env.FC_RUNS !== undefined) return;
  const posted = ENTRY_KINDS.map((kind) => `${kind} posted`);
  expect([...met.keys()]).toEqual(expect.arrayContaining([...posted, ...LEDGER_REFUSALS]));
}, 7_200_000);
