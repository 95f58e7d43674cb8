/** MongoDB for a local trial, for commands and for tests: a real `mongod` as a single-node replica set. */
export { type MongodBinary, MongodMissingError, obtainMongod, type Report } from './binary.ts';
export { type EmbeddedMongo, type EmbeddedOptions, runEmbedded, runningUri } from './embedded.ts';
export { type Lock, type LockHolder, lockAfterEnding, lockHolder, withLock } from './lock.ts';
export { cacheFolder, dataFolder, projectFolder } from './paths.ts';
export {
  databaseOnTestReplicaSet,
  type FreshDatabase,
  freshDatabase,
  startTestReplicaSet,
  type TestReplicaSet,
} from './test-replica-set.ts';
