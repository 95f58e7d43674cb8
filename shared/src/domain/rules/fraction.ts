/** A positive rational number in whole integers, so that no sum can drift. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * The decimal that a person wrote: 1.5 is 15/10 exactly, though the nearest double may not be.
 * @throws RangeError for a number that is not finite or below zero
 */
export function fractionOfDecimal(value: number): Fraction {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError('a coefficient must be a finite number, not below zero');
  const [mantissa = '0', exponentText = '0'] = value.toString().split('e');
  const [whole = '0', decimals = ''] = mantissa.split('.');
  const scale = decimals.length - Number(exponentText);
  const digits = BigInt(whole + decimals);
  return scale >= 0
    ? { numerator: digits, denominator: 10n ** BigInt(scale) }
    : { numerator: digits * 10n ** BigInt(-scale), denominator: 1n };
}

/** Product with whole numbers above and below the line. */
export function times(fraction: Fraction, numerator: number, denominator = 1): Fraction {
  return {
    numerator: fraction.numerator * BigInt(numerator),
    denominator: fraction.denominator * BigInt(denominator),
  };
}

/** The nearest whole number; a half goes up. */
export function roundHalfUp({ numerator, denominator }: Fraction): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/** Whether it is a whole number already. */
export function isWhole({ numerator, denominator }: Fraction): boolean {
  return numerator % denominator === 0n;
}

/** For people: up to two decimals, cut (not rounded, so that 3.499 never reads as the 3.5 that would round up). */
export function decimalText({ numerator, denominator }: Fraction): string {
  const hundredths = (numerator * 100n) / denominator;
  const whole = hundredths / 100n;
  const rest = hundredths % 100n;
  return rest === 0n ? `${whole}` : `${whole}.${rest.toString().padStart(2, '0').replace(/0$/, '')}`;
}
