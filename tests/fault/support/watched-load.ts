import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';

/** Clients at work, as whoever waits for them sees them. */
export interface WatchedLoad {
  /** Answers so far. */
  answers(): number;
  askedAgain(): number;
  /** Why a client stopped, or null. */
  failure(): { readonly error: unknown } | null;
}

const LOOK_MS = 5;
const TELL_MS = 30_000;
/** Kills, elections and open transactions of the dead take a minute at the worst; a machine may be ten times slower. */
const SILENCE_MS_MAX = 600_000;

/** Waits for answers. Tells every half minute how far it is, so that a long form that stands still is seen to. */
export async function reached(load: WatchedLoad, answers: number): Promise<void> {
  await watch(load, () => load.answers() >= answers, `of ${answers}`);
}

/** Waits for what clients have begun. */
export async function ended(load: WatchedLoad, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const over = work.finally(() => {
    isOver = true;
  });
  over.catch(() => undefined);
  await watch(load, () => isOver, 'ending');
  await over;
}

async function watch(load: WatchedLoad, isEnough: () => boolean, what: string): Promise<void> {
  let answers = load.answers();
  let movedAtMs = performance.now();
  let toldAtMs = movedAtMs;
  // By looking, not by a race of promises: a race leaves something behind in the one that goes on.
  while (!isEnough()) {
    const failed = load.failure();
    if (failed !== null) throw failed.error;
    await sleep(LOOK_MS);
    const nowMs = performance.now();
    if (load.answers() !== answers) {
      answers = load.answers();
      movedAtMs = nowMs;
    }
    if (nowMs - movedAtMs > SILENCE_MS_MAX) {
      throw new Error(
        `no answer for ${SILENCE_MS_MAX / 1_000} s: ${answers} ${what}, ${load.askedAgain()} asked again`,
      );
    }
    if (nowMs - toldAtMs < TELL_MS) continue;
    toldAtMs = nowMs;
    process.stderr.write(`${answers} answers ${what}, ${load.askedAgain()} asked again\n`);
  }
}

/** The same texts on both sides, in any order. Only what differs is compared: of ten thousand lines a report shows the first ones. */
export function expectSame(actual: readonly string[], expected: readonly string[]): void {
  expect({ missing: without(expected, actual), tooMany: without(actual, expected) }).toEqual({
    missing: [],
    tooMany: [],
  });
}

/** What is left of a list when each text of another is taken out of it once. */
function without(list: readonly string[], others: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of others) counts.set(text, (counts.get(text) ?? 0) + 1);
  return list.filter((text) => {
    const count = counts.get(text) ?? 0;
    counts.set(text, count - 1);
    return count <= 0;
  });
}
