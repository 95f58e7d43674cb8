import { type ChangeStream, type ChangeStreamDocument, type Db, type ResumeToken, Timestamp } from 'mongodb';

/** The place to resume at is no longer in the oplog, or the stream was invalidated: there is no going on from there. */
const HISTORY_LOST = new Set([136, 222, 260, 280, 286]);

/** Whether an error says that a change stream cannot go on from where it was. */
export function isHistoryLost(error: unknown): boolean {
  return HISTORY_LOST.has((error as { code?: number } | null)?.code ?? 0);
}

/**
 * What a stream has now, up to a bound, and the token to go on after it; null where not even that is known yet.
 * @throws Error where the stream has ended: its collection or database is gone, or its client was closed
 */
export async function readBatch<C extends ChangeStreamDocument>(
  stream: ChangeStream,
  changesMax: number,
  signal: AbortSignal,
): Promise<{ changes: C[]; token: ResumeToken | null }> {
  const changes: C[] = [];
  let token: ResumeToken | null = null;
  while (changes.length < changesMax && !signal.aborted) {
    const change = await stream.tryNext();
    token = change?._id ?? stream.resumeToken ?? token;
    if (change === null) {
      // A stream that has ended answers at once and for ever, without asking the database: whoever went on asking would let
      // nothing else of this process happen.
      if (stream.closed && !signal.aborted) throw new Error('the change stream ended while it was read');
      break;
    }
    changes.push(change as C);
  }
  return { changes, token };
}

/** The database's logical clock now. */
export async function clusterTime(db: Db): Promise<Timestamp> {
  const answer = await db.command({ ping: 1 });
  if (!(answer.operationTime instanceof Timestamp))
    throw new Error('the database is no replica set: it has no logical clock');
  return answer.operationTime;
}

/** The next instant of the database's logical clock. */
export function justAfter(time: Timestamp): Timestamp {
  return new Timestamp({ t: time.getHighBitsUnsigned(), i: time.getLowBitsUnsigned() + 1 });
}
