import type { PastAccount, PeriodStatement, StatementLine } from '@red-points/shared/contracts';

type Totals = NonNullable<PeriodStatement['summary']>['totals'];

/** What an account comes to: what it holds less what is owed. Every line changes it by its points, and nothing else does. */
export const standingOf = ({ balance, owed }: Pick<PastAccount, 'balance' | 'owed'>): number => balance - owed;

/** Lines of a statement, oldest first, each with what the account came to after it. */
export function withStanding(
  opening: Pick<PastAccount, 'balance' | 'owed'>,
  newestFirst: readonly StatementLine[],
): { readonly line: StatementLine; readonly standing: number }[] {
  let standing = standingOf(opening);
  return newestFirst.toReversed().map((line) => {
    standing += line.points;
    return { line, standing };
  });
}

/** What came and what went in a period; `lost` is zero or less. */
export function sumsOf(totals: Totals): { readonly gained: number; readonly lost: number } {
  const gained = totals.reduce((sum, total) => sum + total.gained, 0);
  const points = totals.reduce((sum, total) => sum + total.points, 0);
  return { gained, lost: points - gained };
}
