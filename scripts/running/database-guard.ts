import { type EmbeddedMongo, type Report, runEmbedded } from '../mongo/index.ts';

const restartsMax = 3;
const restartWindowMs = 600_000;
const lookEveryMs = process.platform === 'linux' ? 500 : 2_000; // Looking costs a process where there is no /proc.

export interface GuardedDatabase {
  current(): EmbeddedMongo;
  stop(): Promise<void>;
}

/**
 * Keeps the embedded database running under the server: one that dies is started again on its folder and port, where its
 * journal brings everything back. `giveUp` is called with the reason when that does not help.
 */
export function guardDatabase(
  first: EmbeddedMongo,
  dataFolder: string,
  report: Report,
  giveUp: (reason: string) => void,
): GuardedDatabase {
  let mongo = first;
  let stopping = false;
  let restarting: Promise<void> | undefined;
  let restarts: number[] = [];

  const restart = async (): Promise<void> => {
    const nowMs = Date.now();
    restarts = [...restarts.filter((at) => nowMs - at < restartWindowMs), nowMs];
    if (restarts.length > restartsMax) {
      giveUp(`The database stopped ${restarts.length} times in ten minutes. Its log: ${dataFolder}/mongod.log`);
      return;
    }
    report('The database process has ended; starting it again …');
    try {
      const next = await runEmbedded({ dataFolder, report });
      const moved = next.port !== mongo.port;
      mongo = next;
      if (moved) giveUp('Another program took the port of the database. Start again by: npm start');
      else report('The database runs again.');
    } catch (error) {
      giveUp(`The database could not be started again. ${(error as Error).message}`);
    }
  };

  const timer = setInterval(() => {
    if (stopping || restarting || mongo.isRunning()) return;
    restarting = restart().finally(() => {
      restarting = undefined;
    });
  }, lookEveryMs);

  return {
    current: () => mongo,
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await restarting;
      await mongo.stop();
    },
  };
}
