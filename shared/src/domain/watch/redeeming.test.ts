import { describe, expect, it } from 'vitest';
import {
  isOddHour,
  type RedemptionLine,
  redeemingFindingsOf,
  WATCH_THRESHOLDS,
  type WatchThresholds,
} from './index.ts';

const MINUTE_MS = 60_000;
/** Noon in Shanghai on an ordinary day. */
const NOON_MS = Date.parse('2026-11-23T04:00:00Z');

let number = 0;
const line = (departures: Partial<RedemptionLine> = {}): RedemptionLine => {
  number += 1;
  return {
    redemptionId: `x${number}`,
    shopId: 's',
    personId: `p${number}`,
    atMs: NOON_MS,
    deviceTag: null,
    credited: null,
    ...departures,
  };
};
const lines = (count: number, of: (index: number) => Partial<RedemptionLine> = () => ({})) =>
  Array.from({ length: count }, (_, index) => line(of(index)));
const atNoon = (index: number) => NOON_MS + index * 24 * 60 * MINUTE_MS;
const found = (all: readonly RedemptionLine[], set: Partial<WatchThresholds> = {}) =>
  redeemingFindingsOf(all, { ...WATCH_THRESHOLDS, ...set });
const kinds = (all: readonly RedemptionLine[], set: Partial<WatchThresholds> = {}) =>
  found(all, set).map(({ kind }) => kind);

describe('what is worth a look in how points are spent', () => {
  it('is nothing in an ordinary month: a canteen with an elder who has lunch and supper there every day', () => {
    // At 12:00 and 18:00, on thirty-one days.
    const meal = (index: number) => atNoon(Math.floor(index / 2)) + (index % 2) * 6 * 60 * MINUTE_MS;
    const elder = lines(62, (index) => ({ personId: 'elder', atMs: meal(index) }));
    // Two every five minutes at lunch.
    const others = lines(200, (index) => ({ atMs: atNoon(index % 31) + index * 2.5 * MINUTE_MS }));
    expect(found([...elder, ...others])).toEqual([]);
  });

  it('is a resident who is three in ten of a shop’s, from a dozen on, or who comes beyond any meals', () => {
    const theirs = lines(12, (index) => ({ personId: 'p', atMs: atNoon(index) }));
    const others = lines(28, (index) => ({ atMs: atNoon(index) }));
    const [finding] = found([...theirs, ...others]);
    expect(finding).toMatchObject({
      ...{ kind: 'frequent_pair', subjectKind: 'pair', subject: 's|p', shopId: 's', count: 12, of: 40 },
      personIds: ['p'],
    });
    expect(finding?.redemptionIds).toEqual(theirs.map(({ redemptionId }) => redemptionId));
    expect(kinds([...theirs, ...others, line({ atMs: atNoon(1) })])).toEqual([]);
    expect(kinds(theirs.slice(1))).toEqual([]);
    const many = lines(63, (index) => ({ personId: 'p', atMs: atNoon(index) }));
    expect(kinds([...many, ...lines(200, (index) => ({ atMs: atNoon(index) }))])).toEqual(['frequent_pair']);
    // The same resident at two shops is two pairs.
    expect(kinds(many.map((one, index) => ({ ...one, shopId: index % 2 === 0 ? 's' : 'other' })))).toHaveLength(2);
  });

  it('is the night, across midnight and by the clock of Shanghai', () => {
    const at = (clock: string) => Date.parse(`2026-11-23T${clock}:00+08:00`);
    for (const [clock, isOdd] of [
      ...([
        ['21:59', false],
        ['22:00', true],
        ['00:30', true],
      ] as const),
      ...([
        ['05:59', true],
        ['06:00', false],
        ['12:00', false],
      ] as const),
    ]) {
      expect(isOddHour(at(clock), WATCH_THRESHOLDS), clock).toBe(isOdd);
    }
    expect(isOddHour(at('02:00'), { oddFromHour: 1, oddUntilHour: 4 })).toBe(true);
    expect(isOddHour(at('04:00'), { oddFromHour: 1, oddUntilHour: 4 })).toBe(false);
    const night = lines(3, () => ({ atMs: at('23:10') }));
    expect(found([...night, line({ atMs: at('12:00') })])).toMatchObject([{ kind: 'odd_hours', count: 3, of: 4 }]);
    expect(kinds(night.slice(1))).toEqual([]);
  });

  it('is every redemption in a rush, each counted once, and none beside it', () => {
    const rush = lines(5, (index) => ({ atMs: NOON_MS + index * 4 * MINUTE_MS }));
    const set = { burstItemsMin: 3, burstMinutes: 8 };
    const alone = line({ atMs: NOON_MS + 60 * MINUTE_MS });
    const [finding] = found([alone, ...rush].reverse(), set);
    expect(finding).toMatchObject({ kind: 'redeeming_burst', subject: 's', count: 5, of: 6 });
    expect([...(finding?.redemptionIds ?? [])].sort()).toEqual(rush.map(({ redemptionId }) => redemptionId).sort());
    expect(kinds(rush, { ...set, burstMinutes: 7 })).toEqual([]);
    expect(
      kinds(
        rush.map((one, index) => ({ ...one, shopId: `s${index}` })),
        set,
      ),
    ).toEqual([]);
  });

  it('is points spent minutes after somebody of the shop approved some, by reviewer', () => {
    const credited = (minutes: number) => ({ creditId: 'c', reviewer: 'r', beforeMs: minutes * MINUTE_MS });
    const soon = lines(2, (index) => ({ credited: credited(30), atMs: atNoon(index) }));
    const late = line({ credited: credited(31), atMs: atNoon(3) });
    expect(found([...soon, late])).toMatchObject([
      { kind: 'credited_then_redeemed', count: 2, of: 3, userIds: ['r'], personIds: soon.map((one) => one.personId) },
    ]);
    expect(kinds([...soon.slice(1), late])).toEqual([]);
  });

  it('are many people on one phone at whatever shops, not one person often', () => {
    const many = lines(4, (index) => ({ deviceTag: 'd', shopId: `s${index}`, atMs: atNoon(index) }));
    expect(found(many)).toMatchObject([{ kind: 'one_device_redeems', subject: 'd', shopId: null, count: 4, of: 4 }]);
    expect(kinds(many.slice(1))).toEqual([]);
    expect(kinds(lines(9, (index) => ({ deviceTag: 'd', personId: 'p', atMs: atNoon(index) })))).toEqual([]);
    expect(kinds(lines(9, (index) => ({ atMs: atNoon(index) })))).toEqual([]);
  });
});
