/** Where the time comes from. Injected, so that tests and the demo generator can set it. */
export interface Clock {
  /** Milliseconds since the epoch, UTC. */
  now(): number;
}

/** The machine's own time. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that stands still until it is moved. */
export interface SettableClock extends Clock {
  set(instantMs: number): void;
  advance(durationMs: number): void;
}

/**
 * Makes a clock that only its owner moves.
 * @param startMs where it stands first, in milliseconds since the epoch
 */
export function createSettableClock(startMs: number): SettableClock {
  let nowMs = startMs;
  return {
    now: () => nowMs,
    set: (instantMs) => {
      nowMs = instantMs;
    },
    advance: (durationMs) => {
      nowMs += durationMs;
    },
  };
}
