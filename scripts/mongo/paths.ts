import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the clone: everything the embedded database keeps lies below it unless told otherwise. */
export const projectFolder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Folder of downloaded programs, ignored by git and safe to delete.
 * It lies in the project, so that removing a clone removes all of it; `RED_POINTS_CACHE` shares one between clones.
 */
export function cacheFolder(): string {
  const configured = process.env.RED_POINTS_CACHE;
  return configured ? path.resolve(configured) : path.join(projectFolder, '.cache');
}

/** Folder of the lasting local database, its secrets and certificates, ignored by git (`RED_POINTS_DATA` moves it). */
export function dataFolder(): string {
  const configured = process.env.RED_POINTS_DATA;
  return configured ? path.resolve(configured) : path.join(projectFolder, '.data');
}
