import path from 'node:path';
import { startVitest, type TestModule, type TestSuite } from 'vitest/node';
import type { Tally } from './tally.ts';

export interface VitestRun {
  /** Absolute path of the vitest configuration. */
  config: string;
  /** Names of the projects to run. */
  projects: readonly string[];
  /** Parts of file paths; empty for all files. */
  filters: readonly string[];
  /** Test files that have to appear in the result, absolute: one that nobody ran is a failure. */
  expectedFiles: readonly string[];
  print: (line: string) => void;
}

/**
 * Runs tests and counts by itself. Vitest's own summary counts tests only, so that a file that does not load, a hook that
 * fails or an error outside of any test would leave "0 failed" standing.
 */
export async function runVitest(run: VitestRun): Promise<Tally> {
  const vitest = await startVitest('test', [...run.filters], {
    config: run.config,
    project: [...run.projects],
    watch: false,
    allowOnly: false,
    passWithNoTests: true,
    reporters: ['default'],
  });
  const tally: Tally = { passed: 0, failed: 0 };
  const blame = (what: string): void => {
    tally.failed++;
    run.print(` ✗ ${what}`);
  };
  const modules = vitest.state.getTestModules();
  for (const module of modules) countModule(module, tally, blame);
  const seen = new Set(modules.map((module) => path.normalize(module.moduleId)));
  for (const file of run.expectedFiles) {
    if (!seen.has(file)) blame(`${path.relative(process.cwd(), file)}: was not run`);
  }
  for (const error of vitest.state.getUnhandledErrors()) blame(`error outside of a test: ${firstLineOf(error)}`);
  await vitest.close();
  process.exitCode = 0; // Vitest sets it by its own count; the caller sets it by the total.
  return tally;
}

function firstLineOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return String(message ?? error).split('\n')[0] ?? '';
}

function countModule(module: TestModule, tally: Tally, blame: (what: string) => void): void {
  const name = module.relativeModuleId;
  const failedBefore = tally.failed;
  let tests = 0;
  for (const test of module.children.allTests()) {
    tests++;
    const { state } = test.result();
    if (state === 'passed') tally.passed++;
    else if (state === 'failed') tally.failed++;
    else blame(`${name} > ${test.fullName}: ${state === 'skipped' ? 'skipped' : 'never finished'}`);
  }
  const suites: (TestModule | TestSuite)[] = [module, ...module.children.allSuites()];
  for (const suite of suites) {
    for (const error of suite.errors()) blame(`${name}: ${firstLineOf(error)}`);
  }
  if (tests === 0 && tally.failed === failedBefore) blame(`${name}: has no test`);
  if (module.state() === 'failed' && tally.failed === failedBefore) blame(`${name}: failed`);
}
