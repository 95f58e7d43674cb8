import type { StatementLine } from '@red-points/shared/contracts';
import { entryId, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Ledger, StatementPage } from '../../ledger/index.ts';
import { memberNamed } from '../../people/index.ts';
import { sharedGroupsOf } from '../shared-groups.ts';
import type { Exported } from './sections.ts';

const PAGE = 100;

/**
 * What somebody earned into, or spent from, accounts that they share or once shared: entries that name them, and what took
 * such an entry back. Other members' entries and the account's balance are the others' as much as theirs, and left out.
 */
export async function* memberEntries({ deps, person }: Exported): AsyncGenerator<StatementLine> {
  const [same, groups] = await Promise.all([
    deps.people.sameAs([person.personId]),
    sharedGroupsOf(deps, [person.personId]),
  ]);
  const isTheirs = (entry: LedgerEntry): boolean => same.includes(memberNamed(entry) ?? '');
  for (const { accountId } of groups) {
    let beforeSeq: number | null = null;
    do {
      const page: StatementPage = await deps.ledger.statement(accountId, {
        limit: PAGE,
        ...(beforeSeq === null ? {} : { beforeSeq }),
      });
      const originals = await originalsOf(deps.ledger, accountId, page.entries);
      const theirs = page.entries.filter((entry) => isTheirs(originals.get(entry.refersTo ?? 0) ?? entry));
      yield* await deps.people.lines(theirs, 'resident');
      beforeSeq = page.nextBeforeSeq;
    } while (beforeSeq !== null);
  }
}

/** What entries of a page take back (refunds, reversals, the end of a hold), by their number: it says whose they are. */
async function originalsOf(
  ledger: Pick<Ledger, 'entries'>,
  accountId: string,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<number, LedgerEntry>> {
  const seqs = new Set(entries.flatMap(({ refersTo }) => refersTo ?? []));
  if (seqs.size === 0) return new Map();
  const found = await ledger.entries([...seqs].map((seq) => entryId(accountId, seq)));
  return new Map(found.map((entry) => [entry.seq, entry]));
}
