import { type Refusal, refuse } from '@red-points/shared/contracts';

/** Uploads that are in memory at once, those that wait to be checked included: each has up to ten megabytes. */
const UPLOADS_AT_ONCE_MAX = 12;
/** Of one sign-in: nobody's slow line keeps everybody else waiting. */
const UPLOADS_OF_ONE_MAX = 4;
/** When somebody who was sent away tries again, in seconds. */
const AGAIN_SECONDS = 5;

/** Bounds how many uploads a process takes at a time: files are checked one after the other, and whoever waits takes memory. */
export interface Uploads {
  /** Does `work` where there is room for it; else refuses before anything of the upload is read. */
  run<T>(userId: string, work: () => Promise<T | Refusal>): Promise<T | Refusal>;
}

export function createUploads(): Uploads {
  const running = new Map<string, number>();
  let all = 0;
  const change = (userId: string, by: 1 | -1): void => {
    const own = (running.get(userId) ?? 0) + by;
    all += by;
    if (own === 0) running.delete(userId);
    else running.set(userId, own);
  };
  return {
    run: async (userId, work) => {
      const isFull = all >= UPLOADS_AT_ONCE_MAX || (running.get(userId) ?? 0) >= UPLOADS_OF_ONE_MAX;
      if (isFull) return refuse('evidence_busy', { seconds: AGAIN_SECONDS });
      change(userId, 1);
      try {
        return await work();
      } finally {
        change(userId, -1);
      }
    },
  };
}
