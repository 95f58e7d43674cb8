import type { Collection, Document } from 'mongodb';

/**
 * A resume token of a change that the database's history does not have: what a token is once the history before it is
 * gone. `write` writes to the collection, so that there is a token to make it of.
 */
export async function tokenOfNothing(
  collection: Collection<Document>,
  write: () => Promise<unknown>,
): Promise<{ _data: string }> {
  const stream = collection.watch([], { maxAwaitTimeMS: 100 });
  try {
    await stream.tryNext();
    await write();
    for (;;) {
      const change = await stream.tryNext();
      if (change === null) continue;
      const { _data } = change._id as { _data: string };
      // Its time ends in the 18th digit: an instant of the same second at which nothing was written.
      return { _data: `${_data.slice(0, 10)}00000000${_data.slice(18)}` };
    }
  } finally {
    await stream.close();
  }
}
