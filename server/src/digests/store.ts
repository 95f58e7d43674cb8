import { type DigestContent, digestId, type TreePage } from '@red-points/shared/domain/digests';
import { entryId, entryIdRange } from '@red-points/shared/domain/ledger';
import { Binary, type Collection, type Db } from 'mongodb';
import { ensureCollection, insertMissing, isDuplicateKey } from '../platform/database.ts';
import { type PackedPage, splitHashes } from './packed.ts';

export const DIGEST_COLLECTION = 'ledger_digests';
export const LEAF_COLLECTION = 'ledger_digest_leaves';
export const PAGE_COLLECTION = 'ledger_digest_pages';

/** What a production server may only find and insert, as the ledger itself. */
export const DIGEST_COLLECTIONS = [DIGEST_COLLECTION, LEAF_COLLECTION, PAGE_COLLECTION] as const;

/** A digest that was made. Never changed; all that it has follows from its leaves, so that it can be made again. */
export interface StoredDigest extends DigestContent {
  /** `digestId` */
  readonly _id: string;
  readonly digest: string;
}

/**
 * A leaf of a day's tree: how far an account's history goes in it. The leaves *are* the day's cut: they are written
 * first, one after the other, and the unique (day, position) is their lock, as an entry's id is in the ledger.
 */
export interface StoredLeaf {
  /** The id of the entry, which lies in one digest only. */
  readonly _id: string;
  readonly day: string;
  /** 0, 1, 2 … in the order of ids. */
  readonly position: number;
  /** Up to where the digests before cover the account; 0 where they do not. */
  readonly fromSeq: number;
  /** The entry's hash. */
  readonly hash: Binary;
}

/** Stands behind a day's last leaf: nothing can be added any more. Its id sorts behind those of all entries. */
export interface ClosingMark {
  readonly _id: string;
  readonly day: string;
  readonly position: number;
  readonly closed: true;
}

interface StoredPage {
  /** `<day>:<level>:<index in ten digits>` */
  readonly _id: string;
  /** 32 bytes each. */
  readonly hashes: Binary;
}

const INDEX_DIGITS = 10;

/** Makes the collections of digests. Leaves compress well; hashes do not. */
export async function ensureDigests(db: Db): Promise<void> {
  await ensureCollection(db, { name: DIGEST_COLLECTION, indexes: [{ key: { number: 1 }, unique: true }] });
  await ensureCollection(db, {
    name: LEAF_COLLECTION,
    // As the ledger: larger pages and compressed indexes save half of what opaque ids take.
    options: {
      storageEngine: { wiredTiger: { configString: 'block_compressor=zstd,leaf_page_max=64KB' } },
      indexOptionDefaults: { storageEngine: { wiredTiger: { configString: 'block_compressor=zstd' } } },
    },
    indexes: [{ key: { day: 1, position: 1 }, unique: true }],
  });
  await ensureCollection(db, { name: PAGE_COLLECTION });
}

/** Another process is at the same day and was faster. */
export class OvertakenError extends Error {}

/** Digests, their leaves and the pages of their trees. Everything is inserted once and never changed. */
export class DigestStore {
  readonly digests: Collection<StoredDigest>;
  readonly leaves: Collection<StoredLeaf | ClosingMark>;
  private readonly pages: Collection<StoredPage>;

  constructor(db: Db) {
    const safe = {
      readConcern: { level: 'majority' },
      readPreference: 'primary',
      writeConcern: { w: 'majority', journal: true },
    } as const;
    this.digests = db.collection(DIGEST_COLLECTION, safe);
    this.leaves = db.collection(LEAF_COLLECTION, safe);
    this.pages = db.collection(PAGE_COLLECTION, safe);
  }

  /** The newest digest; null before the first. */
  newest(): Promise<StoredDigest | null> {
    return this.digests.findOne({}, { sort: { number: -1 } });
  }

  byId(id: string): Promise<StoredDigest | null> {
    return this.digests.findOne({ _id: id });
  }

  /** Digests below a number, newest first. */
  list(beforeNumber: number, limit: number): Promise<StoredDigest[]> {
    return this.digests
      .find({ number: { $lt: beforeNumber } })
      .sort({ number: -1 })
      .limit(limit)
      .toArray();
  }

