import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { NOTICED_KINDS, noticesOfEntry } from '@red-points/shared/domain/notifications';
import { LEDGER_COLLECTION, type Ledger, reversedEntries } from '../ledger/index.ts';
import type { People } from '../people/index.ts';
import type { NoticeDraft, NoticeSource } from './types.ts';

export interface LedgerSourceDeps {
  readonly ledger: Pick<Ledger, 'entries'>;
  readonly people: Pick<People, 'byAccounts'>;
}

/** Tells the owners of accounts what was posted to them: credits, corrections, expiries, debts paid off. */
export function ledgerSource(deps: LedgerSourceDeps): NoticeSource {
  return {
    collection: LEDGER_COLLECTION,
    match: { operationType: 'insert', 'fullDocument.kind': { $in: [...NOTICED_KINDS] } },
    draftsOf: async (changes) => {
      const entries = changes.flatMap(({ document }) =>
        document === null ? [] : [document as unknown as LedgerEntry],
      );
      const told = entries
        .map((entry) => ({ entry, notices: noticesOfEntry(entry) }))
        .filter(({ notices }) => notices.length > 0);
      if (told.length === 0) return [];
      const [owners, originals] = await Promise.all([
        deps.people.byAccounts([...new Set(told.map(({ entry }) => entry.account))]),
        reversedEntries(
          deps.ledger,
          told.map(({ entry }) => entry),
        ),
      ]);
      return told.flatMap(({ entry, notices }): NoticeDraft[] => {
        const owner = owners.get(entry.account);
        if (owner === undefined || owner.status === 'closed') return [];
        return notices.map((notice) => ({
          ...notice,
          recipient: { kind: 'person', id: owner.personId },
          subject: (originals.get(entry._id) ?? entry).source,
          link: { kind: 'entry', id: entry._id },
          atMs: entry.recordedAtMs,
        }));
      });
    },
  };
}
