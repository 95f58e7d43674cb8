import { readConfig, type ServerConfig } from '@red-points/server/config';
import { dataFolder, runEmbedded } from '../mongo/index.ts';
import { isProduction, localEnvironment } from './local-environment.ts';

/**
 * Runs a command on the database: the one that `MONGODB_URI` names, or the local trial's, which is attached to where it runs
 * and otherwise runs for the command's own time. News for people goes to standard error; standard output is the command's.
 * @throws ConfigError or MongodMissingError with a text for people
 */
export async function withDatabase<T>(work: (uri: string, config: ServerConfig) => Promise<T>): Promise<T> {
  if (isProduction(process.env)) {
    const config = readConfig(process.env);
    return work(config.mongodbUri, config);
  }
  const folder = dataFolder();
  const mongo = await runEmbedded({
    dataFolder: folder,
    report: (line) => {
      process.stderr.write(`${line}\n`);
    },
  });
  const releaseOnSignal = (): void => {
    void mongo.release().finally(() => process.exit(130));
  };
  process.once('SIGINT', releaseOnSignal);
  process.once('SIGTERM', releaseOnSignal);
  try {
    return await work(mongo.uri, readConfig(localEnvironment(process.env, folder, mongo.uri)));
  } finally {
    process.removeListener('SIGINT', releaseOnSignal);
    process.removeListener('SIGTERM', releaseOnSignal);
    await mongo.release();
  }
}
