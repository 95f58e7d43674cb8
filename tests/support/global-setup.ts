import { randomBytes } from 'node:crypto';
import { startTestReplicaSet } from '@red-points/scripts/mongo/index';

/**
 * Gives every test file one shared replica set through `TEST_MONGODB_URI`. `npm test` starts it for the whole run;
 * a single file run by vitest alone gets one here. `MONGOD_BINARY` then names the program, for tests that need more nodes,
 * and `TEST_RUN` the run, whose tests hand databases on to each other.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  process.env.TEST_RUN ??= randomBytes(4).toString('hex');
  if (process.env.TEST_MONGODB_URI) return async () => {};
  const mongo = await startTestReplicaSet((line) => process.stderr.write(`${line}\n`), 'memory');
  process.env.TEST_MONGODB_URI = mongo.uri;
  process.env.MONGOD_BINARY = mongo.binary;
  return mongo.stop;
}
