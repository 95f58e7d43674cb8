/**
 * `npm run bench [-- --json] [--rounds N] [--seconds N] [--only NAME,…]`: how fast the ledger is beside what bounds it, from
 * one run on one database of its own. `--json` prints the figures, in operations per second, as the last line.
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
const mongo = await startTestReplicaSet(say);
try {
  const figures = await runBench(mongo.uri, {
    rounds: Number(values.rounds),
    roundMs: Number(values.seconds) * 1_000,
    only: values.only === '' ? [] : values.only.split(','),
    say,
  });
  say(`\nMongoDB ${mongo.version}, operations per second (medians of ${values.rounds} rounds)`);
  for (const [name, perSecond] of Object.entries(figures)) say(`  ${name.padEnd(18)} ${String(perSecond).padStart(7)}`);
  sayRatios({ ...figures });
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await mongo.stop();
}

function sayRatios(figures: Record<string, number>): void {
  const pairs: [string, string][] = [
    ['ledgerAppend', 'rawInsertMany'],
    ['ledgerAppend1000', 'rawInsertMany'],
    ['hotAccountAppend', 'rawInsertMany'],
    ['ledgerAppend', 'mediciSafeSpend'],
    ['httpPosting', 'emptyRoute'],
  ];
  say('ratios');
  for (const [upper, lower] of pairs) {
    const one = figures[upper];
    const other = figures[lower];
    if (one === undefined || other === undefined) continue;
    say(`  ${upper} ÷ ${lower}`.padEnd(40) + (one / other).toFixed(2).padStart(8));
  }
}
