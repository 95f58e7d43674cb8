/**
 * `npm run ledger:role`: makes or renews the database role of production servers on the database that `MONGODB_URI` names.
 * To be run by a database administrator at the first installation and after every update.
 */
import { ensureCollections } from '@red-points/server/collections';
import { DIGEST_COLLECTIONS } from '@red-points/server/digests/index';
import { createProductionRole, SERVER_ROLE } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';

const uri = process.env.MONGODB_URI;
if (uri === undefined || uri === '') {
  process.stderr.write('MONGODB_URI must name the production database, with an administrator as its user.\n');
  process.exitCode = 1;
} else {
  const client = new MongoClient(uri);
  try {
    const db = client.db();
    await ensureCollections(db);
    // Made by the first server that runs a job, which may not be able to say so.
    await createProductionRole(db, ['job_leases'], DIGEST_COLLECTIONS);
    process.stdout.write(
      `Role ${SERVER_ROLE} of ${db.databaseName}: find and insert on the ledger and its digests, and no more.\n` +
        `Make the server's user by: db.createUser({user: 'server', pwd: passwordPrompt(), roles: ['${SERVER_ROLE}']})\n`,
    );
  } finally {
    await client.close();
  }
}
