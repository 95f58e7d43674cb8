/**
 * `npm run bench [-- --json] [--rounds N] [--seconds N] [--only NAME,…]`: how fast the ledger is beside what bounds it, from
 * one run on one database of its own. `--json` prints the figures as the last line: operations per second, but for
 * `bytesPerEntry` and `serverMegabytes`.
 */
import { parseArgs } from 'node:util';
import { startTestReplicaSet } from './mongo/index.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '3' },
    only: { type: 'string', default: '' },
  },
});

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const { runBench } = await import('../tests/bench/bench.ts');
const { giveRoom } = await import('../tests/bench/room.ts');
const { targetLines } = await import('../tests/bench/figures.ts');
const mongo = await startTestReplicaSet(say);
try {
  await giveRoom(mongo.uri);
  const figures = await runBench(mongo.uri, {
    rounds: Number(values.rounds),
    roundMs: Number(values.seconds) * 1_000,
    only: values.only === '' ? [] : values.only.split(','),
    say,
  });
  say(`\nMongoDB ${mongo.version}, operations per second (medians of ${values.rounds} rounds)`);
  for (const [name, figure] of Object.entries(figures)) say(`  ${name.padEnd(18)} ${String(figure).padStart(7)}`);
  const { lines, missed } = targetLines(figures);
  say('ratios and targets');
  for (const line of lines) say(`  ${line}`);
  if (missed.length > 0) say(`missed: ${missed.join(', ')}`);
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await mongo.stop();
}
