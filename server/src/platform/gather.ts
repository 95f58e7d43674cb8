import DataLoader from 'dataloader';

/** A read that takes longer no longer holds up the next one: it may be stuck on a connection that is dead. */
const HOLDS_UP_MS = 100;

/**
 * Turns reads of one thing each into reads of many: what is asked for in one turn, or while the read before is under way,
 * is read by one query. A query's way through driver, socket and database costs far more than one more document in it.
 * Nothing is kept: a read begins after it was asked for, so that it sees what was written before.
 * @param readMany what was read, in the order of the keys; an `Error` in a place fails the asker of that place alone
 * @param keysMax keys in one read
 */
export function gathered<K, T>(
  readMany: (keys: readonly K[]) => Promise<readonly (T | Error)[]>,
  keysMax = 100,
): (key: K) => Promise<T> {
  let underWay = false;
  const waiting: (() => void)[] = [];
  const next = (): void => {
    underWay = false;
    waiting.shift()?.();
  };
  const read = async (keys: readonly K[]): Promise<readonly (T | Error)[]> => {
    underWay = true;
    let held = true;
    const letGo = (): void => {
      if (held) next();
      held = false;
    };
    const timer = setTimeout(letGo, HOLDS_UP_MS);
    try {
      return await readMany(keys);
    } finally {
      clearTimeout(timer);
      letGo();
    }
  };
  const loader = new DataLoader<K, T>(read, {
    cache: false,
    maxBatchSize: keysMax,
    batchScheduleFn: (dispatch) => {
      if (underWay) waiting.push(dispatch);
      else setImmediate(dispatch);
    },
  });
  return (key) => loader.load(key);
}
