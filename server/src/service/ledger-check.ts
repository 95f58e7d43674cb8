import { setTimeout as sleep } from 'node:timers/promises';
import { entryId, entryIdRange, type LedgerEntry } from '@red-points/shared/domain/ledger';
import { type ServiceDay, serviceOf } from '@red-points/shared/domain/service';
import type { Db, Filter } from 'mongodb';
import {
  FirstBad,
  LEDGER_COLLECTION,
  type LedgerCheck,
  type MakeLedgerCheck,
  type StoredEntry,
} from '../ledger/index.ts';
import { inBatches, STREAM_BATCH } from '../platform/batches.ts';
import { type ServiceDayRecord, type ServiceMark, serviceStore } from './store.ts';

/** Accounts whose days are read by one query. */
const TOGETHER = 100;
/** Marks that are read ahead, in the order in which accounts come. */
const MARKS_AHEAD = 1_000;
/** Somebody may count while this reads: what does not agree is looked at again. */
const ATTEMPTS = 3;
const PAUSE_MS = 500;
/** Whoever owns the account: looked up only for entries that name nobody. */
const OWNER = '';

type Sums = Map<string, { minutes: number; items: number }>;

/**
 * Adds up every account's hours from its entries, as far as they were counted, and holds that against the sums of days that
 * stars and certificates are made of: every day of every person, nothing more and nothing less. Memory grows with the accounts
 * that were ever counted, not with their histories.
 */
export const serviceCheck: MakeLedgerCheck = ({ db, account: only }): LedgerCheck => {
  const ahead = new MarksAhead(db);
  const counted = new Set<string>();
  const suspects = new Set<string>();
  let account = '';
  let mark = 0;
  let sums: Sums = new Map();
  let full: { account: string; sums: Sums }[] = [];
  const compare = async (): Promise<void> => {
    for (const suspect of await disagreeing(db, full)) suspects.add(suspect);
    full = [];
  };
  const next = async (to: string): Promise<void> => {
    if (mark > 0) {
      counted.add(account);
      full.push({ account, sums });
      if (full.length >= TOGETHER) await compare();
    }
    account = to;
    sums = new Map();
    mark = to === '' ? 0 : await ahead.of(to);
  };
  const add = (entry: StoredEntry): void | Promise<void> => {
    if (entry.minutes === 0 || entry.seq > mark) return;
    if (entry.kind !== 'reverse' || entry.refersTo === undefined) return addTo(sums, entry, undefined);
    return originalOf(db, entry).then((original) => addTo(sums, entry, original));
  };
  return {
    name: 'service',
    take: (entry) => (entry.account === account ? add(entry) : next(entry.account).then(() => add(entry))),
    finish: async () => {
      await next('');
      await compare();
      if (only === null) for (const stranger of await accountsBeside(db, counted)) suspects.add(stranger);
      const bad = new FirstBad();
      for (const suspect of suspects) {
        if (await holds(db, suspect)) continue;
        bad.add({ account: suspect, seq: 0, code: 'service_mismatch', about: { kind: 'service', id: suspect } });
      }
      return bad.list();
    },
  };
};

/** Marks of accounts, a thousand at a time in the order of ids: accounts come in that order. */
class MarksAhead {
  private from = '';
  private until = '';
  private marks = new Map<string, number>();

  constructor(private readonly db: Db) {}

  /** How far an account is counted; 0 where it never was. */
  async of(account: string): Promise<number> {
    if (this.from === '' || account < this.from || account > this.until) await this.readFrom(account);
    return this.marks.get(account) ?? 0;
  }

  private async readFrom(account: string): Promise<void> {
    const found = await serviceStore(this.db)
      .marks.find({ _id: { $gte: account } })
      .sort({ _id: 1 })
      .limit(MARKS_AHEAD)
      .toArray();
    this.from = account;
    this.marks = new Map(found.map(({ _id, seq }) => [_id, seq]));
    // Fewer than were asked for: there is none behind them.
    this.until = found.length < MARKS_AHEAD ? '\uffff' : (found.at(-1)?._id ?? account);
  }
}

function addTo(sums: Sums, entry: StoredEntry, original: StoredEntry | undefined): void {
  // Only the hash is kept in another form, and hours have nothing to do with it.
  const service = serviceOf(entry as unknown as LedgerEntry, original as unknown as LedgerEntry | undefined, OWNER);
  if (service === null) return;
  const key = keyOf(service);
  const known = sums.get(key) ?? { minutes: 0, items: 0 };
  sums.set(key, { minutes: known.minutes + service.minutes, items: known.items + service.items });
}

