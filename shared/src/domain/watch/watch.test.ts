import { describe, expect, it } from 'vitest';
import { findingsOf, hasGrown, WATCH_THRESHOLDS, type WatchLine } from './index.ts';

let number = 0;
const line = (departures: Partial<WatchLine> = {}): WatchLine => {
  number += 1;
  return {
    creditId: `c${number}`,
    personId: `p${number}`,
    reviewer: `r${number % 3}`,
    filer: `f${number}`,
    organiser: null,
    activityId: null,
    minutes: 95,
    waitedMs: 3_600_000,
    deviceTag: null,
    ...departures,
  };
};
const lines = (count: number, departures: Partial<WatchLine> = {}) =>
  Array.from({ length: count }, () => line(departures));
const kinds = (all: readonly WatchLine[]) => findingsOf(all, [], WATCH_THRESHOLDS).map(({ kind }) => kind);

describe('what is worth a look', () => {
  it('is nothing in an ordinary month', () => {
    expect(findingsOf(lines(60), [], WATCH_THRESHOLDS)).toEqual([]);
  });

  it('are approvals within two minutes, some of them, by reviewer', () => {
    const quick = lines(3, { reviewer: 'r9', waitedMs: 120_000 });
    const [finding, ...others] = findingsOf([...quick, line({ reviewer: 'r9' })], [], WATCH_THRESHOLDS);
    expect(finding).toMatchObject({ kind: 'quick_approval', subject: 'r9', count: 3, of: 4, userIds: ['r9'] });
    expect(finding?.creditIds).toEqual(quick.map(({ creditId }) => creditId));
    expect(others).toEqual([]);
    expect(kinds(lines(3, { reviewer: 'r9', waitedMs: 120_001 }))).toEqual([]);
    expect(kinds(lines(2, { reviewer: 'r9', waitedMs: 0 }))).toEqual([]);
    expect(kinds(lines(3, { waitedMs: null }))).toEqual([]);
  });

  it('is one reviewer of nine in ten, where there are enough', () => {
    const nearlyAll = [...lines(18, { reviewer: 'r9' }), ...lines(2, { reviewer: 'r1' })];
    expect(kinds(nearlyAll)).toEqual(['one_reviewer']);
    expect(kinds([...nearlyAll, line({ reviewer: 'r1' })])).toEqual([]);
    expect(kinds(nearlyAll.slice(0, 19))).toEqual([]);
  });

  it('are more people than places, or than heads counted', () => {
    const activity = { activityId: 'a', organisers: ['o', 'co'], capacity: 30, headCount: null, people: 30 };
    const there = lines(2, { activityId: 'a', organiser: 'o' });
    const found = (departures: { people?: number; headCount?: number }) =>
      findingsOf(there, [{ ...activity, ...departures }], WATCH_THRESHOLDS);
    expect(found({})).toEqual([]);
    expect(found({ people: 31 })).toMatchObject([{ kind: 'over_capacity', count: 31, of: 30, userIds: ['o', 'co'] }]);
    expect(found({ headCount: 25, people: 26 })).toMatchObject([{ count: 26, of: 25 }]);
    expect(found({ headCount: 40, people: 35 })).toMatchObject([{ count: 35, of: 30 }]);
  });

  it('are many people on one phone, not one person often', () => {
    expect(kinds(lines(4, { deviceTag: 'd' }))).toEqual(['same_device']);
    expect(kinds(lines(3, { deviceTag: 'd' }))).toEqual([]);
    expect(kinds(lines(9, { deviceTag: 'd', personId: 'p' }))).toEqual([]);
  });

  it('are whole hours again and again from one hand', () => {
    expect(kinds(lines(10, { filer: 'f', minutes: 120 }))).toEqual(['round_hours']);
    expect(kinds([...lines(9, { filer: 'f', minutes: 60 }), line({ filer: 'f', minutes: 95 })])).toEqual([
      'round_hours',
    ]);
    expect(kinds([...lines(8, { filer: 'f', minutes: 60 }), ...lines(2, { filer: 'f' })])).toEqual([]);
    expect(kinds(lines(10, { filer: 'f', minutes: 0 }))).toEqual([]);
  });

  it('are activities that rest on their organiser’s own word', () => {
    const alone = (activityId: string) => lines(2, { activityId, organiser: 'o', filer: 'o' });
    const single = line({ activityId: 'a3', organiser: 'o' });
    expect(kinds([...alone('a1'), ...alone('a2'), single])).toEqual(['organiser_alone']);
    expect(kinds([...alone('a1'), ...alone('a2')])).toEqual([]);
    expect(kinds([...alone('a1'), ...alone('a2'), single, ...lines(2, { activityId: 'a4', organiser: 'o' })])).toEqual(
      [],
    );
  });

  it('and dismissed is worth another look when twice as much came', () => {
    expect(hasGrown(5, 3)).toBe(false);
    expect(hasGrown(6, 3)).toBe(true);
  });
});
