import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startMarkOf } from './processes.ts';

/** Who holds a lock. */
export interface LockHolder {
  pid: number;
  startMark: string | undefined;
  purpose: string;
  /** It will be free in a moment: its process is ending. */
  ending?: boolean;
}

export interface Lock {
  /** Says that it will be released soon, so that whoever wants it waits instead of giving up. */
  endSoon(): void;
  release(): void;
}

function holderOf(file: string): LockHolder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockHolder;
  } catch {
    return undefined;
  }
}

/** The living process that holds the lock; a lock whose process has ended counts as free. */
export function lockHolder(file: string): LockHolder | undefined {
  const holder = holderOf(file);
  return holder && startMarkOf(holder.pid) !== undefined && startMarkOf(holder.pid) === holder.startMark
    ? holder
    : undefined;
}

/** Takes the lock at once, or says which living process holds it. */
export function tryLock(file: string, purpose: string): { lock: Lock } | { heldBy: LockHolder } {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine: LockHolder = { pid: process.pid, startMark: startMarkOf(process.pid), purpose };
  const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, JSON.stringify(mine));
  try {
    for (;;) {
      try {
        linkSync(draft, file); // Atomic: the lock appears with its content, or not at all.
        return {
          lock: {
            endSoon: () => {
              if (holderOf(file)?.pid !== process.pid) return;
              writeFileSync(draft, JSON.stringify({ ...mine, ending: true }));
              renameSync(draft, file);
            },
            release: () => {
              if (holderOf(file)?.pid === process.pid) rmSync(file, { force: true });
            },
          },
        };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      const holder = lockHolder(file);
      if (holder) return { heldBy: holder };
      breakStale(file);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead process's lock away; should a living one have taken it in between, it is put back. */
function breakStale(file: string): void {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return; // Somebody else was first.
  }
  if (lockHolder(aside)) {
    try {
      linkSync(aside, file);
    } catch {
      // A third process has it by now; it was free for no longer than this function ran.
    }
  }
  rmSync(aside, { force: true });
}

const LOOK_EVERY_MS = 100;

/**
 * Takes the lock as soon as it is free, or says who holds it still when `patienceMs` for that holder is over. Not by the time of
 * day: a clock that is set back would make this wait for ever.
 */
async function lockWhenFree(
  file: string,
  purpose: string,
  patienceMs: (holder: LockHolder) => number,
): Promise<ReturnType<typeof tryLock>> {
  const startedAtMs = performance.now();
  for (;;) {
    const attempt = tryLock(file, purpose);
    if ('lock' in attempt || performance.now() - startedAtMs > patienceMs(attempt.heldBy)) return attempt;
    await sleep(LOOK_EVERY_MS);
  }
}

/** A process that was told to end may need so long until it says so. */
const TOLD_MS = 2_000;

/**
 * As `tryLock`, but waits for a holder that is ending: whoever stops a program and starts it again at once means just that,
 * and npm is gone before what it ran. `onWait` is called once where that takes a while.
 */
export function lockAfterEnding(
  file: string,
  purpose: string,
  waitMs: number,
  onWait: () => void,
): Promise<ReturnType<typeof tryLock>> {
  let isTold = false;
  return lockWhenFree(file, purpose, ({ ending = false }) => {
    if (ending && !isTold) onWait();
    isTold ||= ending;
    return ending ? waitMs : TOLD_MS;
  });
}

/** Runs `work` while holding the lock, waiting up to `waitMs` for its turn. */
export async function withLock<T>(file: string, purpose: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  const attempt = await lockWhenFree(file, purpose, () => waitMs);
  if ('heldBy' in attempt) {
    const { pid, purpose: busyWith } = attempt.heldBy;
    throw new Error(`Process ${pid} has been busy for a long time: ${busyWith} (${file}).`);
  }
  try {
    return await work();
  } finally {
    attempt.lock.release();
  }
}
