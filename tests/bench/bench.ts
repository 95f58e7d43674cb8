import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { MongoClient } from 'mongodb';
import { accountIds, benchCommand, benchEarn, EntryFactory, randomAccount } from './commands.ts';
import { emptyServer, httpLoad, postingServer } from './http.ts';
import { median, throughput } from './measure.ts';
import { MediciBench } from './medici.ts';

/** Operations per second, medians over the rounds. */
export interface BenchFigures {
  readonly rawInsertMany: number;
  readonly ledgerAppend: number;
  readonly ledgerAppend1000: number;
  readonly hotAccountAppend: number;
  readonly httpPosting: number;
  readonly emptyRoute: number;
  readonly mediciSafeSpend: number;
}

export interface BenchOptions {
  readonly rounds: number;
  /** How long each figure is measured in each round. */
  readonly roundMs: number;
  /** Only these figures; all where it is empty. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

const RAW_BATCH = 256;
const MEDICI_IN_FLIGHT = 64;

type Measurement = () => Promise<number>;

/** Measures everything on one database in interleaved rounds, so that what else the machine does meets all alike. */
export async function runBench(uri: string, options: BenchOptions): Promise<BenchFigures> {
  const { rounds, roundMs, only, say } = options;
  const client = new MongoClient(uri);
  const db = client.db('bench');
  await db.dropDatabase();
  await ensureLedgerCollection(db);
  // Patient: a machine that is busy with other work must make figures small, not end the run.
  const settings = { operationTimeoutMs: 30_000, postTimeoutMs: 120_000 };
  const ledger = createLedger({ db, clock: { now: () => Date.now() }, settings });
  const chosen = (name: string): boolean => only.length === 0 || only.includes(name);
  say('opening 5,000 accounts …');
  await Promise.all(accountIds.map((account) => ledger.post(benchEarn(account, 1_000))));
  const append = (inFlight: number, account: () => string): Measurement => {
    return () => throughput(inFlight, roundMs, () => ledger.post(benchCommand(account())));
  };
  const hot = accountIds[0] ?? '';
  const posting = await postingServer(db, uri, ledger);
  const empty = await emptyServer();
  const medici = new MediciBench();
  if (chosen('mediciSafeSpend')) await medici.start(uriOf(uri, 'bench_medici'));
  const raw = await rawInserter(client, roundMs);
  const measurements: Record<keyof BenchFigures, Measurement> = {
    rawInsertMany: raw,
    ledgerAppend: append(256, randomAccount),
    ledgerAppend1000: append(1_000, randomAccount),
    hotAccountAppend: append(256, () => hot),
    httpPosting: () => httpLoad(posting, 'POST', Math.max(1, Math.round(roundMs / 1_000))),
    emptyRoute: () => httpLoad(empty, 'GET', Math.max(1, Math.round(roundMs / 1_000))),
    mediciSafeSpend: () => throughput(MEDICI_IN_FLIGHT, roundMs, () => medici.spend()),
  };
  const seen = new Map<string, number[]>();
  for (let round = 1; round <= rounds; round += 1) {
    for (const [name, measure] of Object.entries(measurements)) {
      if (!chosen(name)) continue;
      const perSecond = await measure();
      seen.set(name, [...(seen.get(name) ?? []), perSecond]);
      say(`round ${round}  ${name.padEnd(18)} ${Math.round(perSecond)}/s`);
    }
  }
  await ledger.close();
  await Promise.all([posting.close(), empty.close(), medici.stop()]);
  await db.dropDatabase();
  await client.close();
  const names = Object.keys(measurements).filter(chosen);
  return Object.fromEntries(
    names.map((name) => [name, Math.round(median(seen.get(name) ?? []))]),
  ) as unknown as BenchFigures;
}

/** Ordered `insertMany` of full entries made beforehand, two batches of 256 in flight, same options and indexes. */
async function rawInserter(client: MongoClient, roundMs: number): Promise<Measurement> {
  const db = client.db('bench_raw');
  await db.dropDatabase();
  await ensureLedgerCollection(db);
  const collection = db.collection(LEDGER_COLLECTION, { writeConcern: { w: 'majority', journal: true } });
  const factory = new EntryFactory();
  return async () => {
    // More than any machine inserts in a round; made before the clock starts.
    const batches = Array.from({ length: Math.ceil((roundMs / 1_000) * 120) }, () => factory.documents(RAW_BATCH));
    return throughput(
      2,
      roundMs,
      async () => {
        const batch = batches.pop();
        if (batch === undefined) throw new Error('the raw insert ran out of documents');
        await collection.insertMany(batch, { ordered: true });
      },
      RAW_BATCH,
    );
  };
}

function uriOf(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}
