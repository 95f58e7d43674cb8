import { entryId, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Ledger } from './types.ts';

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
