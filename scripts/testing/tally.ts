/** What a part of the tests came to. */
export interface Tally {
  passed: number;
  failed: number;
}

/** Adds up the parts. */
export function total(tallies: Iterable<Tally>): Tally {
  const sum: Tally = { passed: 0, failed: 0 };
  for (const tally of tallies) {
    sum.passed += tally.passed;
    sum.failed += tally.failed;
  }
  return sum;
}
