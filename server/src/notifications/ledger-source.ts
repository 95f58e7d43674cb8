import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import { NOTICED_KINDS, noticesOfEntry } from '@red-points/shared/domain/notifications';
import { LEDGER_COLLECTION, type Ledger, reversedEntries } from '../ledger/index.ts';
import { type AccountOwner, type OwnersDeps, ownersOf } from './owners.ts';
import type { NoticeDraft, NoticeSource } from './types.ts';

export interface LedgerSourceDeps extends OwnersDeps {
  readonly ledger: Pick<Ledger, 'entries'>;
}

/** Tells the owners of accounts what was posted to them: credits, corrections, expiries, debts paid off. */
export function ledgerSource(deps: LedgerSourceDeps): NoticeSource {
  return {
    collection: LEDGER_COLLECTION,
    match: { operationType: 'insert', 'fullDocument.kind': { $in: [...NOTICED_KINDS] } },
    draftsOf: async (changes) => {
      const told = changes
        .flatMap(({ document }) => (document === null ? [] : [document as unknown as LedgerEntry]))
        .map((entry) => ({ entry, notices: noticesOfEntry(entry) }))
        .filter(({ notices }) => notices.length > 0);
      if (told.length === 0) return [];
      const entries = told.map(({ entry }) => entry);
      const [owners, originals] = await Promise.all([
        ownersOf(
          deps,
          entries.map(({ account }) => account),
        ),
        reversedEntries(deps.ledger, entries),
      ]);
      return told.flatMap(({ entry, notices }): NoticeDraft[] => {
        const owner = owners.get(entry.account);
        if (owner === undefined) return [];
        const original = originals.get(entry._id) ?? entry;
        return notices.flatMap((notice) =>
          toldOf(owner, entry, original).map((id) => ({
            ...notice,
            recipient: { kind: 'person', id },
            subject: original.source,
            link: { kind: 'entry', id: entry._id },
            atMs: entry.recordedAtMs,
          })),
        );
      });
    },
  };
}

/** In a shared account: whose earning it was is told of it, and who answers for the account of all else; both of a correction. */
function toldOf({ ownerId, personIds }: AccountOwner, entry: LedgerEntry, original: LedgerEntry): string[] {
  const member = original.actors.find(({ part }) => part === 'beneficiary')?.id;
  if (member === undefined || member === ownerId || personIds.includes(member)) return [...personIds];
  return entry.kind === 'earn' ? [member] : [member, ...personIds];
}
