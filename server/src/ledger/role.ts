import type { Db, Document } from 'mongodb';
import { codeOf, LEDGER_COLLECTION } from './collection.ts';

/** The role that a production server's database user has. */
export const SERVER_ROLE = 'redPointsServer';

const ROLE_EXISTS = 51_002;
const LEDGER_ACTIONS = ['find', 'insert', 'changeStream'];
const OTHER_ACTIONS = [
  'find',
  'insert',
  'update',
  'remove',
  'createIndex',
  'createCollection',
  'listIndexes',
  'changeStream',
];

/** What only grows beside the ledger may be made by a server, and is never changed by one. */
const APPEND_ACTIONS = ['find', 'insert', 'createIndex', 'createCollection', 'listIndexes'];

/**
 * Makes or renews the role of production servers on a database: find and insert on the ledger, and no more; find, insert,
 * update and remove on every other collection, but for those that only grow. A role cannot say "all collections but one",
 * so that it names them: to be run again, by an administrator, whenever a release brings a collection.
 */
export async function createProductionRole(
  db: Db,
  collections: readonly string[],
  growing: readonly string[] = [],
): Promise<void> {
  const existing = await db.listCollections({}, { nameOnly: true }).toArray();
  const names = new Set([...collections, ...growing, ...existing.map(({ name }) => name)]);
  names.delete(LEDGER_COLLECTION);
  const privileges: Document[] = [
    { resource: { db: db.databaseName, collection: LEDGER_COLLECTION }, actions: LEDGER_ACTIONS },
    // To follow the changes of several collections by one stream takes the right to look at all of them.
    { resource: { db: db.databaseName, collection: '' }, actions: ['listCollections', 'find', 'changeStream'] },
  ];
  for (const name of names) {
    if (name.startsWith('system.')) continue;
    const actions = growing.includes(name) ? APPEND_ACTIONS : OTHER_ACTIONS;
    privileges.push({ resource: { db: db.databaseName, collection: name }, actions });
  }
  try {
    await db.command({ createRole: SERVER_ROLE, privileges, roles: [] });
  } catch (error) {
    if (codeOf(error) !== ROLE_EXISTS) throw error;
    await db.command({ updateRole: SERVER_ROLE, privileges, roles: [] });
  }
}
