import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectFolder, type Report, withLock } from './mongo/index.ts';

const clientFolder = path.join(projectFolder, 'client-web');
const builtFolder = path.join(clientFolder, 'dist');
const markFile = path.join(builtFolder, '.sources');

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) return [];
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? filesBelow(full) : [full];
    });
}

/** One hash over everything the build reads: the client's files, what it shares with the server, and the packages. */
function hashOfSources(): string {
  const hash = createHash('sha256');
  const lockFile = path.join(projectFolder, 'package-lock.json');
  const files = [...filesBelow(clientFolder), ...filesBelow(path.join(projectFolder, 'shared')), lockFile];
  for (const file of files) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(path.relative(projectFolder, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function isBuiltFrom(sources: string): boolean {
  return existsSync(markFile) && readFileSync(markFile, 'utf8') === sources;
}

/** Builds the web client into client-web/dist, unless it was built from these very sources. */
export async function ensureClientBuilt(report: Report): Promise<void> {
  const lock = path.join(projectFolder, '.cache', 'client-build.lock');
  await withLock(lock, 'building the web client', 300_000, async () => {
    const sources = hashOfSources();
    if (isBuiltFrom(sources)) return;
    report('Building the web client …');
    await runVite();
    writeFileSync(markFile, sources);
  });
}

function runVite(): Promise<void> {
  const vite = path.join(projectFolder, 'node_modules/vite/bin/vite.js');
  return new Promise((resolve, reject) => {
    const words = [vite, 'build', '--logLevel', 'error'];
    const child = spawn(process.execPath, words, { cwd: clientFolder, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const take = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The web client could not be built.\n${output.trimEnd()}`));
    });
  });
}
