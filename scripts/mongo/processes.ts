import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * The words of a running process's command line, or undefined where no such process runs.
 * A zombie has none either: it has ended, only its parent has not noticed.
 */
export function commandLineOf(pid: number): string[] | undefined {
  try {
    const words =
      process.platform === 'linux'
        ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
        : execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
            .trim()
            .split(' ');
    return words.some((word) => word !== '') ? words : undefined;
  } catch {
    return undefined;
  }
}

/** When a process started, in the system's own notation: with the pid it names one process for ever, a pid alone is reused. */
export function startMarkOf(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The command name in parentheses may itself hold spaces, so fields are counted after its end; start time is field 22.
      return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether no such process runs any more: it is gone, or wholly a zombie. One that is just ending still holds its ports and
 * files until its last thread has ended, though its first one is a zombie already.
 */
function hasEnded(pid: number): boolean {
  if (process.platform !== 'linux') return startMarkOf(pid) === undefined;
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const isZombie = ['Z', 'X'].includes(stat.charAt(stat.lastIndexOf(')') + 2));
    return isZombie && readdirSync(`/proc/${pid}/task`).length <= 1;
  } catch {
    return true;
  }
}

/** Whether the process is a `mongod` that runs on exactly this database folder. Nothing is ever signalled without this check. */
export function isMongodOn(pid: number, databaseFolder: string): boolean {
  const words = commandLineOf(pid);
  if (!words) return false;
  const at = words.indexOf('--dbpath');
  return at > 0 && words[at + 1] === databaseFolder;
}

/**
 * Ends the `mongod` that runs on this folder and waits until it is gone.
 * SIGTERM lets it write a checkpoint; after `patienceMs` it is killed, which its journal survives.
 */
export async function stopMongod(pid: number, databaseFolder: string, patienceMs = 6_000): Promise<void> {
  if (!isMongodOn(pid, databaseFolder)) return;
  const gone = async (waitMs: number): Promise<boolean> => {
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (hasEnded(pid)) return true;
      await sleep(20);
    }
    return hasEnded(pid);
  };
  for (const [signal, waitMs] of [
    ['SIGTERM', patienceMs],
    ['SIGKILL', 5_000],
  ] as const) {
    try {
      process.kill(pid, signal);
    } catch {
      return; // It ended between the check and the signal.
    }
    if (await gone(waitMs)) return;
  }
  throw new Error(`mongod (process ${pid}) could not be stopped.`);
}
