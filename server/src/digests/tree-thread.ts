import { parentPort } from 'node:worker_threads';
import { leafHashOf, PagedTree, type TreePage } from '@red-points/shared/domain/digests';
import { sha256 } from '../platform/sha256.ts';
import { joinHashes, type PackedPage, splitHashes } from './packed.ts';

/** Leaves of a tree in their order: ids of entries, and their hashes one behind the other; or the tree's end. */
export type TreeRequest =
  | { readonly type: 'leaves'; readonly ids: readonly string[]; readonly hashes: Uint8Array }
  | { readonly type: 'finish' };

/** The pages that became full; at the end those that are left and the root. */
export type TreeAnswer =
  | { readonly type: 'pages'; readonly pages: readonly PackedPage[] }
  | { readonly type: 'tree'; readonly pages: readonly PackedPage[]; readonly root: Uint8Array };

let tree = new PagedTree(sha256);

function answerTo(request: TreeRequest): TreeAnswer {
  if (request.type === 'leaves') return { type: 'pages', pages: addLeaves(request.ids, request.hashes).map(packed) };
  const { root, pages } = tree.finish();
  tree = new PagedTree(sha256);
  return { type: 'tree', pages: pages.map(packed), root };
}

function addLeaves(ids: readonly string[], hashes: Uint8Array): TreePage[] {
  const each = splitHashes(hashes);
  return ids.flatMap((id, at) => tree.add(leafHashOf(id, each[at] ?? new Uint8Array(), sha256)));
}

function packed({ level, index, hashes }: TreePage): PackedPage {
  return { level, index, bytes: joinHashes(hashes) };
}

// A failure here is a bug: thrown, it ends the thread and reaches who waits for it.
parentPort?.on('message', (request: TreeRequest) => parentPort?.postMessage(answerTo(request)));
