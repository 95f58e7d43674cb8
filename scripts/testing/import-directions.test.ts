import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFolder } from '../mongo/index.ts';

const depcruise = path.join(projectFolder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
let folder = '';

function write(file: string, content: string): void {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, content);
}

/** A workspace in small that keeps every rule. */
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'red-points-imports-'));
  copyFileSync(path.join(projectFolder, '.dependency-cruiser.cjs'), path.join(folder, '.dependency-cruiser.cjs'));
  for (const name of ['antd', 'antd-mobile', 'undeclared']) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'module.exports = {};');
  }
  write('package.json', '{"name":"root","private":true}');
  write('shared/package.json', '{"name":"@red-points/shared","exports":{"./domain/*":"./src/domain/*/index.ts"}}');
  write('server/package.json', '{"name":"@red-points/server","exports":{"./*":"./src/*.ts"}}');
  write('client-web/package.json', '{"name":"client","dependencies":{"antd":"1.0.0","antd-mobile":"1.0.0"}}');
  mkdirSync(path.join(folder, 'node_modules/@red-points'));
  for (const name of ['shared', 'server']) {
    symlinkSync(path.join(folder, name), path.join(folder, 'node_modules/@red-points', name), 'dir');
  }
  write('shared/src/domain/rules/inner.ts', 'export const inner = 1;');
  write('shared/src/domain/rules/index.ts', "export { inner } from './inner.ts';");
  write('shared/src/domain/points/index.ts', "import '@red-points/shared/domain/rules';");
  write('shared/src/domain/points/points.test.ts', "import 'node:fs';");
  write('server/src/platform/clock.ts', 'export const clock = 1;');
  write('server/src/claims/store.ts', "import 'node:fs'; export type Claim = string;");
  write('server/src/claims/index.ts', "import './store.ts'; export type { Claim } from './store.ts';");
  write('server/src/reviews/index.ts', "import '../claims/index.ts'; import '../platform/clock.ts';");
  write('server/src/app.ts', "import './reviews/index.ts'; import './platform/clock.ts';");
  write('client-web/src/console/main.tsx', "import 'antd'; import '@red-points/shared/domain/rules';");
  write('client-web/src/resident/main.tsx', "import 'antd-mobile';");
  write('client-web/src/components/desk.tsx', "import 'antd';");
  write('client-web/src/components/phone.tsx', "import 'antd-mobile';");
  write('scripts/start.ts', "import '../server/src/app.ts';");
  mkdirSync(path.join(folder, 'tests'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function brokenRules(): Promise<string[]> {
  const words = [
    depcruise,
    '--config',
    '.dependency-cruiser.cjs',
    'shared',
    'server',
    'client-web',
    'scripts',
    'tests',
  ];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { cwd: folder }, (_error, stdout) => {
      resolve([...stdout.matchAll(/^\s*error ([\w-]+: [^ ]+)/gm)].map(([, broken]) => broken ?? '').sort());
    });
  });
}

test('imports that go the right way are fine', async () => {
  expect(await brokenRules()).toEqual([]);
});

/** Rule, file that breaks it, how. */
const wrong: [string, string, string][] = [
  ['shared-knows-nobody', 'shared/src/domain/points/wrong0.ts', "import '@red-points/server/app';"],
  ['shared-runs-anywhere', 'shared/src/domain/points/wrong1.ts', "import 'node:fs';"],
  ['shared-nouns-meet-by-their-face', 'shared/src/domain/points/wrong2.ts', "import '../rules/inner.ts';"],
  [
    'client-does-not-know-the-server',
    'client-web/src/console/wrong3.ts',
    "import type { Claim } from '@red-points/server/claims/index'; export type A = Claim;",
  ],
  [
    'server-does-not-know-the-client',
    'server/src/reviews/wrong4.ts',
    "import '../../../client-web/src/components/desk.tsx';",
  ],
  ['server-product-does-not-know-scripts', 'server/src/reviews/wrong5.ts', "import '../../../scripts/mongo/index.ts';"],
  ['nouns-meet-by-their-face', 'server/src/reviews/wrong6.ts', "import '../claims/store.ts';"],
  [
    'nouns-meet-by-their-face',
    'server/src/reviews/wrong7.ts',
    "import type { Claim } from '../claims/store.ts'; export type A = Claim;",
  ],
  ['composition-uses-faces', 'server/src/wrong8.ts', "import './claims/store.ts';"],
  ['platform-knows-no-noun', 'server/src/platform/wrong9.ts', "import '../claims/index.ts';"],
  ['phones-do-not-load-antd', 'client-web/src/merchant/wrong10.tsx', "import '../components/desk.tsx';"],
  ['phones-do-not-load-antd', 'client-web/src/resident/wrong11.tsx', "export const later = () => import('antd');"],
  ['console-does-not-load-antd-mobile', 'client-web/src/console/wrong12.tsx', "import '../components/phone.tsx';"],
  ['no-cycles', 'server/src/claims/circle.ts', "import './store.ts'; import './round.ts';"],
  ['nothing-unresolvable', 'server/src/claims/wrong14.ts', "import './gone.ts';"],
  ['packages-are-declared', 'server/src/claims/wrong15.ts', "import 'undeclared';"],
];

test('each import that goes another way is named with its rule', async () => {
  write('scripts/mongo/index.ts', '');
  write('server/src/claims/round.ts', "import './circle.ts';");
  for (const [, file, source] of wrong) write(file, source);
  expect(await brokenRules()).toEqual(wrong.map(([rule, file]) => `${rule}: ${file}`).sort());
});
