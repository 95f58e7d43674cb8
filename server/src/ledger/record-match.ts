import { type EntryKind, entryId, isAccountId, SEQ_MAX, type Source } from '@red-points/shared/domain/ledger';
import type { BadCode, BadEntry } from '@red-points/shared/domain/verification';
import { inBatches } from '../platform/batches.ts';
import type { CheckScope, LedgerCheck } from './check.ts';
import { ledgerCollection, type StoredEntry } from './collection.ts';
import { FirstBad } from './first-bad.ts';
import { filtersOf, nameOf } from './lookup.ts';

/** What an independent record says that the ledger must have. */
export interface ExpectedEntry {
  /** The record's id, as entries name it in `source.id`. */
  readonly sourceId: string;
  readonly account: string;
  /** The key that the entry is posted under: no two entries of an account have the same. */
  readonly key: string;
  /** The entry's number, where the record knows it. */
  readonly seq: number | null;
  /**
   * Points moved, never negative (but of an adjustment, which may take), as asked for or as caps left them; null where it is
   * not the record that says how many.
   */
  readonly points: number | null;
  /** Signed; null as with points. */
  readonly minutes: number | null;
  /** What the ledger granted, where the record keeps that beside what was asked for. */
  readonly grantedPoints?: number | null;
  /** The record is on its way: its entry may be there already. */
  readonly onItsWay?: boolean;
  /**
   * The instant from which the record may have its entry, in milliseconds; absent: at any time. It is compared with
   * `recordedAtMs`, which the process wrote that posted the entry, by the same clock by which it found the time come.
   * Neither the database's clock nor that of whoever verifies has a say: they may be seconds ahead or behind.
   */
  readonly notBeforeMs?: number;
}

/**
 * The records of one kind that stand behind entries, given by the noun that keeps them. An entry is posted before its
 * record says so: a record on its way accounts for an entry, but does not have to have one yet.
 */
export interface RecordMatcher {
  readonly sourceKind: Source['kind'];
  /** The kinds of entries that these records account for. */
  readonly entryKinds: readonly EntryKind[];
  /** Every entry that the records with these ids account for, posted or on their way; ids without a record are left out. */
  byIds(sourceIds: readonly string[]): Promise<readonly ExpectedEntry[]>;
  /** Every entry that records say is posted; of one account alone where it is given. */
  posted(account: string | null): AsyncIterable<ExpectedEntry>;
}

const BATCH = 500;

/**
 * Matches entries with the records that they come from, both ways, in batches. Whichever side is read first, the other is
 * read after it: an entry's record was there before the entry, and a record says "posted" after its entry was committed.
 * So postings that go on meanwhile look like what they are.
 *
 * @param recordedKinds kinds of entries behind which there is always a record: one that comes from anything else has none.
 *   Where it is not given, these are the kinds that the matchers account for.
 */
export function recordCheck(
  scope: CheckScope,
  matchers: readonly RecordMatcher[],
  recordedKinds: readonly EntryKind[] = matchers.flatMap(({ entryKinds }) => entryKinds),
): LedgerCheck {
  const bad = new FirstBad();
  const sides = matchers.map((matcher) => new EntrySide(matcher, bad));
  const recorded = new Set(recordedKinds);
  return {
    name: 'records',
    take: (stored) => {
      const concerned = sides.filter((side) => side.concerns(stored));
      if (concerned.length === 0 && recorded.has(stored.kind)) bad.add(badOf(stored, 'entry_without_record'));
      const full = concerned.filter((side) => side.add(stored));
      return full.length === 0 ? undefined : matchAll(full);
    },
    finish: async () => {
      await matchAll(sides);
      for (const matcher of matchers) await findMissing(scope, matcher, bad);
      return bad.list();
    },
  };
}

async function matchAll(sides: readonly EntrySide[]): Promise<void> {
  for (const side of sides) await side.match();
}

/** Entries waiting for their records to be read. */
class EntrySide {
  private waiting: StoredEntry[] = [];
  private readonly kinds: ReadonlySet<EntryKind>;

