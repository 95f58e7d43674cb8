import { setTimeout as sleep } from 'node:timers/promises';
import { digestSchema } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import {
  digestId,
  digestOf,
  endsMonth,
  leafHash,
  nextDigest,
  rootOf,
  TreeRoot,
  toHex,
} from '@red-points/shared/domain/digests';
import type { BadCode, BadEntry } from '@red-points/shared/domain/verification';
import { z } from 'zod';
import { sha256 } from '../platform/sha256.ts';
import type { LeafListener, LeafPlace } from './leaf-check.ts';
import { bytesOf, type ClosingMark, type DigestStore, type StoredDigest, type StoredLeaf } from './store.ts';

const ATTEMPTS = 3;
const PAUSE_MS = 500;
/** Behind every day that there can be. */
const NO_DAY = '9999-12-31';

/** What the leaves say of one digest. */
interface Tally {
  readonly stored: StoredDigest;
  readonly tree: TreeRoot;
  accounts: number;
  entries: number;
  lastAccount: string;
  /** Where the closing mark stands; null where it is missing. */
  closedAt: number | null;
  /** A leaf does not stand where it says, or does not go on where the account's one before ends. */
  disordered: boolean;
}

/** Builds every digest's tree again from the leaves, all at once: each keeps a hash for each power of two in its size. */
export class DigestReplay implements LeafListener {
  private started: Promise<void> | null = null;
  private readonly chain: StoredDigest[] = [];
  /** Ids of documents that are no digests, whatever they were. */
  private readonly shapeless: string[] = [];
  private readonly daily = new Map<string, Tally>();
  private readonly full: Tally[] = [];
  /** The leaf before: it counts for full digests until its account has another one. */
  private newest: (LeafPlace & { readonly hash: Uint8Array; readonly day: string }) | null = null;
  /** Days whose leaves are closed, or older than the newest digest, and which have none. */
  private readonly undigested = new Set<string>();

  constructor(private readonly store: DigestStore) {}

  /** Reads the digests that there are now; of those made later nothing is said. */
  start(): Promise<void> {
    this.started ??= this.readChain();
    return this.started;
  }

  leaf(leaf: StoredLeaf, place: LeafPlace, fromSeq: number): void {
    const hash = leafHash({ ...place, hash: bytesOf(leaf.hash) }, sha256);
    this.endLeaf(place.account, leaf.day);
    this.newest = { ...place, hash, day: leaf.day };
    const tally = this.daily.get(leaf.day);
    if (tally === undefined) {
      // Days behind the newest digest are in the making.
      if (leaf.day < (this.chain.at(-1)?.day ?? '')) this.undigested.add(leaf.day);
      return;
    }
    if (leaf.position !== tally.tree.size || leaf.fromSeq !== fromSeq) {
      tally.disordered = true;
    }
    count(tally, hash, place.account, place.seq - fromSeq);
  }

  closed(mark: ClosingMark): void {
    const tally = this.daily.get(mark.day);
    if (tally === undefined) this.undigested.add(mark.day);
    else tally.closedAt = mark.position;
  }

  async finish(): Promise<BadEntry[]> {
    this.endLeaf('', NO_DAY);
    const bad = this.shapeless.map((id) => badDigest('digest_hash_mismatch', id));
    bad.push(...chainFaults(this.chain), ...(await this.missing()));
    for (const tally of [...this.daily.values(), ...this.full]) {
      const code = treeFault(tally) ?? (await this.pageFault(tally.stored));
      if (code !== null) bad.push(badDigest(code, tally.stored._id));
    }
    // Last, because it says least: whatever else was changed in a digest, its hash is not that of its fields any more.
    const changed = this.chain.filter((digest) => !isItself(digest));
    bad.push(...changed.map(({ _id }) => badDigest('digest_hash_mismatch', _id)));
    return bad;
  }

  private async readChain(): Promise<void> {
    for (const stored of await this.store.digests.find({}).sort({ number: 1 }).toArray()) {
      const { _id, ...fields } = stored;
      if (!z.strictObject(digestSchema.shape).safeParse({ ...fields, digestId: _id }).success) {
        this.shapeless.push(String(_id));
        continue;
      }
      this.chain.push(stored);
      const tree = new TreeRoot(sha256);
      const tally = { stored, tree, accounts: 0, entries: 0, lastAccount: '', closedAt: null, disordered: false };
      if (stored.kind === 'full') this.full.push(tally);
      else this.daily.set(stored.day, tally);
    }
  }

