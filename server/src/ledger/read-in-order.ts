import { entryIdRange } from '@red-points/shared/domain/ledger';
import { BSON, type FindCursor } from 'mongodb';
import type { ledgerCollection, StoredEntry } from './collection.ts';
import { isWrittenByDriver, shapeFault } from './entry-shape.ts';

/** A stored document as verification meets it. */
export interface ReadEntry {
  /** What its bytes say; of the type that it should be only where `fault` is null. */
  readonly stored: StoredEntry;
  readonly fault: ReturnType<typeof shapeFault>;
}

/** Few enough that what was read of one batch is forgotten before memory is tidied up: larger ones take twice the time. */
const BATCH_ENTRIES = 200;
/** The order of ids as bytes, whatever order the collection may have been given. */
const BY_BYTES = { locale: 'simple' };

/**
 * Every entry, or every entry of one account, in the order of ids, in batches. While one batch is worked on, the next one
 * is fetched; no more than two are in memory.
 */
export async function* readInOrder(
  collection: ReturnType<typeof ledgerCollection>,
  account: string | null,
): AsyncGenerator<ReadEntry[], void, void> {
  const filter = account === null ? {} : { _id: entryIdRange(account) };
  const options = { raw: true, batchSize: BATCH_ENTRIES, collation: BY_BYTES, noCursorTimeout: true };
  const cursor = collection.find(filter, options).sort({ _id: 1 }) as unknown as FindCursor<Uint8Array>;
  try {
    let next = fetchBatch(cursor);
    for (;;) {
      const batch = await next;
      if (batch.length === 0) return;
      next = fetchBatch(cursor);
      // Where nobody comes back for it, its failure is nobody's.
      next.catch(() => undefined);
      yield batch.map(readEntry);
    }
  } finally {
    await cursor.close();
  }
}

async function fetchBatch(cursor: FindCursor<Uint8Array>): Promise<Uint8Array[]> {
  return (await cursor.hasNext()) ? cursor.readBufferedDocuments() : [];
}

function readEntry(bytes: Uint8Array): ReadEntry {
  try {
    const stored = BSON.deserialize(bytes) as StoredEntry;
    const fault = shapeFault(stored) ?? (isWrittenByDriver(bytes, stored) ? null : 'shape_unknown');
    return { stored, fault };
  } catch {
    // Text that is not UTF-8: what can be read of it says at least where it lies.
    const stored = BSON.deserialize(bytes, { validation: { utf8: false } }) as StoredEntry;
    return { stored, fault: 'shape_unknown' };
  }
}
