import { performance } from 'node:perf_hooks';
import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION, type Ledger } from '@red-points/server/ledger/index';
import { type Db, MongoClient } from 'mongodb';
import { accountsOf, benchEarn, EntryFactory } from './commands.ts';
import { median } from './measure.ts';
import { PATIENT } from './patience.ts';

/** How full a ledger is, and how long one account's history. */
export interface ScaleSize {
  readonly entries: number;
  readonly entriesOfOne: number;
}

export interface ScaleOptions {
  readonly large: ScaleSize;
  readonly small: ScaleSize;
  /** How often each operation is measured on each ledger. */
  readonly pairs: number;
  readonly say: (line: string) => void;
}

export const SCALE_OPERATIONS = ['posting', 'balance', 'statement'] as const;
/** Medians in milliseconds, and the large ledger's over the small one's. */
export type ScaleFigures = Readonly<
  Record<
    (typeof SCALE_OPERATIONS)[number],
    { readonly largeMs: number; readonly smallMs: number; readonly ratio: number }
  >
>;

const BATCH = 500;
const INSERTS_IN_FLIGHT = 2;
const PAGE = 20;
const TIDY_MS = 3_000;

/** A ledger to be measured: its long account, or, where that is short, many of the same length to post to in turn. */
interface Filled {
  readonly db: Db;
  readonly accounts: readonly string[];
}

/** Asks two ledgers of different size the same by turns, so that what else the machine does meets both alike. */
export async function runScale(uri: string, options: ScaleOptions): Promise<ScaleFigures> {
  const client = new MongoClient(uri);
  try {
    const large = await fill(client.db('scale_large'), options.large, options.say);
    const small = await fill(client.db('scale_small'), options.small, options.say);
    await client.db('admin').command({ fsync: 1 });
    // What filling left behind is written out before anything is measured.
    await new Promise((resolve) => setTimeout(resolve, TIDY_MS));
    const figures: Partial<Record<(typeof SCALE_OPERATIONS)[number], ScaleFigures['posting']>> = {};
    for (const operation of SCALE_OPERATIONS) {
      figures[operation] = await compare(operation, large, small, options.pairs);
      const { largeMs, smallMs, ratio } = figures[operation];
      options.say(`${operation.padEnd(10)} ${largeMs.toFixed(2)} ms ÷ ${smallMs.toFixed(2)} ms = ${ratio.toFixed(2)}`);
    }
    return figures as ScaleFigures;
  } finally {
    await client.close();
  }
}

async function fill(db: Db, size: ScaleSize, say: ScaleOptions['say']): Promise<Filled> {
  await ensureLedgerCollection(db);
  const perAccount = Math.min(size.entriesOfOne, size.entries / 1_000);
  const others = accountsOf('scale', Math.max(1, Math.round((size.entries - size.entriesOfOne) / perAccount)));
  const long = 'the-account-with-the-longest-history';
  const factory = new EntryFactory(others);
  const collection = db.collection(LEDGER_COLLECTION);
  const inserts: Promise<unknown>[] = [];
  for (let made = 0; made < size.entries; made += BATCH) {
    if (made % 100_000 === 0) say(`filling ${db.databaseName}: ${made} of ${size.entries} …`);
    // The long history lies scattered among the others', as years of postings leave it.
    const documents = Array.from({ length: BATCH }, (_, index) => {
      const number = made + index;
      const isLong = number % Math.round(size.entries / size.entriesOfOne) === 0;
      return factory.document(isLong ? long : (others[number % others.length] ?? long));
    });
    if (inserts.length >= INSERTS_IN_FLIGHT) await inserts.shift();
    inserts.push(collection.insertMany(documents, { ordered: true }));
  }
  await Promise.all(inserts);
  return { db, accounts: size.entriesOfOne > 100 ? [long] : others };
}

async function compare(
  operation: (typeof SCALE_OPERATIONS)[number],
  large: Filled,
  small: Filled,
  pairs: number,
): Promise<ScaleFigures['posting']> {
  const times = { large: [] as number[], small: [] as number[] };
  for (let pair = 0; pair < pairs; pair += 1) {
    times.large.push(await timed(operation, large, pair));
    times.small.push(await timed(operation, small, pair));
  }
  const largeMs = median(times.large);
  const smallMs = median(times.small);
  return { largeMs, smallMs, ratio: largeMs / smallMs };
}

/** By a ledger that knows nothing of the account yet: the dearest case. */
async function timed(operation: (typeof SCALE_OPERATIONS)[number], filled: Filled, turn: number): Promise<number> {
  const ledger = createLedger({ db: filled.db, clock: { now: () => Date.now() }, settings: PATIENT });
  const account = filled.accounts[turn % filled.accounts.length] ?? '';
  const startMs = performance.now();
  await perform(ledger, operation, account);
  const tookMs = performance.now() - startMs;
  await ledger.close();
  return tookMs;
}

async function perform(ledger: Ledger, operation: (typeof SCALE_OPERATIONS)[number], account: string): Promise<void> {
  if (operation === 'posting') {
    const outcome = await ledger.post(benchEarn(account, 3));
    if (outcome.status === 'refused') throw new Error(`refused: ${outcome.refusal.code}`);
  } else if (operation === 'balance') {
    await ledger.view(account);
  } else {
    const { entries } = await ledger.statement(account, { limit: PAGE });
    if (entries.length === 0) throw new Error('a statement without entries');
  }
}
