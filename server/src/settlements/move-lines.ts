import { type SettlementTotals, totalsOf } from '@red-points/shared/domain/settlements';
import type { ClientSession } from 'mongodb';
import type { SettlementLineRecord, SettlementStore, StatementRecord } from './store.ts';

/** The increments of a statement's sums. */
export function incrementsOf(totals: SettlementTotals): Record<string, number> {
  return Object.fromEntries(Object.entries(totals).map(([name, value]) => [`totals.${name}`, value]));
}

/**
 * Says in a transaction that the lines of redemptions are counted on: another one that counts on them, too, and adds to them at
 * the same moment conflicts with it.
 */
export async function touch(
  { lines }: Pick<SettlementStore, 'lines'>,
  captureLineIds: readonly string[],
  session: ClientSession,
): Promise<void> {
  await lines.updateMany({ _id: { $in: [...captureLineIds] } }, { $inc: { touched: 1 } }, { session });
}

/** Where lines go that leave a statement. */
export type Aside = { readonly free: true } | { readonly heldBy: string };

/** Puts free lines into a statement, and what they come to on its sums. Throws where one is not free any more. */
export async function takeIn(
  store: SettlementStore,
  statementId: string,
  lines: readonly SettlementLineRecord[],
  session: ClientSession,
): Promise<void> {
  const ids = lines.map(({ _id }) => _id);
  const taken = await store.lines.updateMany(
    { _id: { $in: ids }, free: true },
    { $set: { free: false, statementId } },
    { session },
  );
  if (taken.modifiedCount !== ids.length) throw new Error('a line of settlement is not free');
  await store.statements.updateOne({ _id: statementId }, { $inc: incrementsOf(totalsOf(lines)) }, { session });
}

/** Takes lines out of a statement, and what they come to off its sums. Throws where one is not in it. */
export async function takeOut(
  store: SettlementStore,
  statementId: string,
  lines: readonly SettlementLineRecord[],
  aside: Aside,
  session: ClientSession,
): Promise<void> {
  const ids = lines.map(({ _id }) => _id);
  const free = 'free' in aside;
  const taken = await store.lines.updateMany(
    { _id: { $in: ids }, statementId },
    { $set: { statementId: null, free, heldBy: free ? null : aside.heldBy } },
    { session },
  );
  if (taken.modifiedCount !== ids.length) throw new Error('a line of settlement is not in its statement');
  await store.statements.updateOne({ _id: statementId }, { $inc: incrementsOf(totalsOf(lines, -1)) }, { session });
}

/** What a change of its lines does to a draft: a new version, and whoever signed signs again. */
export function contentChanged({ signatures, voided }: StatementRecord, at: Date) {
  const signed = signatures.length === 0 ? {} : { voided: [...voided, { at, signatures }] };
  return { $inc: { version: 1 }, $set: { signatures: [], closing: null, ...signed } };
}
