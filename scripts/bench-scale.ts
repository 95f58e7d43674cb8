/**
 * `npm run bench:scale [-- --json] [--pairs N] [--entries N]`: how much longer a posting, a balance and the newest page of a statement take
 * with a million entries in the ledger and ten thousand in one account than with ten thousand and ten. `--json` prints the
 * figures as the last line.
 */
import { parseArgs } from 'node:util';
import { startTestReplicaSet } from './mongo/index.ts';

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    pairs: { type: 'string', default: '400' },
    entries: { type: 'string', default: '1000000' },
  },
});
const RATIO_MAX = 1.3;

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const { runScale } = await import('../tests/bench/scale.ts');
const mongo = await startTestReplicaSet(say);
try {
  const entries = Number(values.entries);
  const figures = await runScale(mongo.uri, {
    large: { entries, entriesOfOne: entries / 100 },
    small: { entries: 10_000, entriesOfOne: 10 },
    pairs: Number(values.pairs),
    say,
  });
  const missed = Object.entries(figures).flatMap(([name, { ratio }]) => (ratio > RATIO_MAX ? [name] : []));
  say(missed.length === 0 ? `all at most ${RATIO_MAX}` : `more than ${RATIO_MAX}: ${missed.join(', ')}`);
  if (values.json) process.stdout.write(`${JSON.stringify(figures)}\n`);
} finally {
  await mongo.stop();
}
