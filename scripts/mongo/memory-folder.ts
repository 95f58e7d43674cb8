import { accessSync, constants, statfsSync } from 'node:fs';

/** A file system that lives in memory, as Linux has at this place. */
const PLACE = '/dev/shm';
/** What `statfs` calls such a file system (linux/magic.h). */
const TMPFS = 0x01021994;
/** A whole run of the tests writes less than half of it. */
const ROOM_BYTES = 4 * 1024 ** 3;
/** So much memory stays for everything else. */
const REST_BYTES = 4 * 1024 ** 3;

/**
 * Folder whose files live in memory and end with the machine, where there is one with room enough; null elsewhere. For what a
 * run throws away anyway: there a collection is made in half the time. A process that is killed loses nothing there, a machine all.
 */
export function memoryFolder(): string | null {
  try {
    accessSync(PLACE, constants.W_OK);
    const { type, bavail, bsize } = statfsSync(PLACE);
    const hasRoom = bavail * bsize >= ROOM_BYTES && process.availableMemory() >= ROOM_BYTES + REST_BYTES;
    return type === TMPFS && hasRoom ? PLACE : null;
  } catch {
    return null;
  }
}
