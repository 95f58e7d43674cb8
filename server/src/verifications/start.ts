import { isDuplicateKey } from '../platform/database.ts';
import type { VerificationDeps } from './deps.ts';
import type { VerificationRecord } from './store.ts';

/**
 * Asks for a verification. There is one at a time: while one is waiting or running, everybody gets that one.
 *
 * @param requestedBy a user id; null for the installation itself
 * @returns the verification, and whether this call asked for it
 */
export async function startVerification(
  deps: VerificationDeps,
  requestedBy: string | null,
): Promise<{ record: VerificationRecord; started: boolean }> {
  const record: VerificationRecord = {
    _id: deps.ids.next(),
    state: 'waiting',
    open: true,
    requestedBy,
    requestedAt: new Date(deps.clock.now()),
    startedAt: null,
    finishedAt: null,
    attempts: 0,
    progress: { step: 'replay', done: 0, total: 0 },
    result: null,
  };
  for (;;) {
    try {
      await deps.store.runs.insertOne(record);
      return { record, started: true };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    const open = await deps.store.runs.findOne({ open: true });
    // It may have come to its end in between: then there is room for another one.
    if (open !== null) return { record: open, started: false };
  }
}
