import {
  type ChangeStream,
  type ChangeStreamInsertDocument,
  type Collection,
  type Document,
  type ResumeToken,
  Timestamp,
} from 'mongodb';
import { readBatch } from '../platform/change-stream.ts';
import type { RolledEntry } from './entries.ts';

/** How long to wait for more entries before a batch is done. */
const WAIT_MS = 100;
/** A resume token begins with the type of its first part: this one is a timestamp. */
const TIMESTAMP_TYPE = '82';

export type StreamStart = { readonly after: ResumeToken } | { readonly at: Timestamp };

export interface StreamBatch {
  readonly entries: readonly RolledEntry[];
  /** Everything up to here was in this batch or one before it; null where nothing came yet. */
  readonly token: ResumeToken | null;
}

type EntryChange = ChangeStreamInsertDocument<Document>;

/** The entries that are added to a ledger, in the order of the database's history, from an instant of it on. */
export class EntryStream {
  private readonly stream: ChangeStream<Document, EntryChange>;

  constructor(
    entries: Collection<Document>,
    start: StreamStart,
    private readonly batchMax: number,
  ) {
    this.stream = entries.watch<Document, EntryChange>([{ $match: { operationType: 'insert' } }], {
      maxAwaitTimeMS: WAIT_MS,
      batchSize: batchMax,
      ...('after' in start ? { resumeAfter: start.after } : { startAtOperationTime: start.at }),
    });
  }

  async next(signal: AbortSignal): Promise<StreamBatch> {
    const { changes, token } = await readBatch<EntryChange>(this.stream, this.batchMax, signal);
    return { entries: changes.map(({ fullDocument }) => fullDocument as unknown as RolledEntry), token };
  }

  /** Every batch up to an instant of the database's history, and a little beyond it. */
  async *until(time: Timestamp, signal: AbortSignal): AsyncGenerator<StreamBatch> {
    let reached = false;
    while (!reached && !signal.aborted) {
      const batch = await this.next(signal);
      reached = batch.token !== null && timeOf(batch.token).greaterThanOrEqual(time);
      yield batch;
    }
  }

  /** Every batch up to an instant of the database's history, and nothing beyond it. */
  async *batchesUntil(time: Timestamp, signal: AbortSignal): AsyncGenerator<RolledEntry[]> {
    for (let reached = false; !reached && !signal.aborted; ) {
      const { changes, token } = await readBatch<EntryChange>(this.stream, this.batchMax, signal);
      const within = changes.filter(({ clusterTime }) => clusterTime?.lessThanOrEqual(time) === true);
      reached = within.length < changes.length || (token !== null && timeOf(token).greaterThanOrEqual(time));
      yield within.map(({ fullDocument }) => fullDocument as unknown as RolledEntry);
    }
  }

  close(): Promise<void> {
    return this.stream.close();
  }
}

/** The instant of the database's history that a resume token stands for: what its text begins with. */
export function timeOf(token: ResumeToken): Timestamp {
  const text = (token as { _data?: unknown } | null)?._data;
  if (typeof text !== 'string' || !/^82[0-9A-Fa-f]{16}/.test(text)) {
    throw new TypeError('a resume token of this database does not begin with a time');
  }
  const part = (from: number): number => Number.parseInt(text.slice(from, from + 8), 16);
  return new Timestamp({ t: part(TIMESTAMP_TYPE.length), i: part(TIMESTAMP_TYPE.length + 8) });
}
