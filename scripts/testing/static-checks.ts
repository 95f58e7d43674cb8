import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { projectFolder } from '../mongo/index.ts';
import type { Tally } from './tally.ts';

const workspaces = ['shared', 'server', 'client-web', 'scripts', 'tests'];
/** Those with the same compiler options are checked together; the slowest first. */
const typeGroups = [['server', 'scripts', 'tests'], ['client-web'], ['shared']];

interface Check {
  part: string;
  name: string;
  words: string[];
}

/** The path of a package's command-line program, from its own package.json. */
function programOf(packageName: string, command: string): string {
  const require = createRequire(import.meta.url);
  const manifest = require.resolve(`${packageName}/package.json`);
  const { bin } = require(manifest) as { bin: string | Record<string, string> };
  const file = typeof bin === 'string' ? bin : bin[command];
  if (!file) throw new Error(`${packageName} has no command ${command}.`);
  return path.join(path.dirname(manifest), file);
}

function checks(): Check[] {
  const checker = path.join(projectFolder, 'scripts/testing/check-types.ts');
  return [
    ...typeGroups.map((group) => ({
      part: 'types',
      name: `types: ${group.join(', ')}`,
      words: ['--import', 'tsx', checker, ...group],
    })),
    {
      part: 'lint',
      name: 'lint',
      words: [
        programOf('@biomejs/biome', 'biome'),
        'check',
        '--error-on-warnings',
        '--diagnostic-level=warn',
        '--max-diagnostics=50',
        '.',
      ],
    },
    {
      part: 'imports',
      name: 'import directions',
      words: [
        path.join(projectFolder, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        ...['--config', '.dependency-cruiser.cjs', ...workspaces],
      ],
    },
  ];
}

function run(check: Check): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, check.words, { cwd: projectFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

export const staticParts = ['types', 'lint', 'imports'];

/** Runs the static checks of the given parts, two at a time; each counts as one. */
export async function runStaticChecks(parts: ReadonlySet<string>, print: (line: string) => void): Promise<Tally> {
  const waiting = checks().filter((check) => parts.has(check.part));
  const tally: Tally = { passed: 0, failed: 0 };
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const { ok, output } = await run(check);
      if (ok) tally.passed++;
      else tally.failed++;
      print(`${ok ? ' ✓' : ' ✗'} ${check.name}`);
      if (!ok) print(output.trimEnd());
    }
  };
  await Promise.all([work(), work()]);
  return tally;
}
