import { isHistoryLost } from '../platform/change-stream.ts';
import { batchOf } from './batch-of.ts';
import type { RollupContext } from './deps.ts';
import { EntryStream } from './entry-stream.ts';
import type { FollowState } from './layout.ts';
import { rebuild } from './rebuild.ts';
import { FencedError } from './store.ts';

/** Entries of one step: a worker that is far behind sums many up before it writes. */
const BATCH_MAX = 1_000;
/** How often the position is kept although nothing happened, so that it never falls out of the database's history. */
const KEEP_POSITION_MS = 60_000;

/**
 * Follows the ledger until told to stop, adding each batch of entries and its resume token in one transaction.
 * A lost history, or none of this layout yet, leads to a rebuild; another worker's step makes this one return.
 */
export async function follow(context: RollupContext, signal: AbortSignal): Promise<void> {
  try {
    while (!signal.aborted) {
      const state = (await context.store.state()) ?? (await rebuild(context, { signal }));
      if (state === null) return;
      try {
        await followFrom(state, context, signal);
      } catch (error) {
        if (!isHistoryLost(error)) throw error;
        await rebuild(context, { signal });
      }
    }
  } catch (error) {
    if (!(error instanceof FencedError)) throw error;
  }
}

async function followFrom(from: FollowState, context: RollupContext, signal: AbortSignal): Promise<void> {
  const stream = new EntryStream(context.entries, { after: from.resumeToken }, BATCH_MAX);
  const session = context.db.client.startSession();
  let state = from;
  try {
    while (!signal.aborted) {
      const { entries, token } = await stream.next(signal);
      const idle = context.now() - state.updatedAtMs >= KEEP_POSITION_MS;
      if (token === null || (entries.length === 0 && !idle)) continue;
      const next: FollowState = {
        generation: state.generation,
        resumeToken: token,
        position: context.nextId(),
        counted: state.counted + entries.length,
        updatedAtMs: context.now(),
      };
      await context.store.apply(state, next, await batchOf(context, state.generation, entries), session);
      state = next;
    }
  } finally {
    await session.endSession();
    await stream.close();
  }
}
