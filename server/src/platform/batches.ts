/**
 * How many documents a stream over a whole collection fetches at a time (`cursor.batchSize`). Left to itself the database
 * answers with 16 MB, which the driver makes several times that of.
 */
export const STREAM_BATCH = 1_000;

/** Items of a list or a stream, up to `size` at a time. */
export async function* inBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): AsyncGenerator<T[], void, void> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
