import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { ClientSession, MongoClient } from 'mongodb';

const OPTIONS = {
  readConcern: { level: 'snapshot' },
  writeConcern: { w: 'majority', journal: true },
  readPreference: 'primary',
} as const;

/** Carries a refusal out of a transaction, which undoes it. */
class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.refused);
  }
}

/**
 * Does some writes all together or not at all. A refusal that `work` returns undoes them. `work` may run several times,
 * each time on what is committed then; it must do nothing that a repetition would do twice.
 */
export async function atomically<T>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const session = client.startSession();
  try {
    return await session.withTransaction(async () => {
      const result = await work(session);
      if (isRefusal(result)) throw new Refused(result);
      return result;
    }, OPTIONS);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  } finally {
    await session.endSession();
  }
}
