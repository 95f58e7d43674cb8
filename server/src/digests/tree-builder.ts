import { Worker } from 'node:worker_threads';
import { joinHashes, type PackedPage } from './packed.ts';
import type { TreeAnswer, TreeRequest } from './tree-thread.ts';

/** A tree keeps a page for each of its few levels, whatever its size. */
const HEAP_MEGABYTES_MAX = 64;

export interface HashedLeaf {
  /** The entry's id. */
  readonly id: string;
  readonly hash: Uint8Array;
}

/** Builds one tree after the other in a thread of its own, so that hashing holds up no request. */
export class TreeBuilder {
  private worker: Worker | null = null;

  /** Adds leaves in their order; gives back the pages that became full. */
  async add(leaves: readonly HashedLeaf[]): Promise<readonly PackedPage[]> {
    const request: TreeRequest = {
      type: 'leaves',
      ids: leaves.map(({ id }) => id),
      hashes: joinHashes(leaves.map(({ hash }) => hash)),
    };
    return (await this.ask(request)).pages;
  }

  /** Ends the tree; the next leaves are another one's. */
  async finish(): Promise<{ pages: readonly PackedPage[]; root: Uint8Array }> {
    const answer = await this.ask({ type: 'finish' });
    if (answer.type !== 'tree') throw new Error('the tree did not end');
    return answer;
  }

  /** Stops the thread. */
  async end(): Promise<void> {
    await this.worker?.terminate();
    this.worker = null;
  }

  /** One question at a time: the answer to the next is not waited for before the one before has come. */
  private ask(request: TreeRequest): Promise<TreeAnswer> {
    this.worker ??= new Worker(new URL('./tree-worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MEGABYTES_MAX },
      // Flags of the program, such as its own loaders, are not for the thread.
      execArgv: [],
    });
    const { worker } = this;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        act();
      };
      const onMessage = (answer: TreeAnswer): void => settle(() => resolve(answer));
      const onError = (error: Error): void => settle(() => reject(error));
      const onExit = (): void => settle(() => reject(new Error('the thread that builds trees ended')));
      worker.on('message', onMessage).on('error', onError).on('exit', onExit);
      worker.postMessage(request);
    });
  }
}
