import { describe, expect, test } from 'vitest';
import {
  canonicalContent,
  capKey,
  capPeriodClosesAt,
  capPeriodStartsAt,
  decide,
  type EarnCommand,
  emptyState,
  entryId,
  entryIdRange,
  expiryOf,
  isRepetition,
  type LedgerEntry,
  lateCapKey,
  sealEntry,
  upcast,
} from './index.ts';

/** Noon of 23 November 2026 in Shanghai, a Monday. */
const NOW = Date.UTC(2026, 10, 23, 4);
const shanghai = (year: number, month: number, day: number): number => Date.UTC(year, month - 1, day) - 8 * 3_600_000;

const earn: EarnCommand = {
  kind: 'earn',
  account: 'a',
  key: 'claim:1',
  counterparty: { kind: 'issuance', id: 'jinxiu' },
  source: { kind: 'claim', id: 'c1' },
  actors: [{ part: 'reviewer', id: 'r' }],
  issuerUnit: 'jinxiu',
  homeUnit: 'jinxiu-g1',
  effectiveAtMs: NOW,
  points: 12,
  minutes: 90,
  category: 'culture',
  provenance: 'claimed',
  rule: { code: 'WH-02', version: 3 },
  expiry: { kind: 'end_of_next_year', from: 'effective' },
  caps: [{ key: 'WH-02:d:20261123', pointsMax: 10 }],
};

function sealed(): LedgerEntry {
  const decision = decide(emptyState, earn, NOW);
  if (decision.kind === 'refused') throw new Error(decision.refusal.code);
  const { entry } = sealEntry(decision.draft, 1, new Uint8Array(32), () => new Uint8Array(32));
  return { ...entry, hash: '' };
}

test('the canonical text of an entry is settled: entries that exist are hashed by it', () => {
  expect(canonicalContent(sealed())).toBe(
    '[1,"a",1,"earn",10,90,["issuance","jinxiu"],["claim","c1"],["WH-02",3],"culture","claimed",[["reviewer","r"]],' +
      '"jinxiu","jinxiu-g1",1795406400000,1795406400000,"claim:1",12,[[1830268800000,10]],null,null,["WH-02:d:20261123"],0,' +
      '[10,0,90,[[1830268800000,10]],[],[["WH-02:d:20261123",10]],1,10,false]]',
  );
});

test('an entry that carries is of schema 2: its text goes on where that of schema 1 ends', () => {
  const { _id, hash, ...content } = sealed();
  const carried = { direction: 'in', items: 2, earned: 7, counters: { 'b:y:2026': 1, 'a:y:2026': 2 } } as const;
  const text = canonicalContent({ ...content, schema: 2, carried });
  expect(text).toBe(
    canonicalContent(content).replace('[1,', '[2,').replace(/]$/, ',["in",2,7,[["a:y:2026",2],["b:y:2026",1]]]]'),
  );
  expect(canonicalContent({ ...content, schema: 2 })).toMatch(/,null]$/);
});

test('ids of one account sort by number, and their range holds no other account', () => {
  const ids = [1, 2, 9, 10, 11, 99, 100, 1_000_000].map((seq) => entryId('ab', seq));
  expect(ids.toSorted()).toEqual(ids);
  const { $gt, $lt } = entryIdRange('ab');
  for (const id of ids) expect(id > $gt && id < $lt).toBe(true);
  for (const other of ['a', 'abc', 'ab-', 'aB']) {
    const id = entryId(other, 1);
    expect(id > $gt && id < $lt).toBe(false);
  }
  expect(() => entryId('a:b', 1)).toThrow(TypeError);
  expect(() => entryId('ab', 0)).toThrow(RangeError);
});

