import type { Collection, Db, Document } from 'mongodb';
import type { RollupPorts } from './gather.ts';
import type { RollupStore } from './store.ts';

/** What following and rebuilding share. */
export interface RollupContext {
  readonly db: Db;
  /** The ledger's entries, as a majority has them. */
  readonly entries: Collection<Document>;
  readonly store: RollupStore;
  readonly ports: RollupPorts;
  readonly now: () => number;
  readonly nextId: () => string;
}
