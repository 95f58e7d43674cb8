import type { Db, Document } from 'mongodb';

/** What the database did meanwhile with collections whose name fits: plans and how much they looked at. */
export async function profiled(db: Db, collections: RegExp, what: () => Promise<unknown>): Promise<Document[]> {
  await db.command({ profile: 2 });
  try {
    await what();
  } finally {
    await db.command({ profile: 0 });
  }
  const operations = await db.collection('system.profile').find({ ns: collections }).toArray();
  await db.collection('system.profile').drop();
  return operations;
}
