/** A process that loads the database: with entries made beforehand, through a ledger of its own, or through medici. */
import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION, type Ledger } from '@red-points/server/ledger/index';
import { type Db, MongoClient } from 'mongodb';
import { answerParent, memoryMegabytes } from './child.ts';
import { accountsOf, benchCommand, benchEarn, EntryFactory, randomOf } from './commands.ts';
import { throughput } from './measure.ts';
import { MediciBench } from './medici.ts';
import { PATIENT } from './patience.ts';

export type LoadRequest =
  /** Gives every account of a set its first credit. */
  | { readonly load: 'open'; readonly accounts: string }
  /** Posts to random accounts of a set, or to one of them only. */
  | {
      readonly load: 'append';
      readonly accounts: string;
      readonly hot?: boolean;
      readonly inFlight: number;
      readonly ms: number;
    }
  /** Ordered `insertMany` of full entries, two batches of 256 in flight, with the ledger's options and indexes. */
  | { readonly load: 'raw'; readonly ms: number }
  /** Inserts until the collection of the raw load has so many entries. */
  | { readonly load: 'fill'; readonly entries: number }
  | { readonly load: 'medici'; readonly ms: number };

export interface LoadAnswer {
  readonly perSecond: number;
  readonly megabytes: number;
}

export const RAW_DATABASE = 'bench_raw';
export const RAW_BATCH = 256;
const MEDICI_IN_FLIGHT = 64;
/** Documents are made beforehand for so long at a time: for the whole of a round they would fill the heap. */
const RAW_SLICE_MS = 1_000;
/** More than any machine inserts in a slice. */
const RAW_BATCHES_PER_SLICE = 200;

class RawLoad {
  private readonly factory = new EntryFactory(accountsOf('raw'));

  constructor(private readonly db: Db) {}

  async run(ms: number): Promise<number> {
    const slices = Math.max(1, Math.round(ms / RAW_SLICE_MS));
    let sum = 0;
    for (let slice = 0; slice < slices; slice += 1) sum += await this.slice(Math.min(ms, RAW_SLICE_MS));
    return sum / slices;
  }

  private async slice(ms: number): Promise<number> {
    const collection = this.db.collection(LEDGER_COLLECTION, { writeConcern: { w: 'majority', journal: true } });
    const batches = Array.from({ length: RAW_BATCHES_PER_SLICE }, () => this.factory.documents(RAW_BATCH));
    const insert = async (): Promise<void> => {
      const batch = batches.pop();
      if (batch === undefined) throw new Error('the raw insert ran out of documents');
      await collection.insertMany(batch, { ordered: true });
    };
    return throughput(2, ms, insert, RAW_BATCH);
  }

  async fill(entries: number): Promise<void> {
    const collection = this.db.collection(LEDGER_COLLECTION);
    for (let count = await collection.estimatedDocumentCount(); count < entries; count += RAW_BATCH) {
      await collection.insertMany(this.factory.documents(RAW_BATCH), { ordered: true });
    }
  }
}

const [uri = ''] = process.argv.slice(2);
let client: MongoClient | undefined;
let ledger: Ledger | undefined;
let raw: RawLoad | undefined;
let medici: MediciBench | undefined;

function connected(): MongoClient {
  client ??= new MongoClient(uri);
  return client;
}

async function theLedger(): Promise<Ledger> {
  if (ledger !== undefined) return ledger;
  const db = connected().db();
  await ensureLedgerCollection(db);
  ledger = createLedger({ db, clock: { now: () => Date.now() }, settings: PATIENT });
  return ledger;
}

async function theRawLoad(): Promise<RawLoad> {
  if (raw !== undefined) return raw;
  const db = connected().db(RAW_DATABASE);
  await ensureLedgerCollection(db);
  raw = new RawLoad(db);
  return raw;
}

async function run(request: LoadRequest): Promise<number> {
  switch (request.load) {
    case 'open': {
      const to = await theLedger();
      await Promise.all(accountsOf(request.accounts).map((account) => to.post(benchEarn(account, 1_000))));
      return 0;
    }
    case 'append': {
      const to = await theLedger();
      const accounts = request.hot === true ? accountsOf(request.accounts, 1) : accountsOf(request.accounts);
      return throughput(request.inFlight, request.ms, () => to.post(benchCommand(randomOf(accounts))));
    }
    case 'raw':
      return (await theRawLoad()).run(request.ms);
    case 'fill':
      await (await theRawLoad()).fill(request.entries);
      return 0;
    case 'medici': {
      if (medici === undefined) {
        medici = new MediciBench();
        await medici.start(uri.replace('/bench?', '/bench_medici?'));
      }
      const accounts = medici;
      return throughput(MEDICI_IN_FLIGHT, request.ms, () => accounts.spend());
    }
    default:
      return unknownLoad(request);
  }
}

function unknownLoad(request: never): never {
  throw new TypeError(`unknown load ${JSON.stringify(request)}`);
}

answerParent<LoadRequest, LoadAnswer>(async (request) => {
  const perSecond = await run(request);
  return { perSecond, megabytes: memoryMegabytes() };
});
