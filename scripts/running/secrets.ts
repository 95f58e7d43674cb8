import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The master secret of a local trial: made once, kept beside the data that it protects, readable by its owner only.
 * Data and secret belong together: names and phone numbers cannot be read any more with another one.
 */
export function localMasterSecret(dataFolder: string): string {
  const file = path.join(dataFolder, 'master-secret');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(48).toString('base64url'), { mode: 0o600 });
  try {
    linkSync(draft, file); // Does nothing where there is one already, also when two commands begin at once.
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  chmodSync(file, 0o600);
  const secret = readFileSync(file, 'utf8').trim();
  if (secret === '')
    throw new Error(`${file} is empty. Restore it from a backup; without it personal data stay unreadable.`);
  return secret;
}
