import { performance } from 'node:perf_hooks';

/** Keeps `inFlight` calls of `work` going for `durationMs`; operations per second, `perCall` counted for each call. */
export async function throughput(
  inFlight: number,
  durationMs: number,
  work: () => Promise<unknown>,
  perCall = 1,
): Promise<number> {
  const startMs = performance.now();
  let done = 0;
  const worker = async (): Promise<void> => {
    while (performance.now() - startMs < durationMs) {
      await work();
      done += perCall;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return (done / (performance.now() - startMs)) * 1_000;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
