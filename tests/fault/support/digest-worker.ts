/**
 * A process that makes the digests that are due and tells how many it made. Arguments: connection string, the time in
 * milliseconds, how many leaves it writes at once.
 */
import { DigestStore, makeDueDigests } from '@red-points/server/digests/index';
import { MongoClient } from 'mongodb';

const [uri = '', nowMs, leavesPerInsert] = process.argv.slice(2);
const client = new MongoClient(uri);
const db = client.db();
const deps = { db, store: new DigestStore(db), clock: { now: () => Number(nowMs) } };
const made = await makeDueDigests(deps, { leavesPerInsert: Number(leavesPerInsert) });
await client.close();
process.send?.({ made });
process.disconnect?.();
