import type { ClientSession, Db } from 'mongodb';
import type { RollupContext } from './deps.ts';
import { RollupView } from './read-cells.ts';

/** The database cannot read the past of a collection that was just made or changed. */
const SNAPSHOT_UNAVAILABLE = 246;
const ATTEMPTS = 20;
const PAUSE_MS = 100;
/** The instant is further back than the database keeps (`minSnapshotHistoryWindowInSeconds`): reading took longer than that. */
const SNAPSHOT_TOO_OLD = 239;
/** A later instant is tried so often: whoever reads is slow, and not only once. */
const INSTANTS = 5;

const codeOf = (error: unknown): unknown => (error as { code?: number } | null)?.code;

/** Whether an error says that the instant that was read at is no longer kept. */
export function isSnapshotTooOld(error: unknown): boolean {
  return codeOf(error) === SNAPSHOT_TOO_OLD;
}

/** Lets `reader` read the roll-ups as of one instant; null where the ledger has entries and no count of them exists. */
export function readSnapshot<T>(context: RollupContext, reader: (view: RollupView) => Promise<T>): Promise<T | null> {
  return snapshotOf(context.db, async (session) => {
    const state = await context.store.state(session);
    if (state === null && (await context.entries.findOne({}, { projection: { _id: 1 } })) !== null) return null;
    return reader(new RollupView(context.db, state?.generation ?? '', session));
  });
}

/**
 * Lets `reader` read the database as of one instant: whatever it reads with the session agrees. It is called again with a later
 * instant where the database cannot read that one, so it must bear being called twice.
 */
export async function snapshotOf<T>(db: Db, reader: (session: ClientSession) => Promise<T>): Promise<T> {
  for (let attempt = 1, instants = 1; ; attempt += 1) {
    const session = db.client.startSession({ snapshot: true });
    try {
      return await reader(session);
    } catch (error) {
      const isTooOld = isSnapshotTooOld(error);
      if (isTooOld ? instants === INSTANTS : codeOf(error) !== SNAPSHOT_UNAVAILABLE || attempt === ATTEMPTS)
        throw error;
      if (isTooOld) instants += 1;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    } finally {
      await session.endSession();
    }
  }
}
