import { strikeOut } from '../platform/strike-out.ts';
import type { SettlementStore } from './store.ts';

const SLICE = 500;

/**
 * Strikes words about people out of disputes of lines that are of their redemptions. Disputes are few and lines are many, so
 * the disputes are gone through. A statement's fingerprint is of its lines, and stays. Safe to repeat.
 */
export async function strikeOutOfDisputes(
  { disputes, lines }: Pick<SettlementStore, 'disputes' | 'lines'>,
  personIds: readonly string[],
  words: readonly string[],
): Promise<void> {
  let after = '';
  for (;;) {
    const slice = await disputes
      .find({ _id: { $gt: after } }, { projection: { lineId: 1 } })
      .sort({ _id: 1 })
      .limit(SLICE)
      .toArray();
    const lineIds = [...new Set(slice.map(({ lineId }) => lineId))];
    const theirs = await lines
      .find({ _id: { $in: lineIds }, personId: { $in: [...personIds] } }, { projection: { _id: 1 } })
      .toArray();
    await strikeOut(disputes, { lineId: { $in: theirs.map(({ _id }) => _id) } }, ['reason', 'answer'], words);
    if (slice.length < SLICE) return;
    after = slice.at(-1)?._id ?? after;
  }
}
