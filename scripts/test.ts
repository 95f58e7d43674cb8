/**
 * npm test [-- [--part NAME]… [PATH]…]
 * Runs every part of the tests, or the named ones; its last line is the true total over all of them.
 *
 * npm run test:long [-- PATH…]
 * Runs the tests that have a long form in it, which takes an hour: those that import tests/support/long-form.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureClientBuilt } from './client-build.ts';
import { projectFolder, startTestReplicaSet } from './mongo/index.ts';
import { obtainChromium } from './testing/chromium.ts';
import { runVitest } from './testing/run-vitest.ts';
import { runStaticChecks, staticParts } from './testing/static-checks.ts';
import { type Tally, total } from './testing/tally.ts';
import { findTestFiles, partOf, vitestParts } from './testing/test-files.ts';

process.chdir(projectFolder);
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

async function runParts(parts: ReadonlySet<string>, filters: readonly string[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  const attempt = async (what: string, work: () => Promise<Tally>): Promise<void> => {
    try {
      tallies.push(await work());
    } catch (error) {
      print(` ✗ ${what}: ${(error as Error).stack ?? String(error)}`);
      tallies.push({ passed: 0, failed: 1 });
    }
  };
  // A path means test files, so the checks of the whole tree stay out then.
  if (filters.length === 0) await attempt('static checks', () => runStaticChecks(parts, print));
  await attempt('tests', () => runTestFiles(parts, filters));
  return tallies;
}

function filesWithLongForm(): string[] {
  const files = findTestFiles(projectFolder).filter((file) => readFileSync(file, 'utf8').includes('support/long-form'));
  return files.map((file) => path.relative(projectFolder, file));
}

const isOf =
  (part: string) =>
  (file: string): boolean =>
    partOf(file) === part;

async function runTestFiles(parts: ReadonlySet<string>, filters: readonly string[]): Promise<Tally> {
  const files = findTestFiles(projectFolder).map((file) => path.relative(projectFolder, file));
  const lost = filters.length === 0 ? files.filter((file) => partOf(file) === undefined) : [];
  for (const file of lost) print(` ✗ ${file}: belongs to no part, nothing runs it`);
  const chosen = files.filter((file) => {
    const part = partOf(file);
    return part && parts.has(part) && (filters.length === 0 || filters.some((filter) => file.includes(filter)));
  });
  const empty = filters.length === 0 ? vitestParts.filter((part) => parts.has(part) && !chosen.some(isOf(part))) : [];
  for (const part of empty) print(` ✗ ${part}: has no test file`);
  const before: Tally = { passed: 0, failed: lost.length + empty.length };
  if (chosen.length === 0) return before;
  if (chosen.some(isOf('browser'))) {
    await ensureClientBuilt(print);
    process.env.CHROME_BIN = obtainChromium(print);
  }
  const mongo = await startTestReplicaSet(print, 'memory');
  print(`MongoDB ${mongo.version} runs for the tests.`);
  process.env.TEST_MONGODB_URI = mongo.uri;
  process.env.MONGOD_BINARY = mongo.binary;
  const stopOnSignal = (): void => {
    void mongo.stop().finally(() => process.exit(130));
  };
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);
  try {
    const tally = await runVitest({
      config: path.join(projectFolder, 'tests/vitest.config.ts'),
      projects: [...new Set(chosen.map((file) => partOf(file) ?? ''))],
      filters: filters.length === 0 ? [] : chosen,
      expectedFiles: chosen.map((file) => path.join(projectFolder, file)),
      print,
    });
    return total([before, tally]);
  } finally {
    await mongo.stop();
  }
}

const { values, positionals } = parseArgs({
  options: { part: { type: 'string', multiple: true }, long: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const allParts = [...staticParts, ...vitestParts];
const unknown = (values.part ?? []).filter((part) => !(allParts as string[]).includes(part));
if (unknown.length > 0) {
  process.stderr.write(`There is no part ${unknown.join(', ')}. Parts: ${allParts.join(', ')}.\n`);
  process.exit(2);
}
const startedAtMs = Date.now();
if (values.long) process.env.LONG = '1';
const filters = values.long && positionals.length === 0 ? filesWithLongForm() : positionals;
const tallies = await runParts(new Set(values.part ?? allParts), filters);
const sum = total(tallies);
const nothingRan = sum.passed + sum.failed === 0;
if (nothingRan) print(' ✗ nothing ran, which proves nothing');
const failed = nothingRan ? 1 : sum.failed;
print(`Took ${Math.round((Date.now() - startedAtMs) / 1000)} s.`);
process.stdout.write(`${sum.passed} passed, ${failed} failed\n`, () => process.exit(failed === 0 ? 0 : 1));
