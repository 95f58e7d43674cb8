import {
  DIGEST_VERSION,
  type DigestContent,
  digestId,
  digestOf,
  type NextDigest,
  newestDueDay,
  nextDigest,
  partsOfEntryId,
  toHex,
} from '@red-points/shared/domain/digests';
import type { Binary, Db } from 'mongodb';
import { sha256 } from '../platform/sha256.ts';
import { newestLeaves } from './changed-accounts.ts';
import { cutDay } from './cut-day.ts';
import type { PackedPage } from './packed.ts';
import { bytesOf, type DigestStore, OvertakenError } from './store.ts';
import { type HashedLeaf, TreeBuilder } from './tree-builder.ts';

export interface DigestDeps {
  readonly db: Db;
  readonly store: DigestStore;
  readonly clock: { now(): number };
}

export interface MakeOptions {
  readonly signal?: AbortSignal;
  /** Where the chain begins while there is none; the newest day that is due unless given. */
  readonly firstDay?: string;
  /** How many leaves are written at once, for tests. */
  readonly leavesPerInsert?: number;
}

/** How many leaves are handed to the thread at once. */
const LEAVES_PER_MESSAGE = 1_000;

/**
 * Makes every digest that is due and missing, in order. May be run twice, late, by two processes at once, and stopped
 * anywhere: leaves that are written stay, everything after them follows from them.
 *
 * @returns how many were published by this run
 */
export async function makeDueDigests(deps: DigestDeps, options: MakeOptions = {}): Promise<number> {
  const signal = options.signal ?? new AbortController().signal;
  const builder = new TreeBuilder();
  let made = 0;
  try {
    // A cut that was stopped before there was any digest is where the chain begins, however late it is ended.
    const firstDay = (await deps.store.firstDay()) ?? options.firstDay;
    while (!signal.aborted) {
      const due = newestDueDay(deps.clock.now());
      const next = nextDigest(await deps.store.newest(), due, firstDay);
      if (next === null || !(await makeDigest(deps, next, { ...options, signal }, builder))) break;
      made += 1;
    }
  } catch (error) {
    // Whoever was faster goes on; what it does not end, the next run does.
    if (!(error instanceof OvertakenError)) throw error;
  } finally {
    await builder.end();
  }
  return made;
}

interface Counted {
  readonly root: Uint8Array;
  readonly leaves: number;
  readonly accounts: number;
  readonly entries: number;
}

/** False where it was stopped, or nothing is there to begin with. */
async function makeDigest(
  { db, store }: DigestDeps,
  next: NextDigest,
  options: MakeOptions & { readonly signal: AbortSignal },
  builder: TreeBuilder,
): Promise<boolean> {
  const { signal } = options;
  let counted: Counted | null;
  if (next.kind === 'full') {
    counted = await count(newestLeaves(db, next.day), builder, signal);
  } else {
    const leaves = await cutDay({ db, store, ...options }, next.day, next.number === 1);
    if (leaves === null || (leaves === 0 && next.number === 1)) return false;
    counted = await count(store.leavesOf(next.day), builder, signal, (pages) => store.keepPages(next.day, pages));
    if (counted !== null && counted.leaves !== leaves) throw new Error(`leaves of ${next.day} are missing`);
  }
  if (counted === null) return false;
  const { root, ...counts } = counted;
  const content: DigestContent = { version: DIGEST_VERSION, ...next, root: toHex(root), ...counts };
  const digest = digestOf(content, sha256);
  await store.publish({ _id: digestId(content), ...content, digest });
  return true;
}

type TreeLeaf = { readonly _id: string; readonly fromSeq?: number; readonly hash: Binary };

/** Builds the tree over leaves, in portions; null where it was stopped. */
async function count(
  leaves: AsyncIterable<TreeLeaf>,
  builder: TreeBuilder,
  signal: AbortSignal,
  keep: (pages: readonly PackedPage[]) => Promise<void> = async () => undefined,
): Promise<Counted | null> {
  const counts = { leaves: 0, accounts: 0, entries: 0 };
  let lastAccount = '';
  let portion: HashedLeaf[] = [];
  for await (const { _id, fromSeq, hash } of leaves) {
    if (signal.aborted) return null;
    const parts = partsOfEntryId(_id);
    if (parts === null) throw new Error(`leaf ${_id} is not an entry's`);
    counts.leaves += 1;
    counts.accounts += parts.account === lastAccount ? 0 : 1;
    counts.entries += parts.seq - (fromSeq ?? 0);
    lastAccount = parts.account;
    portion.push({ id: _id, hash: bytesOf(hash) });
    if (portion.length === LEAVES_PER_MESSAGE) {
      await keep(await builder.add(portion));
      portion = [];
    }
  }
  await keep(await builder.add(portion));
  const { root, pages } = await builder.finish();
  await keep(pages);
  return { root, ...counts };
}