  /** Before a leaf of an account and day comes: the one before was the newest of all days from its own until then. */
  private endLeaf(account: string, day: string): void {
    if (this.newest === null) return;
    const { newest } = this;
    const until = newest.account === account ? day : NO_DAY;
    for (const tally of this.full) {
      if (tally.stored.day < newest.day || tally.stored.day >= until) continue;
      count(tally, newest.hash, newest.account, newest.seq);
    }
  }

  /** Digests that should be there. One that is being made is waited for. */
  private async missing(): Promise<BadEntry[]> {
    const expected = [...this.undigested];
    const newest = this.chain.at(-1);
    if (newest?.kind === 'daily' && endsMonth(newest.day)) expected.push(digestId({ day: newest.day, kind: 'full' }));
    let missing: string[] = expected;
    for (let attempt = 1; missing.length > 0; attempt += 1) {
      const found = await this.store.digests.find({ _id: { $in: missing } }, { projection: { _id: 1 } }).toArray();
      const made = new Set(found.map(({ _id }) => _id));
      missing = missing.filter((id) => !made.has(id));
      if (attempt === ATTEMPTS) break;
      if (missing.length > 0) await sleep(PAUSE_MS);
    }
    return missing.map((id) => badDigest('digest_missing', id));
  }

  /** The kept pages must lead to the root, or receipts would not. */
  private async pageFault({ day, kind, leaves, root }: StoredDigest): Promise<BadCode | null> {
    if (kind === 'full') return null;
    let below: Uint8Array[] | null = null;
    let wanted = leaves;
    for (let level = 0; ; level += 1) {
      const roots: Uint8Array[] = [];
      const hashes: Uint8Array[] = [];
      let counted = 0;
      for await (const page of this.store.levelOf(day, level)) {
        roots.push(rootOf(page, sha256));
        counted += page.length;
        // The lowest level is as large as the tree; those above are held as a whole.
        if (level > 0) hashes.push(...page);
      }
      if (counted !== wanted || (below !== null && !sameHashes(hashes, below))) return 'digest_page_mismatch';
      if (roots.length <= 1) return toHex(roots[0] ?? rootOf([], sha256)) === root ? null : 'digest_page_mismatch';
      below = roots;
      wanted = roots.length;
    }
  }
}

function count(tally: Tally, hash: Uint8Array, account: string, entries: number): void {
  tally.tree.add(hash);
  tally.accounts += tally.lastAccount === account ? 0 : 1;
  tally.entries += entries;
  tally.lastAccount = account;
}

function treeFault({ stored, tree, accounts, entries, closedAt, disordered }: Tally): BadCode | null {
  const same = stored.leaves === tree.size && stored.accounts === accounts && stored.entries === entries;
  if (!same || stored.root !== toHex(tree.root())) return 'digest_root_mismatch';
  if (stored.kind === 'full') return null;
  return disordered || closedAt !== tree.size ? 'digest_leaf_mismatch' : null;
}

function isItself(digest: StoredDigest): boolean {
  return digest._id === digestId(digest) && digest.digest === digestOf(digest, sha256);
}

/** Each digest follows on the one before. */
function chainFaults(chain: readonly StoredDigest[]): BadEntry[] {
  return chain.flatMap((digest, at) => {
    const before = chain[at - 1] ?? null;
    const expected = nextDigest(before, NO_DAY, digest.day);
    if (expected?.number !== digest.number || expected.day !== digest.day || expected.kind !== digest.kind) {
      const id = before === null || expected === null ? addDays(digest.day, -1) : digestId(expected);
      return [badDigest('digest_missing', id)];
    }
    return expected.previous === digest.previous ? [] : [badDigest('digest_previous_mismatch', digest._id)];
  });
}

function sameHashes(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  return one.length === other.length && one.every((hash, at) => toHex(hash) === toHex(other[at] ?? new Uint8Array()));
}

function badDigest(code: BadCode, id: string): BadEntry {
  return { account: '', seq: 0, code, about: { kind: 'digest', id } };
}
