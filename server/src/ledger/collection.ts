import { type EntryDraft, type LedgerEntry, sealEntry, upcast } from '@red-points/shared/domain/ledger';
import { Binary, type Collection, type Db, type IndexDescription } from 'mongodb';
import { sha256 } from '../platform/sha256.ts';

export { sha256 } from '../platform/sha256.ts';

export const LEDGER_COLLECTION = 'ledger_entries';

/** Where the expiry job has to look; see due-lots.ts. */
export const DUE_LOTS_COLLECTION = 'ledger_due_lots';

/** An entry as it lies in the database: the hash as 32 bytes, all else as in the API. */
export type StoredEntry = Omit<LedgerEntry, 'hash'> & { hash: Binary };

const NAMESPACE_EXISTS = 48;
const UNAUTHORIZED = 13;

/**
 * The collection as every reader and writer of the ledger must use it: reads from the primary see what a majority
 * has, writes are acknowledged when a majority has journaled them.
 */
export function ledgerCollection(db: Db): Collection<StoredEntry> {
  return db.collection<StoredEntry>(LEDGER_COLLECTION, {
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    writeConcern: { w: 'majority', journal: true },
  });
}

/** What the ledger relies on: every key once in an account, and what refers to an entry found without its history. */
export const ledgerIndexes: IndexDescription[] = [
  { key: { account: 1, key: 1 }, name: 'account_key', unique: true },
  {
    key: { account: 1, refersTo: 1 },
    name: 'account_refersTo',
    partialFilterExpression: { refersTo: { $exists: true } },
  },
  // Few entries make a debt: what it comes from is found without reading the history.
  {
    key: { account: 1, seq: 1 },
    name: 'account_debts',
    partialFilterExpression: { owedChange: { $gt: 0 } },
  },
];

/**
 * Makes the ledger's collections and indexes where they are missing. Safe to run at every start and by several processes.
 * A user who may not make them, as a production server's, needs them to be there: else this throws.
 */
export async function ensureLedgerCollection(db: Db): Promise<void> {
  try {
    await makeCollection(db, LEDGER_COLLECTION);
    await makeCollection(db, DUE_LOTS_COLLECTION);
    await db.collection(LEDGER_COLLECTION).createIndexes(ledgerIndexes);
  } catch (error) {
    if (codeOf(error) !== UNAUTHORIZED) throw error;
    await assertIndexes(db);
  }
}

async function makeCollection(db: Db, name: string): Promise<void> {
  try {
    await db.createCollection(name, {
      // Entries repeat each other and the indexes' keys hold opaque ids: larger pages and compressed indexes save half.
      storageEngine: { wiredTiger: { configString: 'block_compressor=zstd,leaf_page_max=64KB' } },
      indexOptionDefaults: { storageEngine: { wiredTiger: { configString: 'block_compressor=zstd' } } },
    });
  } catch (error) {
    if (codeOf(error) !== NAMESPACE_EXISTS) throw error;
  }
}

/** Without its unique index the ledger could post a key twice. A hint is refused where its index is missing. */
async function assertIndexes(db: Db): Promise<void> {
  const somewhere = { account: '', refersTo: 0, owedChange: { $gt: 0 } };
  for (const { name = '' } of ledgerIndexes) {
    await db.collection(LEDGER_COLLECTION).find(somewhere, { hint: name, limit: 1 }).toArray();
  }
}

/** The driver's or server's number of an error; undefined where it has none. */
export function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

/** An entry as the API gives it. */
export function toEntry(stored: StoredEntry): LedgerEntry {
  return upcast({ ...stored, hash: Buffer.from(hashBytes(stored)).toString('hex') });
}

/** The next entry of an account whose newest has this number and hash, as it is stored. */
export function sealAfter(draft: EntryDraft, newest: { readonly seq: number; readonly hash: Uint8Array }): StoredEntry {
  const { entry, hash } = sealEntry(draft, newest.seq + 1, newest.hash, sha256);
  return { ...entry, hash: new Binary(hash) };
}

/** The bytes of a stored hash. */
export function hashBytes(stored: Pick<StoredEntry, 'hash'>): Uint8Array {
  return stored.hash.buffer.subarray(0, stored.hash.position);
}
