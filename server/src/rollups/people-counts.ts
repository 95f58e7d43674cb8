import { businessDate } from '@red-points/shared/domain/calendar';
import { creditChange, entryId } from '@red-points/shared/domain/ledger';
import { peoplePeriodsOf, type SubjectKind } from '@red-points/shared/domain/reports';
import type { RolledEntry } from './entries.ts';
import type { RollupPorts } from './gather.ts';
import { type CountedPerson, type PeopleFigures, peopleCellKey } from './layout.ts';

/**
 * Different people and person-times (人次) of weeks, months and years. A sum cannot tell different people: how many of
 * somebody's credits of a period stand is remembered, and who comes to have one, or no more, is counted on the day on
 * which that was recorded. A reversal takes back the credit it refers to, in that credit's period.
 *
 * A person's account is one person; of a household's account, whoever the credit names. Organisations are no people.
 */
export interface PeopleCounts {
  /** Increments by cell. */
  readonly people: ReadonlyMap<string, PeopleFigures>;
  /** Who has how many standing credits after these entries. */
  readonly counted: readonly CountedPerson[];
}

/** What the count reads: earlier counts, and the credits that reversals refer to. */
export interface CountReader {
  counted(ids: readonly string[]): Promise<ReadonlyMap<string, CountedPerson>>;
  originals(ids: readonly string[]): Promise<ReadonlyMap<string, RolledEntry>>;
}

interface Credit {
  readonly change: 1 | -1;
  readonly who: string;
  readonly periods: readonly string[];
  readonly homeUnit: string;
  readonly recordedDay: string;
}

export async function countPeople(
  entries: readonly RolledEntry[],
  kinds: ReadonlyMap<string, SubjectKind>,
  ports: Pick<RollupPorts, 'unitPath'>,
  reader: CountReader,
): Promise<PeopleCounts> {
  const credits = await creditsOf(entries, kinds, reader);
  const ids = new Set(credits.flatMap(({ who, periods }) => periods.map((period) => `${who}|${period}`)));
  const counted = new Map(await reader.counted([...ids]));
  const people = new Map<string, PeopleFigures>();
  for (const credit of credits) {
    for (const period of credit.periods) {
      const id = `${credit.who}|${period}`;
      const before = counted.get(id)?.credits ?? 0;
      const after = before + credit.change;
      // Whoever moved is counted where they were counted first, until nothing of it stands.
      const unit = before > 0 ? (counted.get(id)?.unit ?? credit.homeUnit) : credit.homeUnit;
      counted.set(id, { id, credits: after, unit });
      const different = before <= 0 && after > 0 ? 1 : before > 0 && after <= 0 ? -1 : 0;
      const personUnits = different === 0 ? [] : await ports.unitPath(unit);
      for (const above of personUnits) add(people, above, period, credit, { people: different, times: 0 });
      for (const above of await ports.unitPath(credit.homeUnit)) {
        add(people, above, period, credit, { people: 0, times: credit.change });
      }
    }
  }
  return { people, counted: [...counted.values()].filter(({ id }) => ids.has(id)) };
}

async function creditsOf(
  entries: readonly RolledEntry[],
  kinds: ReadonlyMap<string, SubjectKind>,
  reader: CountReader,
): Promise<Credit[]> {
  const changing = entries.filter((entry) => creditChange(entry) !== 0 && kinds.get(entry.account) !== 'organisation');
  const referred = changing.flatMap((entry) => (entry.refersTo === undefined ? [] : [originalId(entry)]));
  const originals = await reader.originals([...new Set(referred)]);
  return changing.map((entry) => {
    const credit = entry.refersTo === undefined ? entry : (originals.get(originalId(entry)) ?? entry);
    return {
      change: creditChange(entry) === 1 ? 1 : -1,
      who: whoOf(credit, kinds.get(entry.account) ?? 'person'),
      periods: peoplePeriodsOf(businessDate(credit.effectiveAtMs)),
      homeUnit: credit.homeUnit,
      recordedDay: businessDate(entry.recordedAtMs),
    };
  });
}

const originalId = (entry: RolledEntry): string => entryId(entry.account, entry.refersTo ?? 0);

function whoOf(credit: RolledEntry, kind: SubjectKind): string {
  if (kind !== 'household') return credit.account;
  const named = credit.actors.find(({ part }) => part === 'beneficiary')?.id;
  return named === undefined ? credit.account : `${credit.account}/${named}`;
}

function add(
  people: Map<string, PeopleFigures>,
  unit: string,
  period: string,
  { recordedDay }: Credit,
  added: PeopleFigures,
): void {
  const key = peopleCellKey(unit, period, recordedDay);
  const before = people.get(key) ?? { people: 0, times: 0 };
  people.set(key, { people: before.people + added.people, times: before.times + added.times });
}
