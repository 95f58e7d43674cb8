import type { CheckScope, LedgerCheck } from '../ledger/index.ts';
import { DigestReplay } from './digest-replay.ts';
import { LeafCheck } from './leaf-check.ts';
import { DigestStore } from './store.ts';

/**
 * Replays every digest: that its leaves are entries of the ledger as they stand there, that they make its tree, that it
 * is the hash of what it says, and that one follows on the other. Streams leaves beside the entries; memory grows with
 * the number of digests. Of a single account only its leaves are compared.
 */
export function digestCheck({ db, account }: CheckScope): LedgerCheck {
  const store = new DigestStore(db);
  const replay = account === null ? new DigestReplay(store) : null;
  const leaves = new LeafCheck(db, store, account, replay);
  return {
    name: 'digests',
    take: async (entry) => {
      await replay?.start();
      await leaves.take(entry);
    },
    finish: async () => {
      await replay?.start();
      const bad = await leaves.finish();
      return [...bad, ...((await replay?.finish()) ?? [])];
    },
  };
}
