import type { Collection, Document, Filter } from 'mongodb';
import { STREAM_BATCH } from '../platform/batches.ts';
import type { ExpectedEntry, RecordMatcher } from './record-match.ts';

/** How the documents of one collection account for entries. */
export interface CollectionMatch<R extends Document> extends Pick<RecordMatcher, 'sourceKind' | 'entryKinds'> {
  readonly collection: Collection<R>;
  /** Which documents have something in the ledger. */
  readonly posted: Filter<R>;
  /** Which documents account for entries: these, and those on their way. */
  readonly posting: Filter<R>;
  /** The document's id by the id that entries name. */
  readonly idOf: (sourceId: string) => string;
  /** The fields that `expect` reads. */
  readonly fields: readonly (keyof R & string)[];
  readonly expect: (record: R) => readonly ExpectedEntry[];
}

/** The matcher of a noun that keeps its records in one collection, by account as `accountId`. */
export function collectionMatcher<R extends Document>(match: CollectionMatch<R>): RecordMatcher {
  const { sourceKind, entryKinds, collection, posted, posting, idOf, fields, expect } = match;
  const projection = Object.fromEntries(fields.map((field) => [field, 1]));
  const find = (filter: object) => collection.find(filter as Filter<R>, { projection, batchSize: STREAM_BATCH });
  return {
    sourceKind,
    entryKinds,
    byIds: async (sourceIds) => {
      const found = find({ $and: [{ _id: { $in: sourceIds.map(idOf) } }, posting] });
      return (await found.toArray()).flatMap((record) => expect(record as unknown as R));
    },
    async *posted(account) {
      const filter = account === null ? posted : { $and: [{ accountId: account }, posted] };
      for await (const record of find(filter)) {
        for (const expected of expect(record as unknown as R)) if (expected.onItsWay !== true) yield expected;
      }
    },
  };
}
