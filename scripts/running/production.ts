import { ConfigError, readConfig } from '@red-points/server/config';
import { startServer } from '@red-points/server/main';
import { ensureClientBuilt } from '../client-build.ts';
import type { Environment } from './local-environment.ts';
import { explainListenError, whyNotListen } from './port.ts';
import { createStopping } from './stopping.ts';

const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

/** Starts one server process on the database that `MONGODB_URI` names. */
export async function startProduction(env: Environment): Promise<void> {
  const stopping = createStopping(say);
  try {
    const config = readConfig(env);
    const obstacle = config.port === 0 ? undefined : await whyNotListen(config.host, config.port);
    if (obstacle) return await stopping.stop(obstacle, 1);
    if (config.webFolder === null) await ensureClientBuilt(say);
    const server = await startServer(config);
    stopping.onStop('the server', () => server.close());
    if (stopping.signal.aborted) return;
    say(`Red Points runs on ${server.url}`);
  } catch (error) {
    await stopping.stop(error instanceof ConfigError ? error.message : explain(error, env), 1);
  }
}

function explain(error: unknown, env: Environment): string {
  if ((error as NodeJS.ErrnoException).syscall === 'listen') {
    return explainListenError(error as NodeJS.ErrnoException, env.HOST ?? '127.0.0.1', Number(env.PORT ?? 3000));
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
