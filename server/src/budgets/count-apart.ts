import { oneByOne, togetherOrEach } from '../platform/one-by-one.ts';
import type { BudgetsDeps } from './deps.ts';
import { BudgetBusyError } from './grow.ts';

/**
 * Does something with reservations or their holders together; where that fails, with each by itself, so that one that cannot be
 * counted keeps no other waiting. Budgets that are busy are so for each of them: those are left for the next run.
 */
export async function countApart(
  { platform }: Pick<BudgetsDeps, 'platform'>,
  ids: readonly string[],
  signal: AbortSignal,
  work: (some: readonly string[]) => Promise<void>,
): Promise<void> {
  let busy: BudgetBusyError | null = null;
  const way = { what: 'reservation', idOf: (id: string) => id, logger: platform.logger, signal };
  await togetherOrEach(ids, way, async (some) => {
    try {
      if (busy === null) await work(some);
    } catch (error) {
      if (!(error instanceof BudgetBusyError)) throw error;
      busy = error;
    }
  });
  if (busy !== null) throw busy;
}

/** The same for parts of many, one part after the other. */
export function countParts(
  deps: Pick<BudgetsDeps, 'platform'>,
  parts: AsyncIterable<readonly string[]>,
  signal: AbortSignal,
  work: (some: readonly string[]) => Promise<void>,
): Promise<void> {
  const idOf = ([first]: readonly string[]): string => first ?? '';
  const way = { what: 'reservationsFrom', idOf, logger: deps.platform.logger, signal };
  return oneByOne(parts, way, (part) => countApart(deps, part, signal, work));
}
