import { readdirSync } from 'node:fs';
import path from 'node:path';

const skippedFolders = new Set(['node_modules', 'dist', 'output', 'coverage']);

/** All test files below a folder, absolute. Folders that begin with a dot hold what was made, not what was written. */
export function findTestFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      return skippedFolders.has(entry.name) || entry.name.startsWith('.') ? [] : findTestFiles(full);
    }
    return /\.(test|spec)\.[cm]?[jt]sx?$/.test(entry.name) ? [full] : [];
  });
}

/** The parts that vitest runs, in order, with the beginning of their files' paths. Unit tests stand beside their source. */
export const vitestParts = ['unit', 'property', 'api', 'fault', 'process', 'browser'] as const;
export type VitestPart = (typeof vitestParts)[number];

/** The part that a test file belongs to, by its place, or undefined where nothing would ever run it. */
export function partOf(relativeFile: string): VitestPart | undefined {
  const words = relativeFile.split(path.sep);
  if (!/\.test\.tsx?$/.test(relativeFile)) return undefined;
  if (words[0] === 'tests') return vitestParts.find((part) => part !== 'unit' && part === words[1]);
  if (words[0] === 'scripts') return 'unit';
  return ['shared', 'server', 'client-web'].includes(words[0] ?? '') && words[1] === 'src' ? 'unit' : undefined;
}
