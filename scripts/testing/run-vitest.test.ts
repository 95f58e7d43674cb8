import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { projectFolder } from '../mongo/index.ts';
import type { Tally } from './tally.ts';

const header = `import { afterAll, beforeAll, describe, expect, it } from 'vitest';\n`;

/** Each file, and what a true count makes of it. */
const files: Record<string, { source: string; tally: Tally }> = {
  passes: { source: `it('a', () => {}); it('b', () => expect(1).toBe(1));`, tally: { passed: 2, failed: 0 } },
  fails: { source: `it('a', () => {}); it('b', () => expect(1).toBe(2));`, tally: { passed: 1, failed: 1 } },
  'does-not-load': { source: `import './nowhere.ts'; it('a', () => {});`, tally: { passed: 0, failed: 1 } },
  'does-not-parse': { source: `it('a', () => {`, tally: { passed: 0, failed: 1 } },
  'throws-on-load': { source: `throw new Error('on load');`, tally: { passed: 0, failed: 1 } },
  'has-no-test': { source: `export const nothing = 1;`, tally: { passed: 0, failed: 1 } },
  'has-an-empty-group': { source: `describe('group', () => {});`, tally: { passed: 0, failed: 1 } },
  'skips-one': { source: `it('a', () => {}); it.skip('b', () => {});`, tally: { passed: 1, failed: 1 } },
  'skips-all': { source: `it.skip('a', () => {});`, tally: { passed: 0, failed: 1 } },
  'runs-only-one': { source: `it.only('a', () => {}); it('b', () => {});`, tally: { passed: 0, failed: 2 } },
  'rejects-unseen': {
    source: `it('a', async () => { void Promise.reject(new Error('unseen')); await new Promise((r) => setTimeout(r, 20)); });`,
    tally: { passed: 1, failed: 1 },
  },
  'throws-later': {
    source: `it('a', async () => { setTimeout(() => { throw new Error('later'); }, 1); await new Promise((r) => setTimeout(r, 50)); });`,
    tally: { passed: 1, failed: 1 },
  },
  'fails-in-the-last-hook': {
    source: `afterAll(() => { throw new Error('hook'); }); it('a', () => {});`,
    tally: { passed: 1, failed: 1 },
  },
  'fails-in-the-first-hook': {
    source: `beforeAll(() => { throw new Error('hook'); }); it('a', () => {});`,
    tally: { passed: 0, failed: 2 },
  },
  'ends-the-process': { source: `it('a', () => { process.exit(0); });`, tally: { passed: 0, failed: 2 } },
  'kills-the-process': {
    source: `it('a', () => { process.kill(process.pid, 'SIGKILL'); return new Promise(() => {}); });`,
    tally: { passed: 0, failed: 2 },
  },
};

let folder = '';

beforeEach(() => {
  const made = path.join(projectFolder, '.cache');
  mkdirSync(made, { recursive: true });
  folder = mkdtempSync(path.join(made, 'runner-')); // Below the project, so that the files find vitest.
  const projects = `[{ root: ${JSON.stringify(folder)}, test: { name: 'p', include: ['*.test.ts'], pool: 'forks' } }]`;
  const config = `export default { root: ${JSON.stringify(folder)}, test: { maxWorkers: 2, projects: ${projects} } };`;
  writeFileSync(path.join(folder, 'vitest.config.mjs'), config);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function count(names: string[], alsoExpected: string[] = []): Promise<{ tally: Tally; output: string }> {
  for (const name of names) writeFileSync(path.join(folder, `${name}.test.ts`), header + files[name]?.source);
  const expected = [...names, ...alsoExpected].map((name) => path.join(folder, `${name}.test.ts`));
  const run = { config: path.join(folder, 'vitest.config.mjs'), projects: ['p'], filters: [], expectedFiles: expected };
  const script = `import { runVitest } from ${JSON.stringify(pathToFileURL(path.join(projectFolder, 'scripts/testing/run-vitest.ts')).href)};
    const tally = await runVitest({ ...${JSON.stringify(run)}, print: (line) => console.log(line) });
    process.stdout.write('\\n' + JSON.stringify(tally) + '\\n', () => process.exit(0));`;
  const words = ['--import', 'tsx', '--input-type=module', '-e', script];
  const env = { ...process.env, VITEST: undefined, VITEST_POOL_ID: undefined, VITEST_WORKER_ID: undefined };
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: projectFolder, env });
  return { tally: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Tally, output: stdout };
}

describe('the count of a test run', () => {
  const crashes = ['ends-the-process', 'kills-the-process'];
  const orderly = Object.keys(files).filter((name) => !crashes.includes(name));

  test('is true for every way in which a file can fail', async () => {
    const expected: Tally = { passed: 0, failed: 0 };
    for (const name of orderly) {
      expected.passed += files[name]?.tally.passed ?? 0;
      expected.failed += files[name]?.tally.failed ?? 0;
    }
    const { tally, output } = await count(orderly);
    expect(tally, output).toEqual(expected);
  });

  test.each(crashes)('is not "0 failed" where a test %s', async (name) => {
    const { tally, output } = await count([name]);
    expect(tally.passed, output).toBe(0);
    expect(tally.failed, output).toBeGreaterThan(0);
  });

  test('blames a file that was to run and did not', async () => {
    expect((await count(['passes'], ['vanished'])).tally).toEqual({ passed: 2, failed: 1 });
  });
});
