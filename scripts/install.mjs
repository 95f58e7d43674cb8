// Plain JavaScript without packages: it runs before there are any.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const nodeVersionMin = [20, 19];

function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(path.join(projectFolder, file), 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** Whether every package of the lock file is there in its version. Optional ones may be for another system. */
function isInstalled() {
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json'))
    .filter(([folder, entry]) => folder.includes('node_modules/') && !entry.optional && !entry.peer)
    .every(([folder, entry]) => (entry.link ? installed[folder]?.link : installed[folder]?.version === entry.version));
}

/** Says so and ends where this Node.js is too old, and installs the packages of the lock file where they are missing. */
export function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < nodeVersionMin[0] || (major === nodeVersionMin[0] && minor < nodeVersionMin[1])) {
    console.error(`Node.js ${nodeVersionMin.join('.')} or newer is needed; this is ${process.versions.node}.`);
    process.exit(1);
  }
  if (isInstalled()) return;
  console.error('Installing packages (npm ci) …');
  const npm = process.env.npm_execpath;
  const words = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const result = npm
    ? spawnSync(process.execPath, [npm, ...words], { cwd: projectFolder, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', words, { cwd: projectFolder, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  if (result.status !== 0) {
    console.error(
      'The packages could not be installed: see above. Registry and proxy are those of your npm configuration.',
    );
    process.exit(1);
  }
}
