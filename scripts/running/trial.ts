import path from 'node:path';
import { ConfigError, readConfig, type ServerConfig } from '@red-points/server/config';
import { startServer } from '@red-points/server/main';
import { ensureClientBuilt } from '../client-build.ts';
import { dataFolder, type EmbeddedMongo, lockAfterEnding, MongodMissingError, runEmbedded } from '../mongo/index.ts';
import { announce } from './announce.ts';
import { guardDatabase } from './database-guard.ts';
import { type DemoSignIn, prepareDemo } from './demo.ts';
import { ensureCertificate, lanAddresses } from './lan.ts';
import { type Environment, localEnvironment } from './local-environment.ts';
import { explainListenError, whyNotListen } from './port.ts';
import { createStopping, STOP_MS_MAX, type Stopping } from './stopping.ts';

/** A reason to end that is meant for people as it stands. */
class PlainReason extends Error {
  override name = 'PlainReason';
}

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Starts everything that trying the product out needs, on this machine alone or, by `lan`, in the local network. */
export async function startTrial(env: Environment, options: { lan: boolean }): Promise<void> {
  const startedAtMs = Date.now();
  const stopping = createStopping(say);
  try {
    await run(env, options, stopping, startedAtMs);
  } catch (error) {
    await stopping.stop(explain(error, env), 1);
  }
}

async function run(
  env: Environment,
  options: { lan: boolean },
  stopping: Stopping,
  startedAtMs: number,
): Promise<void> {
  const folder = dataFolder();
  const settings = options.lan ? await lanSettings(env, folder) : env;
  // Read before anything runs, so that a wrong setting is said at once; the database's address is not known yet.
  const draft = readConfig(localEnvironment(settings, folder, 'mongodb://127.0.0.1/'));
  await holdFolder(folder, draft, stopping);
  const obstacle = draft.port === 0 ? undefined : await whyNotListen(draft.host, draft.port);
  if (obstacle) throw new PlainReason(obstacle);

  // Side by side, but both to their end: a database that was still starting when the other failed would be left running.
  const [database, client] = await Promise.allSettled([startDatabase(folder, stopping), ensureClientBuilt(say)]);
  if (database.status === 'rejected') throw database.reason;
  if (client.status === 'rejected') throw new PlainReason((client.reason as Error).message);
  const mongo = database.value;
  if (stopping.signal.aborted) return;
  const config = readConfig(localEnvironment(settings, folder, mongo.uri));
  // Before the server listens, so that nobody meets half a district, and a stop in between finds only the load to end.
  const signIns = config.demo ? await loadDemoData(config, stopping) : [];
  if (stopping.signal.aborted) return;
  const server = await startServer(config);
  stopping.onStop('the server', () => server.close());
  if (stopping.signal.aborted) return;
  await announce({ url: server.url, config, mongo, signIns, lan: options.lan, tookMs: Date.now() - startedAtMs, say });
}

async function loadDemoData(config: ServerConfig, stopping: Stopping): Promise<DemoSignIn[]> {
  const loading = prepareDemo(config, stopping.signal, say);
  let done = false;
  // Stopped in the middle, it ends after the step it is at; the database goes down after it.
  stopping.onStop('loading demo data', async () => {
    if (!done) await loading.catch(() => {});
  });
  try {
    return await loading;
  } finally {
    done = true;
  }
}

async function holdFolder(folder: string, config: ServerConfig, stopping: Stopping): Promise<void> {
  const url = `${config.tls ? 'https' : 'http'}://${config.host}:${config.port}/`;
  const held = await lockAfterEnding(path.join(folder, 'server.lock'), url, STOP_MS_MAX, () =>
    say('The one before is still stopping …'),
  );
  if ('heldBy' in held) {
    const { pid, purpose } = held.heldBy;
    throw new PlainReason(
      `Red Points runs already on ${folder}: ${purpose} (process ${pid}). Stop it first, or start another one on its own data: RED_POINTS_DATA=other-folder PORT=${config.port + 1} npm start`,
    );
  }
  stopping.signal.addEventListener('abort', () => held.lock.endSoon());
  stopping.onStop('the lock of the data folder', () => held.lock.release());
}

async function startDatabase(folder: string, stopping: Stopping): Promise<EmbeddedMongo> {
  const mongo = await runEmbedded({ dataFolder: folder, report: say });
  const guarded = guardDatabase(mongo, folder, say, (reason) => void stopping.stop(reason, 1));
  stopping.onStop('the database', () => guarded.stop());
  if (mongo.adopted) say('The database was running already; using it as it is.');
  return mongo;
}

async function lanSettings(env: Environment, folder: string): Promise<Environment> {
  const addresses = lanAddresses();
  const [first] = addresses;
  if (!first)
    throw new PlainReason('This machine is in no local network: no address was found that a phone could reach.');
  const certificate = await ensureCertificate(folder, addresses);
  const { port } = readConfig(localEnvironment(env, folder, 'mongodb://127.0.0.1/'));
  return {
    PUBLIC_URL: `https://${first}:${port}`,
    HOST: '0.0.0.0',
    ...env,
    TLS_CERT_FILE: certificate.certFile,
    TLS_KEY_FILE: certificate.keyFile,
  };
}

function explain(error: unknown, env: Environment): string {
  if (error instanceof PlainReason || error instanceof ConfigError || error instanceof MongodMissingError) {
    return error.message;
  }
  if ((error as NodeJS.ErrnoException).syscall === 'listen') {
    return explainListenError(error as NodeJS.ErrnoException, env.HOST ?? '127.0.0.1', Number(env.PORT ?? 3000));
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
