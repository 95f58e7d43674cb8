import type { Transaction } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { TransactionsDeps } from './transactions.ts';

/** Entries as staff read them: masked names, units by name; a few queries for the whole page. */
export async function describe(
  deps: Pick<TransactionsDeps, 'people' | 'orgUnits'>,
  entries: readonly LedgerEntry[],
): Promise<Transaction[]> {
  if (entries.length === 0) return [];
  const owners = await deps.people.byAccounts([...new Set(entries.map((entry) => entry.account))]);
  const [names, lines, units] = await Promise.all([
    deps.people.names([...owners.values()].map((owner) => owner.personId)),
    deps.people.lines(entries, 'staff'),
    deps.orgUnits.names([...new Set(entries.flatMap((entry) => [entry.homeUnit, entry.issuerUnit]))]),
  ]);
  const byId = new Map(lines.map((line) => [line.entryId, line]));
  return entries.flatMap((entry) => {
    const line = byId.get(entry._id);
    if (line === undefined) return [];
    const owner = owners.get(entry.account);
    return {
      ...line,
      accountId: entry.account,
      personId: owner?.personId ?? null,
      maskedName: (owner && names.get(owner.personId)?.masked) ?? '—',
      unitName: units.get(entry.homeUnit) ?? entry.homeUnit,
      issuerUnitName: units.get(entry.issuerUnit) ?? entry.issuerUnit,
    };
  });
}
