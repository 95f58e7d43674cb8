import { randomFillSync } from 'node:crypto';

/** Where opaque ids come from. Injected, so that a seeded generator can make the same ones again. */
export interface Ids {
  /** 22 characters of base64url: 128 random bits. */
  next(): string;
}

const ID_BYTES = 16;
/** Random bytes are drawn for many ids at once: one system call each would be felt on the way of a posting. */
const POOL_BYTES = ID_BYTES * 256;

/** Ids from the system's random generator. */
export function createRandomIds(): Ids {
  const pool = Buffer.alloc(POOL_BYTES);
  let offset = POOL_BYTES;
  return {
    next: () => {
      if (offset === POOL_BYTES) {
        randomFillSync(pool);
        offset = 0;
      }
      const id = pool.toString('base64url', offset, offset + ID_BYTES);
      offset += ID_BYTES;
      return id;
    },
  };
}