  constructor(
    private readonly matcher: RecordMatcher,
    private readonly bad: FirstBad,
  ) {
    this.kinds = new Set(matcher.entryKinds);
  }

  concerns({ source, kind }: StoredEntry): boolean {
    return source.kind === this.matcher.sourceKind && this.kinds.has(kind);
  }

  /** True once there are enough of them. */
  add(entry: StoredEntry): boolean {
    return this.waiting.push(entry) >= BATCH;
  }

  async match(): Promise<void> {
    const entries = this.waiting;
    this.waiting = [];
    if (entries.length === 0) return;
    const ids = new Set(entries.map(({ source }) => source.id));
    const byKey = new Map<string, ExpectedEntry>();
    const known = new Set<string>();
    for (const expected of await this.matcher.byIds([...ids])) {
      byKey.set(nameOf(expected), expected);
      known.add(`${expected.account}:${expected.sourceId}`);
    }
    for (const entry of entries) {
      const { account, source } = entry;
      const expected = byKey.get(nameOf(entry));
      if (expected?.sourceId === source.id) {
        const early = entry.recordedAtMs < (expected.notBeforeMs ?? 0);
        if (early) this.bad.add(badOf(entry, 'entry_without_record'));
        else if (!isSame(entry, expected)) this.bad.add(badOf(entry, 'record_mismatch'));
        continue;
      }
      // A record accounts for an entry of this account under its own key: this is another one.
      const twice = known.has(`${account}:${source.id}`);
      this.bad.add(badOf(entry, twice ? 'credited_twice' : 'entry_without_record'));
    }
  }
}

function badOf({ account, seq, source }: StoredEntry, code: BadCode): BadEntry {
  return { account, seq, code, about: { kind: source.kind, id: source.id } };
}

/** Records that say "posted" and have no entry, or another one than they say. */
async function findMissing({ db, account }: CheckScope, matcher: RecordMatcher, bad: FirstBad): Promise<void> {
  for await (const batch of inBatches(matcher.posted(account), BATCH)) {
    const numbers = await numbersOf(db, batch);
    for (const expected of batch) {
      const seq = numbers.get(nameOf(expected));
      const about = { kind: matcher.sourceKind, id: expected.sourceId };
      if (seq === undefined) bad.add({ account: expected.account, seq: 0, code: 'record_without_entry', about });
      else if (expected.seq !== null && expected.seq !== seq) {
        bad.add({ account: expected.account, seq, code: 'record_mismatch', about });
      }
    }
  }
}

/** The numbers of the entries that records expect, by account and key: by their own numbers first, which costs least. */
async function numbersOf(db: CheckScope['db'], batch: readonly ExpectedEntry[]): Promise<Map<string, number>> {
  const collection = ledgerCollection(db);
  const projection = { account: 1, key: 1, seq: 1 } as const;
  const numbers = new Map<string, number>();
  const read = async (filter: Parameters<typeof collection.find>[0]): Promise<void> => {
    for await (const entry of collection.find(filter, { projection })) numbers.set(nameOf(entry), entry.seq);
  };
  const ids = batch.flatMap(({ account, seq }) =>
    seq !== null && isPlace(account, seq) ? [entryId(account, seq)] : [],
  );
  if (ids.length > 0) await read({ _id: { $in: ids } });
  const others = batch.filter((expected) => !numbers.has(nameOf(expected)));
  if (others.length > 0) await read({ $or: filtersOf(others) });
  return numbers;
}

function isPlace(account: string, seq: number): boolean {
  return isAccountId(account) && Number.isSafeInteger(seq) && seq >= 1 && seq <= SEQ_MAX;
}

function isSame(entry: StoredEntry, { points, minutes, grantedPoints, seq }: ExpectedEntry): boolean {
  const moved = entry.kind === 'adjust' ? entry.points : (entry.hold?.points ?? Math.abs(entry.points));
  return (
    (points === null || points === moved || points === entry.requestedPoints) &&
    (minutes === null || minutes === entry.minutes) &&
    (typeof grantedPoints !== 'number' || grantedPoints === moved) &&
    (seq === null || seq === entry.seq)
  );
}
