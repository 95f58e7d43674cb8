import { localMasterSecret } from './secrets.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Whether the environment names a database of its own: then nothing is embedded, invented or made up. */
export function isProduction(env: Environment): boolean {
  return Boolean(env.MONGODB_URI);
}

/** The environment of a local trial: what was given, completed by the embedded database, its secret and demo data. */
export function localEnvironment(env: Environment, dataFolder: string, mongodbUri: string): Environment {
  return {
    DEMO: 'true',
    LOG_LEVEL: 'warn', // A trial's terminal shows what to do next, not each request.
    ...env,
    MONGODB_URI: mongodbUri,
    MASTER_SECRET: env.MASTER_SECRET || localMasterSecret(dataFolder),
  };
}
