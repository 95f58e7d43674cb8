import { narrowed, probesOf } from '@red-points/server/ledger/seek-ends';
import fc from 'fast-check';
import { expect, it } from 'vitest';

const FURTHEST = 4 ** 10;
const START = { from: 0, before: FURTHEST * 4 };

/** Seeks the end of a history by its present numbers, as the database would answer. Gives the rounds that it took as well. */
function seek(isThere: (seq: number) => boolean): { end: number | null; rounds: number } {
  let reach = START;
  for (let rounds = 1; ; rounds += 1) {
    const probes = probesOf(reach);
    const closer = narrowed(reach, probes, probes.map(isThere));
    if (closer === null) return { end: null, rounds };
    if (closer.before === closer.from + 1) return { end: closer.from, rounds };
    reach = closer;
  }
}

it('finds the end of a history of any length, in a few rounds of few questions', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat(40), fc.nat(FURTHEST - 1)), (length) => {
      const { end, rounds } = seek((seq) => seq <= length);
      expect(end).toBe(length);
      expect(rounds).toBeLessThanOrEqual(length < 16 ? 2 : 8);
    }),
  );
});

it('finds it while the history grows, no further back than it was', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(3), (length, growth) => {
      let now = length;
      const { end } = seek((seq) => {
        now += growth;
        return seq <= now;
      });
      expect(end === null || end >= length).toBe(true);
    }),
  );
});

it('does not say where a history ends that has a gap in what was asked for, or goes further than it looks', () => {
  expect(seek((seq) => seq <= 20 && seq !== 4).end).toBeNull();
  expect(seek((seq) => seq <= 8 && seq !== 5).end).toBeNull();
  expect(seek(() => true).end).toBeNull();
});