describe('expiryOf', () => {
  test('end of next year begins where the year after next does, in Shanghai', () => {
    const policy = { kind: 'end_of_next_year', from: 'effective' } as const;
    expect(expiryOf(policy, NOW, NOW)).toBe(shanghai(2028, 1, 1));
    // 31 December 20:00 UTC is the next year in Shanghai.
    expect(expiryOf(policy, Date.UTC(2026, 11, 31, 20), NOW)).toBe(shanghai(2029, 1, 1));
  });

  test('months last until the end of the month that they reach', () => {
    expect(expiryOf({ kind: 'months', months: 3, from: 'effective' }, NOW, NOW)).toBe(shanghai(2027, 3, 1));
    expect(expiryOf({ kind: 'months', months: 1, from: 'effective' }, shanghai(2027, 1, 31), NOW)).toBe(
      shanghai(2027, 3, 1),
    );
    expect(() => expiryOf({ kind: 'months', from: 'effective' }, NOW, NOW)).toThrow(RangeError);
  });

  test('an import counts from when it was recorded; never is never', () => {
    const old = shanghai(2024, 5, 1);
    expect(expiryOf({ kind: 'end_of_next_year', from: 'recorded' }, old, NOW)).toBe(shanghai(2028, 1, 1));
    expect(expiryOf({ kind: 'never', from: 'effective' }, old, NOW)).toBeNull();
  });

  test('nothing is over before it is recorded: months that are gone by then count from then', () => {
    const months = { kind: 'months', months: 3, from: 'effective' } as const;
    const gone = shanghai(2026, 8, 1);
    expect(expiryOf(months, gone, gone - 1)).toBe(shanghai(2026, 12, 1));
    expect(expiryOf(months, gone, shanghai(2026, 12, 1) - 1)).toBe(shanghai(2026, 12, 1));
    expect(expiryOf(months, gone, shanghai(2026, 12, 1))).toBe(shanghai(2027, 4, 1));
    expect(expiryOf({ kind: 'end_of_next_year', from: 'effective' }, shanghai(2024, 5, 1), NOW)).toBe(
      shanghai(2028, 1, 1),
    );
    // What comes back with the expiry it had keeps it.
    expect(expiryOf({ kind: 'at', atMs: gone, from: 'effective' }, NOW, NOW)).toBe(gone);
  });
});

describe('caps', () => {
  test('keys name the business period of the effective date', () => {
    const lateSunday = Date.UTC(2026, 10, 22, 17); // Monday 01:00 in Shanghai.
    expect(capKey('ZY-01', 'day', lateSunday)).toBe('ZY-01:d:20261123');
    expect(capKey('ZY-01', 'week', NOW + 6 * 86_400_000)).toBe('ZY-01:w:20261123');
    expect(capKey('ZY-01', 'month', NOW)).toBe('ZY-01:m:202611');
    expect(capKey('ZY-01', 'year', NOW)).toBe('ZY-01:y:2026');
  });

  test('a credit gets what its cap leaves, its minutes whole; refused only when nothing is left to record', () => {
    const first = sealed();
    expect(first).toMatchObject({ points: 10, requestedPoints: 12, minutes: 90 });
    const second = decide(first.state, { ...earn, key: 'claim:2' }, NOW);
    expect(second).toMatchObject({ kind: 'decided', draft: { points: 0, minutes: 90, requestedPoints: 12 } });
    const third = decide(first.state, { ...earn, key: 'claim:3', minutes: 0 }, NOW);
    expect(third).toMatchObject({ kind: 'refused', refusal: { code: 'cap_reached' } });
  });

  test('what comes after its period counts under a key of the year in which it happened', () => {
    const late = ['ZY-01:d:20261123', 'ZY-01:p1:w:20261123', 'ZY-01:m:202611', 'ZY-01:y:2026'].map(lateCapKey);
    expect(late).toEqual([
      'ZY-01:late.d20261123:y:2026',
      'ZY-01:p1:late.w20261123:y:2026',
      'ZY-01:late.m202611:y:2026',
      null,
    ]);
    expect(capPeriodStartsAt('ZY-01:m:202611')).toBe(shanghai(2026, 11, 1));
    expect(capPeriodStartsAt('ZY-01:d:20261123')).toBe(shanghai(2026, 11, 23));
    expect(capPeriodClosesAt(late[0] ?? '')).toBe(shanghai(2030, 1, 1));
  });

  test('a period is closed 45 days after its day', () => {
    const closesAt = shanghai(2026, 11, 24) + 45 * 86_400_000;
    expect(decide(emptyState, earn, closesAt - 1).kind).toBe('decided');
    expect(decide(emptyState, earn, closesAt)).toMatchObject({ refusal: { code: 'cap_period_closed' } });
    expect(decide(emptyState, { ...earn, points: 0 }, closesAt).kind).toBe('decided');
  });
});

test('a repetition asks for the same, whenever and by whomever it is asked', () => {
  const entry = sealed();
  expect(isRepetition(entry, { ...earn, effectiveAtMs: 0, actors: [] })).toBe(true);
  expect(isRepetition(entry, { ...earn, points: 10 })).toBe(false);
  expect(isRepetition(entry, { ...earn, source: { kind: 'claim', id: 'c2' } })).toBe(false);
});

test.each([
  [{ points: 1.5 }, 'points_not_whole'],
  [{ points: -1 }, 'points_out_of_range'],
  [{ points: 1_000_001 }, 'points_out_of_range'],
  [{ points: 0, minutes: 0 }, 'nothing_to_post'],
  [{ minutes: 0.5 }, 'points_not_whole'],
])('a credit of %o is refused: %s', (change, code) => {
  expect(decide(emptyState, { ...earn, ...change }, NOW)).toMatchObject({ kind: 'refused', refusal: { code } });
});

test('an entry of a schema of the future is not read as one of today', () => {
  expect(() => upcast({ ...sealed(), schema: 3 })).toThrow(/newer version/);
});
