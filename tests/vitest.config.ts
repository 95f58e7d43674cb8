import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const globalSetup = [path.join(root, 'tests/support/global-setup.ts')];

/** The parts of the tests, by what they prove. Unit tests stand beside their source. */
const parts = [
  { name: 'unit', include: ['{shared,server,client-web}/src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'] },
  { name: 'property', include: ['tests/property/**/*.test.ts'] },
  { name: 'api', include: ['tests/api/**/*.test.ts'] },
  { name: 'fault', include: ['tests/fault/**/*.test.ts'] },
  { name: 'process', include: ['tests/process/**/*.test.ts'] },
  { name: 'browser', include: ['tests/browser/**/*.test.ts'] },
];

/** Parts whose files start processes or a browser: after the others, one part at a time. */
const serial = new Set(['fault', 'process', 'browser']);
/** Files of these mostly wait for processes that share nothing, so that two at a time take half as long. */
const besideEachOther = new Set(['fault', 'process']);

export default defineConfig({
  root,
  test: {
    maxWorkers: 2,
    projects: parts.map(({ name, include }) => ({
      root,
      test: {
        name,
        include,
        exclude: ['**/node_modules/**', '**/dist/**'],
        globalSetup,
        ...(name === 'browser' ? { setupFiles: [path.join(root, 'tests/browser/support/tell-failures.ts')] } : {}),
        environment: 'node',
        pool: 'forks',
        // Loading the product takes a file longer than most of its tests; nothing in it or in them is kept in a module.
        // With one worker all files would be one task, and a worker that dies in the first take the others' results along.
        isolate: name === 'browser',
        fileParallelism: !serial.has(name) || besideEachOther.has(name),
        sequence: { groupOrder: serial.has(name) ? 1 + [...serial].indexOf(name) : 0 },
        // Bounds against hanging, not expectations of speed: a slow machine must not fail a test.
        testTimeout: serial.has(name) ? 600_000 : 120_000,
        hookTimeout: serial.has(name) ? 600_000 : 120_000,
      },
    })),
  },
});
