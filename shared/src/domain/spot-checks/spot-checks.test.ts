import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawOf, instantsOf, newestClosedMonth, populationRoot, SAMPLE_RULE, sampleSizeOf, seedOf } from './index.ts';

const sha256 = (data: string | Uint8Array) => new Uint8Array(createHash('sha256').update(data).digest());

describe('a sample', () => {
  it.each([
    [0, 0],
    [3, 3],
    [40, 5],
    [100, 5],
    [101, 6],
    [1000, 50],
    [20_000, 50],
  ])('of %i is %i', (population, size) => {
    expect(sampleSizeOf(population, SAMPLE_RULE)).toBe(size);
  });
});

describe('a draw', () => {
  const ids = ['attendance:a', 'attendance:b', 'claim:c', 'claim:d'];

  it('is what anybody makes of the published parts by SHA-256 alone', () => {
    const root = populationRoot(ids, sha256);
    expect(root).toBe(createHash('sha256').update('attendance:a\nattendance:b\nclaim:c\nclaim:d\n').digest('hex'));
    const parts = { unitId: 'qihe', month: '2026-11', root, digest: 'd'.repeat(64) };
    const seed = seedOf(parts, sha256);
    const text = `["red-points-spot-check",1,"qihe","2026-11","${root}","${'d'.repeat(64)}"]`;
    expect(seed).toBe(createHash('sha256').update(text).digest('hex'));
    const ranked = ids
      .map((id) => [createHash('sha256').update(`${seed}\n${id}`).digest('hex'), id] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1));
    expect(drawOf(ids, seed, 2, sha256)).toEqual([ranked[0]?.[1], ranked[1]?.[1]]);
  });

  it('depends on the seed alone and not on the order in which ids are told, and a larger one holds the smaller', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 40 }),
        fc.string(),
        fc.nat(40),
        (all, seed, size) => {
          const drawn = drawOf(all, seed, size, sha256);
          expect(drawOf(all.toReversed(), seed, size, sha256)).toEqual(drawn);
          expect(drawOf(all, seed, size + 1, sha256).slice(0, size)).toEqual(drawn);
          expect(new Set(drawn).size).toBe(Math.min(size, all.length));
        },
      ),
    );
  });
});

describe('the month whose credits are fixed', () => {
  it('is the one before, half an hour after its end', () => {
    expect(newestClosedMonth(Date.parse('2026-11-30T16:29:59Z'))).toBe('2026-10');
    expect(newestClosedMonth(Date.parse('2026-11-30T16:30:00Z'))).toBe('2026-11');
    expect(newestClosedMonth(Date.parse('2027-01-15T00:00:00Z'))).toBe('2026-12');
    expect(instantsOf('2026-11')).toEqual({
      fromMs: Date.parse('2026-10-31T16:00:00Z'),
      beforeMs: Date.parse('2026-11-30T16:00:00Z'),
    });
  });
});