  /** Publishes a digest. Where it is there already, another process has made the same. */
  async publish(digest: StoredDigest): Promise<void> {
    try {
      await this.digests.insertOne(digest);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      const made = await this.byId(digestId(digest));
      if (made?.digest !== digest.digest) throw new Error(`the digest of ${digest._id} was made otherwise`);
    }
  }

  /** The day whose cut was the first one begun; null before. */
  async firstDay(): Promise<string | null> {
    return (await this.leaves.findOne({}, { sort: { day: 1 } }))?.day ?? null;
  }

  /** Where the leaves of a day end: the last one, the closing mark, or null where none is written. */
  lastOf(day: string): Promise<StoredLeaf | ClosingMark | null> {
    return this.leaves.findOne({ day }, { sort: { position: -1 } });
  }

  /** Adds leaves behind those that are there. Throws `OvertakenError` where another process has added some. */
  append(leaves: readonly StoredLeaf[]): Promise<void> {
    return this.insertInOrder(leaves);
  }

  /** Ends a day's leaves, of which there are `count`. */
  close(day: string, count: number): Promise<void> {
    return this.insertInOrder([{ _id: `~${day}`, day, position: count, closed: true }]);
  }

  /** The leaves of a closed day in their order. */
  async *leavesOf(day: string): AsyncGenerator<StoredLeaf> {
    for await (const leaf of this.leaves.find({ day }).sort({ position: 1 })) {
      if (!('closed' in leaf)) yield leaf;
    }
  }

  /** The first leaf that covers an account's entry: one step on the index. Null where no day has reached it. */
  async firstCovering(account: string, seq: number): Promise<StoredLeaf | null> {
    const { $lt } = entryIdRange(account);
    const leaf = await this.leaves.findOne({ _id: { $gte: entryId(account, seq), $lt } }, { sort: { _id: 1 } });
    return leaf === null || 'closed' in leaf ? null : leaf;
  }

  /** Keeps pages of a tree. What they hold follows from the leaves, so that one that is there already is the same. */
  async keepPages(day: string, pages: readonly PackedPage[]): Promise<void> {
    await insertMissing(
      this.pages,
      pages.map((page) => ({ _id: pageId(day, page), hashes: new Binary(page.bytes) })),
    );
  }

  /** Pages by their places, in the order asked; null where one is missing. */
  async readPages(day: string, places: readonly Pick<TreePage, 'level' | 'index'>[]): Promise<TreePage[] | null> {
    const found = await this.pages.find({ _id: { $in: places.map((place) => pageId(day, place)) } }).toArray();
    const byId = new Map(found.map(({ _id, hashes }) => [_id, splitHashes(bytesOf(hashes))]));
    const pages = places.flatMap((place) => {
      const hashes = byId.get(pageId(day, place));
      return hashes === undefined ? [] : [{ ...place, hashes }];
    });
    return pages.length === places.length ? pages : null;
  }

  /** Hashes of all pages of a level of a day's tree, in their order. */
  async *levelOf(day: string, level: number): AsyncGenerator<readonly Uint8Array[]> {
    const prefix = `${day}:${level}:`;
    const cursor = this.pages.find({ _id: { $gt: prefix, $lt: `${day}:${level};` } }).sort({ _id: 1 });
    for await (const { hashes } of cursor) yield splitHashes(bytesOf(hashes));
  }

  private async insertInOrder(documents: readonly (StoredLeaf | ClosingMark)[]): Promise<void> {
    if (documents.length === 0) return;
    try {
      await this.leaves.insertMany([...documents], { ordered: true });
    } catch (error) {
      if (isDuplicateKey(error)) throw new OvertakenError(`another process is at ${documents[0]?.day}`);
      throw error;
    }
  }
}

function pageId(day: string, { level, index }: Pick<TreePage, 'level' | 'index'>): string {
  return `${day}:${level}:${String(index).padStart(INDEX_DIGITS, '0')}`;
}

/** What a Binary holds. */
export function bytesOf({ buffer, position }: Binary): Uint8Array {
  return buffer.subarray(0, position);
}
