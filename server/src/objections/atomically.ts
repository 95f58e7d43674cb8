import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { ClientSession } from 'mongodb';
import type { ObjectionsDeps } from './deps.ts';

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

/** Writes an objection and what it does to its credit together or not at all. A refusal undoes both. */
export async function atomically<T>(
  { db }: Pick<ObjectionsDeps, 'db'>,
  work: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const session = db.client.startSession();
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
