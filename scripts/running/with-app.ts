import { type App, createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import type { ServerConfig } from '@red-points/server/config';
import { connectDatabase } from '@red-points/server/platform/database';
import { withDatabase } from './with-database.ts';

/** Runs a command with the server's own use cases on the database, without listening anywhere. Throws as `withDatabase`. */
export function withApp<T>(work: (app: App) => Promise<T>): Promise<T> {
  return withDatabase((uri, config) => onDatabase(uri, config, work));
}

async function onDatabase<T>(uri: string, config: ServerConfig, work: (app: App) => Promise<T>): Promise<T> {
  const database = await connectDatabase(uri);
  try {
    await ensureCollections(database.db);
    // Log lines would mix with the result on standard output; what goes wrong here is thrown.
    const running = { ...config, logLevel: 'silent', publicUrl: config.publicUrl ?? 'http://127.0.0.1' };
    const app = createApp({ config: running, database });
    try {
      return await work(app);
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}
