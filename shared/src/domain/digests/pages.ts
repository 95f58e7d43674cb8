import type { Sha256 } from '../ledger/index.ts';
import { pathIn, rootOf } from './tree.ts';

/** How many hashes a page of a kept tree has: a power of two, so that full pages are full subtrees. */
export const PAGE_SIZE = 256;

/**
 * A part of a tree as it is kept. Pages of level 0 hold hashes of leaves, those of the next level the roots of
 * the pages below, and so on up to a level of one page, whose root is the tree's.
 */
export interface TreePage {
  readonly level: number;
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
}

/** Cuts a tree into pages, leaf by leaf; keeps one page for each level. */
export class PagedTree {
  private readonly levels: { index: number; hashes: Uint8Array[] }[] = [];

  constructor(private readonly sha256: Sha256) {}

  /** Gives back the pages that became full before this leaf. */
  add(hash: Uint8Array): TreePage[] {
    const done: TreePage[] = [];
    this.addAt(0, hash, done);
    return done;
  }

  /** Ends the tree: the pages that are left, and the root. */
  finish(): { root: Uint8Array; pages: TreePage[] } {
    const pages: TreePage[] = [];
    for (let level = 0; level < this.levels.length; level += 1) {
      const page = this.levels[level];
      if (page === undefined) break;
      pages.push({ level, index: page.index, hashes: page.hashes });
      const root = rootOf(page.hashes, this.sha256);
      if (page.index === 0) return { root, pages };
      this.addAt(level + 1, root, pages);
    }
    return { root: rootOf([], this.sha256), pages };
  }

  private addAt(level: number, hash: Uint8Array, done: TreePage[]): void {
    const page = this.levels[level] ?? { index: 0, hashes: [] };
    this.levels[level] = page;
    if (page.hashes.length === PAGE_SIZE) {
      // Ended only by the next one: a tree of exactly one full page has no level above it.
      done.push({ level, index: page.index, hashes: page.hashes });
      const root = rootOf(page.hashes, this.sha256);
      this.levels[level] = { index: page.index + 1, hashes: [hash] };
      this.addAt(level + 1, root, done);
    } else {
      page.hashes.push(hash);
    }
  }
}

/** Where the pages on a leaf's way up lie, lowest level first: as many as the tree has levels. */
export function pagesOnPath(position: number, size: number): { level: number; index: number }[] {
  const pages: { level: number; index: number }[] = [];
  let [at, count] = [position, size];
  for (let level = 0; ; level += 1) {
    pages.push({ level, index: Math.floor(at / PAGE_SIZE) });
    if (count <= PAGE_SIZE) return pages;
    at = Math.floor(at / PAGE_SIZE);
    count = Math.ceil(count / PAGE_SIZE);
  }
}

/** A leaf's path to the root, from the pages that `pagesOnPath` names; null where one has not the place. */
export function pathThroughPages(pages: readonly TreePage[], position: number, sha256: Sha256): Uint8Array[] | null {
  const path: Uint8Array[] = [];
  let at = position;
  for (const { hashes } of pages) {
    if (at % PAGE_SIZE >= hashes.length) return null;
    path.push(...pathIn(hashes, at % PAGE_SIZE, sha256));
    at = Math.floor(at / PAGE_SIZE);
  }
  return path;
}
