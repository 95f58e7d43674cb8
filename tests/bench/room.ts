import { MongoClient } from 'mongodb';

/**
 * Gives the database as much memory as what is measured needs, as its default does on a server (half of the machine's). The
 * trial's half a gigabyte is full after 200,000 entries: from then on it is its writing pages out that is measured.
 */
export async function giveRoom(uri: string): Promise<void> {
  const client = new MongoClient(uri);
  try {
    await client.db('admin').command({ setParameter: 1, wiredTigerEngineRuntimeConfig: 'cache_size=4G' });
  } finally {
    await client.close();
  }
}