const keyOf = ({ person, day, category }: Pick<ServiceDay, 'person' | 'day' | 'category'>): string =>
  [person, day, category].join('|');

async function originalOf(db: Db, { account, refersTo }: StoredEntry): Promise<StoredEntry | undefined> {
  const _id = entryId(account, refersTo ?? 0);
  return (await db.collection<StoredEntry>(LEDGER_COLLECTION).findOne({ _id })) ?? undefined;
}

/** Of some accounts, those whose days are not what their entries come to. */
async function disagreeing(
  db: Db,
  accounts: readonly { readonly account: string; readonly sums: Sums }[],
): Promise<string[]> {
  if (accounts.length === 0) return [];
  const ids = accounts.map(({ account }) => account);
  const ofThese: Filter<ServiceDayRecord> = { $or: ids.map((account) => ({ _id: daysOf(account) })) };
  const [days, owners] = await Promise.all([serviceStore(db).days.find(ofThese).toArray(), ownersOf(db, ids)]);
  const stored = new Map<string, Sums>(ids.map((account) => [account, new Map()]));
  for (const record of days) stored.get(accountOf(record))?.set(keyOf(record), record);
  return accounts.flatMap(({ account, sums }) =>
    isSame(withOwner(sums, owners.get(account) ?? account), stored.get(account) ?? new Map()) ? [] : [account],
  );
}

/** The range of an account's days. */
const daysOf = (account: string) => ({ $gte: `${account}|`, $lt: `${account}}` });

const accountOf = ({ _id }: Pick<ServiceDayRecord, '_id'>): string => _id.slice(0, _id.indexOf('|'));

async function ownersOf(db: Db, accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await db
    .collection<{ _id: string; accountId: string }>('people')
    .find({ accountId: { $in: [...accounts] } })
    .project<{ _id: string; accountId: string }>({ accountId: 1 })
    .toArray();
  return new Map(found.map(({ _id, accountId }) => [accountId, _id]));
}

/** What nobody is named for is the owner's. */
function withOwner(sums: Sums, owner: string): Sums {
  const named: Sums = new Map();
  for (const [key, { minutes, items }] of sums) {
    const whose = key.startsWith('|') ? `${owner}${key}` : key;
    const known = named.get(whose) ?? { minutes: 0, items: 0 };
    named.set(whose, { minutes: known.minutes + minutes, items: known.items + items });
  }
  return named;
}

function isSame(one: Sums, other: Sums): boolean {
  const differs = (from: Sums, to: Sums): boolean =>
    [...from].some(([key, { minutes, items }]) => {
      const there = to.get(key) ?? { minutes: 0, items: 0 };
      return there.minutes !== minutes || there.items !== items;
    });
  return !differs(one, other) && !differs(other, one);
}

/** Accounts that have hours and were not among those counted: begun meanwhile, or made up. */
async function accountsBeside(db: Db, counted: ReadonlySet<string>): Promise<Set<string>> {
  const beside = new Set<string>();
  const ids = serviceStore(db).days.find().project<{ _id: string }>({ _id: 1 }).batchSize(STREAM_BATCH);
  for await (const batch of inBatches(ids, STREAM_BATCH)) {
    for (const record of batch) if (!counted.has(accountOf(record))) beside.add(accountOf(record));
  }
  return beside;
}

/** Looks at one account again, at a moment at which nobody counts it. */
async function holds(db: Db, account: string): Promise<boolean> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await sleep(PAUSE_MS);
    const mark = await markOf(db, account);
    const sums: Sums = new Map();
    const entries = db
      .collection<StoredEntry>(LEDGER_COLLECTION)
      .find({ _id: entryIdRange(account) } as Filter<StoredEntry>);
    for await (const entry of entries) {
      if (entry.minutes === 0 || entry.seq > mark) continue;
      addTo(sums, entry, entry.kind === 'reverse' ? await originalOf(db, entry) : undefined);
    }
    const isRight = (await disagreeing(db, [{ account, sums }])).length === 0;
    if (isRight) return true;
    // Somebody counted in between: what was read belongs to two moments.
    if ((await markOf(db, account)) === mark) return false;
  }
  return true;
}

async function markOf(db: Db, account: string): Promise<number> {
  const found: ServiceMark | null = await serviceStore(db).marks.findOne({ _id: account });
  return found?.seq ?? 0;
}
