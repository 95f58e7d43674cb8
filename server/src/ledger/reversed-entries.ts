import { accountOfEntryId, entryId, type LedgerEntry, seqOfEntryId } from '@red-points/shared/domain/ledger';
import type { Ledger } from './types.ts';

/** Whether an entry was reversed: then it came to nothing, and what is wrong about that is corrected at the reversal. */
export async function isReversed(ledger: Pick<Ledger, 'referringTo'>, id: string): Promise<boolean> {
  const referring = await ledger.referringTo(accountOfEntryId(id), seqOfEntryId(id));
  return referring.some(({ kind }) => kind === 'reverse');
}

/** What reversals among some entries undo, by the reversal's id, in one query: people know it by the name it had. */
export async function reversedEntries(
  ledger: Pick<Ledger, 'entries'>,
  entries: readonly LedgerEntry[],
): Promise<Map<string, LedgerEntry>> {
  const reversals = entries.flatMap(({ _id, kind, account, refersTo }) =>
    kind === 'reverse' && refersTo !== undefined ? [{ _id, originalId: entryId(account, refersTo) }] : [],
  );
  if (reversals.length === 0) return new Map();
  const found = await ledger.entries(reversals.map(({ originalId }) => originalId));
  const byId = new Map(found.map((entry) => [entry._id, entry]));
  return new Map(
    reversals.flatMap(({ _id, originalId }) => {
      const original = byId.get(originalId);
      return original === undefined ? [] : [[_id, original]];
    }),
  );
}
