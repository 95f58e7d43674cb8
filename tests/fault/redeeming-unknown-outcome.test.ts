import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { isLong } from '../support/long-form.ts';
import { expectVerified } from '../support/redeeming.ts';
import { FaultyWire, WIRE_FAULTS } from './support/faulty-wire.ts';
import { HttpServerProcess } from './support/http-server-process.ts';
import { openPlace, RedeemingLoad } from './support/redeeming-load.ts';

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 2 ** 31);

test('a server whose line to the database cuts, delays and duplicates: residents learn what became of every redemption', async () => {
  process.stderr.write(`faults by seed ${seed} (FAULT_SEED)\n`);
  const t = await startTestApp({ startMs: Date.now() });
  const place = await openPlace(t, 10);
  const url = new URL(t.config.mongodbUri);
  const wire = await FaultyWire.start({
    port: Number(url.port),
    seed,
    faultsInHundred: { insert: 12, update: 5, findAndModify: 5, find: 2, aggregate: 2 },
    delayMsMax: 600,
  });
  const server = new HttpServerProcess({ ...t.config, mongodbUri: wire.uriOf(url.pathname.slice(1)) });
  await server.start();
  const load = new RedeemingLoad(t, place, seed, () => server.url);
  load.start();
  let verified = 0;
  const answered = load.progress(isLong ? 6_000 : 150);
  // Redemptions are at every stage between their writes, and none of them is a false alarm.
  for (let isOver = false; !isOver; verified += 1) {
    await expectVerified(t);
    isOver = await Promise.race([answered.then(() => true), sleep(100, false)]);
  }
  wire.heal();
  await load.end();
  await server.kill();
  await wire.close();
  const happened = WIRE_FAULTS.map((fault) => `${fault} ${wire.happened.get(fault) ?? 0}`);
  const failures = [...load.failures].map(([status, count]) => `${status} ${count}`);
  process.stderr.write(
    `${load.answers} answers, ${load.askedAgain} asked again (${failures}), verified ${verified} times meanwhile; ${happened.join('; ')}\n`,
  );
  // A line on which nothing happened would prove nothing. That each kind happens, the ledger's own test sees to.
  expect(wire.happened.size).toBeGreaterThan(WIRE_FAULTS.length / 2);
  await load.expectExactlyOnce();
  await t.close();
}, 3_600_000);
