import type { StatementLine } from '@red-points/shared/contracts';
import { describe, expect, it } from 'vitest';
import { standingOf, sumsOf, withStanding } from './standing.ts';

const line = (seq: number, points: number) => ({ seq, points }) as StatementLine;

describe('a statement on paper', () => {
  it('goes from the opening to the closing line by line, also through a debt', () => {
    const lines = withStanding({ balance: 4, owed: 0 }, [line(7, 6), line(6, -9), line(5, 3)]);
    expect(lines.map(({ line: { seq }, standing }) => [seq, standing])).toEqual([
      [5, 7],
      [6, -2],
      [7, 4],
    ]);
    expect(standingOf({ balance: 0, owed: 2 })).toBe(-2);
  });

  it('tells what came from what went', () => {
    const totals = [
      { kind: 'earn', entries: 2, points: 9, gained: 9, minutes: 0, owedChange: 0 },
      { kind: 'adjust', entries: 2, points: -3, gained: 2, minutes: 0, owedChange: 0 },
    ] as const;
    expect(sumsOf([...totals])).toEqual({ gained: 11, lost: -5 });
  });
});
