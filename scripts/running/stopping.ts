/** Steps that undo what was started, run once and in reverse order, by whichever of signal or mishap comes first. */
export interface Stopping {
  /** Registers how to undo what was just started. */
  onStop(what: string, undo: () => Promise<void> | void): void;
  /** Aborted when stopping begins, so that long work ends early. */
  readonly signal: AbortSignal;
  /** Says why, undoes everything, and ends the process. */
  stop(why: string, exitCode: number): Promise<void>;
}

/** No step may hold up the others for longer; all of them together stay within the ten seconds of a polite stop. */
const stepMsMax = 7_000;
/** Whoever stops has ended after this long. */
export const STOP_MS_MAX = 15_000;

export function createStopping(report: (line: string) => void): Stopping {
  const steps: { what: string; undo: () => Promise<void> | void }[] = [];
  const abort = new AbortController();
  let stopped: Promise<void> | undefined;

  const run = async (why: string, exitCode: number): Promise<void> => {
    abort.abort();
    report(why);
    for (let step = steps.pop(); step; step = steps.pop()) {
      const { what, undo } = step;
      const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), stepMsMax).unref());
      try {
        if ((await Promise.race([undo(), late])) === 'late') report(`Not waiting any longer for: ${what}`);
      } catch (error) {
        report(`While stopping ${what}: ${(error as Error).message}`);
      }
    }
    process.exit(exitCode);
  };

  const stopping: Stopping = {
    onStop: (what, undo) => steps.push({ what, undo }),
    signal: abort.signal,
    stop: (why, exitCode) => {
      stopped ??= run(why, exitCode);
      return stopped;
    },
  };
  // A signal can come twice, from the terminal and from npm, so a repeated one must not cut the first one's work short.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void stopping.stop('Stopping …', 0));
  }
  return stopping;
}
