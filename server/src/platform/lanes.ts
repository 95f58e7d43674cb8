/**
 * Lets what concerns one key happen one after the other within this process, so that a rush on one record does not make its
 * transactions undo each other. Correctness never rests on it: another process has lanes of its own.
 */
export interface Lanes {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function createLanes(): Lanes {
  const ends = new Map<string, Promise<unknown>>();
  return {
    run: async (key, work) => {
      const before = ends.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const end = mine.catch(() => undefined);
      ends.set(key, end);
      try {
        return await mine;
      } finally {
        if (ends.get(key) === end) ends.delete(key);
      }
    },
  };
}
