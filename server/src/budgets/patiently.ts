import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { ClientSession, MongoClient } from 'mongodb';
import { atomically } from '../platform/atomically.ts';

/** How long a transaction is tried again while others are in its way. */
const PATIENCE_MS = 20_000;

/**
 * Does some writes all together or not at all, with patience.
 * @returns what `work` returned, or `budget_busy` where others were in the way for too long
 */
export async function patiently<T>(
  client: MongoClient,
  work: (session: ClientSession) => Promise<T | Refusal>,
): Promise<T | Refusal> {
  const giveUpAtMs = performance.now() + PATIENCE_MS;
  return atomically(client, async (session) =>
    performance.now() > giveUpAtMs ? refuse('budget_busy') : work(session),
  );
}
