import { partsOfEntryId } from '@red-points/shared/domain/digests';
import { entryIdRange } from '@red-points/shared/domain/ledger';
import type { BadEntry } from '@red-points/shared/domain/verification';
import { Binary, type Db } from 'mongodb';
import { LEDGER_COLLECTION, type StoredEntry } from '../ledger/index.ts';
import { bytesOf, type ClosingMark, type DigestStore, type StoredLeaf } from './store.ts';

const HASH_BYTES = 32;

/** The account and number that a leaf's id names. */
export interface LeafPlace {
  readonly account: string;
  readonly seq: number;
}

/** Told of every leaf in the order of ids, and of closing marks behind them. */
export interface LeafListener {
  /** @param fromSeq where the account's leaf before this one ends; 0 where there is none */
  leaf(leaf: StoredLeaf, place: LeafPlace, fromSeq: number): void;
  closed(mark: ClosingMark): void;
}

/**
 * Goes through leaves beside the stream of entries: ids of both are the same and in the same order, so that every leaf
 * finds its entry or misses it. Keeps one leaf at a time, and the first bad one of each account.
 */
export class LeafCheck {
  private readonly leaves: AsyncIterator<StoredLeaf | ClosingMark>;
  private next: Promise<StoredLeaf | ClosingMark | null>;
  private before: LeafPlace = { account: '', seq: 0 };
  /** Leaves that met no entry, or another one: looked at again before it is said. */
  private readonly doubtful = new Map<string, StoredLeaf>();
  private readonly wrong: BadEntry[] = [];

  constructor(
    private readonly db: Db,
    store: DigestStore,
    account: string | null,
    private readonly listener: LeafListener | null,
  ) {
    const filter = account === null ? {} : { _id: entryIdRange(account) };
    this.leaves = store.leaves.find(filter).sort({ _id: 1 })[Symbol.asyncIterator]();
    this.next = this.readNext();
    // Whoever takes the first entry learns of a failure; until then it is nobody's.
    this.next.catch(() => undefined);
  }

  /** Takes the leaves up to an entry. */
  async take(entry: StoredEntry): Promise<void> {
    for (let leaf = await this.next; leaf !== null && leaf._id <= entry._id; leaf = await this.next) {
      const agrees = !('closed' in leaf) && leaf._id === entry._id && sameBytes(leaf, entry);
      this.pass(leaf, agrees);
    }
  }

  /** Takes what leaves are left, and says what does not hold. */
  async finish(): Promise<BadEntry[]> {
    for (let leaf = await this.next; leaf !== null; leaf = await this.next) this.pass(leaf, false);
    const bad = [...this.wrong];
    for (const leaf of this.doubtful.values()) bad.push(...(await this.lookAgain(leaf)));
    return bad;
  }

  private pass(leaf: StoredLeaf | ClosingMark, agrees: boolean): void {
    this.next = this.readNext();
    if ('closed' in leaf) {
      this.listener?.closed(leaf);
      return;
    }
    const place = partsOfEntryId(String(leaf._id));
    if (place === null || !isShaped(leaf)) {
      const about = { kind: 'digest', id: String(leaf.day) } as const;
      this.wrong.push({ ...(place ?? { account: '', seq: 0 }), code: 'digest_leaf_mismatch', about });
      return;
    }
    if (!agrees && !this.doubtful.has(place.account)) this.doubtful.set(place.account, leaf);
    const fromSeq = this.before.account === place.account ? this.before.seq : 0;
    this.listener?.leaf(leaf, place, fromSeq);
    this.before = place;
  }

  /** An entry never goes and never changes: what is read now is what the leaf was made of, or somebody wrote past the ledger. */
  private async lookAgain(leaf: StoredLeaf): Promise<BadEntry[]> {
    const entry = await this.db
      .collection<StoredEntry>(LEDGER_COLLECTION, { readConcern: { level: 'majority' }, readPreference: 'primary' })
      .findOne({ _id: leaf._id });
    if (entry !== null && sameBytes(leaf, entry)) return [];
    const place = partsOfEntryId(leaf._id);
    const code = entry === null ? 'digest_entry_missing' : 'digest_leaf_mismatch';
    return place === null ? [] : [{ ...place, code, about: { kind: 'digest', id: leaf.day } }];
  }

  private async readNext(): Promise<StoredLeaf | ClosingMark | null> {
    const { value, done } = await this.leaves.next();
    return done === true ? null : value;
  }
}

/** Whether a leaf has the fields that leaves are written with, and no other. */
function isShaped({ _id, day, position, fromSeq, hash, ...others }: StoredLeaf): boolean {
  const isHash: boolean = hash instanceof Binary && hash.length() === HASH_BYTES;
  return isHash && typeof day === 'string' && [position, fromSeq].every(Number.isSafeInteger) && isEmpty(others);
}

function isEmpty(others: object): boolean {
  return Object.keys(others).length === 0;
}

function sameBytes(leaf: Pick<StoredLeaf, 'hash'>, entry: Pick<StoredEntry, 'hash'>): boolean {
  try {
    return Buffer.from(bytesOf(leaf.hash)).equals(bytesOf(entry.hash));
  } catch {
    // A hash that is of another type is not the one that the leaf was made of.
    return false;
  }
}
