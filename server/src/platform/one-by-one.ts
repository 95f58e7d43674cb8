import type { Logger } from './logger.ts';

interface Way<T> {
  /** What an item is called in the log, and by which id. */
  readonly what: string;
  readonly idOf: (item: T) => string;
  readonly logger: Pick<Logger, 'warn'>;
  /** Once it is aborted no further item is begun. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works through items one after the other. One that fails keeps no other waiting: it is logged, the others are worked on, and
 * at the end the first failure is thrown, so that the job counts as failed and is run again.
 */
export async function oneByOne<T>(
  items: Iterable<T> | AsyncIterable<T>,
  { what, idOf, logger, signal }: Way<T>,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const failures: unknown[] = [];
  for await (const item of items) {
    if (signal?.aborted) break;
    try {
      await work(item);
    } catch (error) {
      failures.push(error);
      logger.warn({ error, [what]: idOf(item) }, 'one of many could not be moved on; it is tried again');
    }
  }
  if (failures.length > 0) throw failures[0];
}
