import type { CreditLine } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Users } from '../auth/index.ts';
import type { People } from '../people/index.ts';
import type { CreditRecord } from './store.ts';

/** What is read of a credit to look over it, wherever it came from. */
export type LinedCredit = Pick<
  CreditRecord,
  | ('_id' | 'personId' | 'householdId' | 'accountId' | 'entrySeq' | 'state' | 'title' | 'category' | 'minutes')
  | ('points' | 'grantedPoints' | 'effectiveAt' | 'approvedAt' | 'postedAt' | 'issuerUnit')
> & { readonly actors: readonly { readonly part: string; readonly id: string }[] };

interface CreditLinesDeps {
  readonly people: Pick<People, 'names'>;
  readonly users: Pick<Users, 'names'>;
}

/** The entry of a credit; null until it is posted. */
export function entryOfCredit({ accountId, entrySeq }: Pick<CreditRecord, 'accountId' | 'entrySeq'>): string | null {
  return entrySeq === null ? null : entryId(accountId, entrySeq);
}

/** Credits as staff who look over them read them, by id; two queries for all. */
export async function creditLines(
  { people, users }: CreditLinesDeps,
  credits: readonly LinedCredit[],
): Promise<ReadonlyMap<string, CreditLine>> {
  const actors = credits.flatMap((credit) => credit.actors.map(({ id }) => id));
  const [names, staff] = await Promise.all([
    people.names(credits.map(({ personId }) => personId)),
    users.names([...new Set(actors)]),
  ]);
  return new Map(
    credits.map((credit) => {
      const maskedName = names.get(credit.personId)?.masked ?? '—';
      const nameOf = (part: string): string | null => {
        const id = credit.actors.find((actor) => actor.part === part)?.id;
        // A resident's own sign-in has no name of its own.
        return id === undefined ? null : (staff.get(id) ?? maskedName);
      };
      const line: CreditLine = {
        creditId: credit._id,
        entryId: entryOfCredit(credit),
        state: credit.state,
        maskedName,
        title: credit.title,
        category: credit.category,
        date: businessDate(credit.effectiveAt.getTime()),
        minutes: credit.minutes,
        points: credit.grantedPoints ?? credit.points,
        filerName: nameOf('filer'),
        reviewerName: nameOf('reviewer'),
        approvedAt: credit.approvedAt.toISOString(),
      };
      return [credit._id, line];
    }),
  );
}
