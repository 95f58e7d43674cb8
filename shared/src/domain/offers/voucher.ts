/** What a voucher does to a bill at the till. */
export type VoucherRule =
  | {
      readonly form: 'fixed';
      /** Taken off the bill, in fen. */
      readonly worthFen: number;
      /** The bill has to come to this much, in fen; 0 for any. */
      readonly billMinFen: number;
    }
  | {
      readonly form: 'percent';
      /** Taken off the bill, in hundredths of it. */
      readonly percentOff: number;
      /** The most that is taken off, in fen; null for no bound. */
      readonly worthMaxFen: number | null;
      readonly billMinFen: number;
    };

/**
 * What a voucher takes off a bill, in fen: never more than the bill, a share rounded half up to the fen; null where the
 * bill is too small for it.
 */
export function takenOff(rule: VoucherRule, billFen: number): number | null {
  if (billFen < rule.billMinFen) return null;
  if (rule.form === 'fixed') return Math.min(rule.worthFen, billFen);
  const share = Math.floor((billFen * rule.percentOff + 50) / 100);
  return Math.min(share, rule.worthMaxFen ?? share, billFen);
}
