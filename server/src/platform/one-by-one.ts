import { isDatabaseAway } from './database-away.ts';
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

/**
 * Takes the steps of a job that do not stand on one another, in their order: one that fails keeps none behind it waiting, and
 * is thrown at the end. A database that is away fails all of them: then no further one is begun.
 */
export async function stepByStep(
  steps: Readonly<Record<string, () => Promise<unknown>>>,
  { logger, signal }: Pick<Way<never>, 'logger' | 'signal'>,
): Promise<void> {
  const away = new AbortController();
  const way = {
    what: 'step',
    idOf: ([name]: [string, unknown]) => name,
    logger,
    signal: AbortSignal.any([away.signal, ...(signal === undefined ? [] : [signal])]),
  };
  await oneByOne(Object.entries(steps), way, async ([, step]) => {
    try {
      await step();
    } catch (error) {
      if (isDatabaseAway(error)) away.abort();
      throw error;
    }
  });
}

/**
 * Does items together; where that fails, each by itself, so that one that cannot be done keeps no other of them waiting: it is
 * logged, and its failure thrown at the end. Together has to do all or nothing, or bear being done again.
 * A database that is away fails everybody, and nothing is tried one by one.
 */
export async function togetherOrEach<T>(
  items: readonly T[],
  way: Way<T>,
  work: (some: readonly T[]) => Promise<unknown>,
): Promise<void> {
  if (items.length === 0) return;
  try {
    await work(items);
  } catch (error) {
    if (isDatabaseAway(error)) throw error;
    await oneByOne(items, way, (item) => work([item]));
  }
}

/** What failed on the way, for who asks for batch after batch and throws the first failure at the end, as `oneByOne` does. */
export class Failures {
  private readonly kept: unknown[] = [];

  get any(): boolean {
    return this.kept.length > 0;
  }

  /** Does something and says whether it could; its failure is kept. A database that is away is thrown at once. */
  async goPast(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      this.kept.push(error);
      return false;
    }
  }

  throwFirst(): void {
    if (this.any) throw this.kept[0];
  }
}
