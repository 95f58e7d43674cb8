/**
 * Shares whole points so that the parts are exactly the total (largest remainder, Hamilton): everybody gets the whole part
 * of their quota, and what is left goes one point each to the largest remainders. Equal remainders go by the order of the
 * keys, so that the same case is shared the same whoever files it and in whatever order.
 *
 * @param total whole points, zero or more
 * @param weights by key, whole and above zero: one each for equal parts
 */
export function shareExactly(total: number, weights: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  if (!Number.isSafeInteger(total) || total < 0) throw new RangeError('what is shared is a whole number from 0 up');
  if (weights.size === 0) throw new RangeError('nobody to share with');
  const entries = [...weights].map(([key, weight]) => {
    if (!Number.isSafeInteger(weight) || weight <= 0) throw new RangeError('a weight is a whole number from 1 up');
    return { key, weight: BigInt(weight) };
  });
  const sum = entries.reduce((all, { weight }) => all + weight, 0n);
  const parts = entries.map(({ key, weight }) => {
    const product = BigInt(total) * weight;
    return { key, whole: product / sum, remainder: product % sum };
  });
  let left = BigInt(total) - parts.reduce((all, { whole }) => all + whole, 0n);
  const byRemainder = [...parts].sort((one, other) =>
    one.remainder === other.remainder ? (one.key < other.key ? -1 : 1) : one.remainder > other.remainder ? -1 : 1,
  );
  for (const part of byRemainder) {
    if (left === 0n) break;
    part.whole += 1n;
    left -= 1n;
  }
  return new Map(parts.map(({ key, whole }) => [key, Number(whole)]));
}
