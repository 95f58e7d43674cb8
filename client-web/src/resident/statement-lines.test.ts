import type { StatementLine } from '@red-points/shared/contracts';
import { describe, expect, it } from 'vitest';
import { byDay, linesForResident, signedPoints } from './statement-lines.ts';

function line(part: Partial<StatementLine>): StatementLine {
  return {
    entryId: 'a:1',
    seq: 1,
    kind: 'earn',
    points: 4,
    minutes: 0,
    balanceAfter: 4,
    holdPoints: null,
    owedChange: 0,
    owedAfter: 0,
    title: '楼道清洁',
    place: null,
    category: 'volunteering',
    provenance: 'qr_rotating',
    ruleCode: null,
    ruleVersion: null,
    member: null,
    actors: [],
    sourceKind: 'attendance',
    sourceId: 's1',
    refersToSeq: null,
    reason: null,
    effectiveAt: '2026-11-20T01:00:00.000Z',
    recordedAt: '2026-11-20T01:00:00.000Z',
    receiptCode: 'AAAA-BBBB-01',
    hash: '',
    ...part,
  };
}

describe('the statement of a resident', () => {
  it('shows a redemption once: the hold goes when it was captured or released', () => {
    const lines = [
      line({ entryId: 'a:3', kind: 'capture', points: 12, sourceId: 'r1' }),
      line({ entryId: 'a:2', kind: 'hold', points: 12, sourceId: 'r1' }),
      line({ entryId: 'a:5', kind: 'release', sourceId: 'r2' }),
      line({ entryId: 'a:4', kind: 'hold', sourceId: 'r2' }),
      line({ entryId: 'a:6', kind: 'hold', sourceId: 'r3' }),
    ];
    expect(linesForResident(lines).map((each) => each.entryId)).toEqual(['a:3', 'a:6']);
  });

  it('writes debits with a minus whichever sign they come with', () => {
    expect(signedPoints(line({ kind: 'capture', points: 12 }))).toBe(-12);
    expect(signedPoints(line({ kind: 'spend', points: -12 }))).toBe(-12);
    expect(signedPoints(line({ kind: 'reverse', points: -4 }))).toBe(-4);
    expect(signedPoints(line({ kind: 'earn', points: 6 }))).toBe(6);
  });

  it('counts a day by the clock of China, not of the device', () => {
    const days = byDay([
      line({ recordedAt: '2026-11-19T16:30:00.000Z' }),
      line({ recordedAt: '2026-11-19T15:30:00.000Z' }),
    ]);
    expect(days.map((day) => day.date)).toEqual(['2026-11-20', '2026-11-19']);
  });
});
