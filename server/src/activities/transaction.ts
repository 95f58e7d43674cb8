import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { ClientSession } from 'mongodb';
import type { ActivitiesDeps } from './deps.ts';

class RefusedInTransaction extends Error {
  constructor(readonly refusal: Refusal) {
    super('refused');
  }
}

/** Runs in one transaction; a refusal undoes it. */
export async function inTransaction<T>(
  deps: Pick<ActivitiesDeps, 'db'>,
  run: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const session = deps.db.client.startSession();
  try {
    return await session.withTransaction(async () => {
      const result = await run(session);
      if (isRefusal(result)) throw new RefusedInTransaction(result);
      return result;
    });
  } catch (error) {
    if (error instanceof RefusedInTransaction) return error.refusal;
    throw error;
  } finally {
    await session.endSession();
  }
}
