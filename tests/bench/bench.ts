import { MongoClient } from 'mongodb';
import { postBatch } from './bulk-load.ts';
import { type Child, startChild } from './child.ts';
import { accountsOf } from './commands.ts';
import type { BenchFigures, FigureName } from './figures.ts';
import type { HttpLoad } from './http-load.ts';
import type { LoadAnswer, LoadRequest } from './load-process.ts';
import { median } from './measure.ts';
import type { RedeemRequest } from './redeem-process.ts';
import type { ServerAnswer, ServerKind } from './server-process.ts';
import type { SettleRequest } from './settle-process.ts';

export interface BenchOptions {
  readonly rounds: number;
  /** How long each figure is measured in each round. */
  readonly roundMs: number;
  /** Only these figures; all where it is empty. */
  readonly only: readonly string[];
  readonly say: (line: string) => void;
}

const WARM_UP_MS = 2_000;
const CONNECTIONS = 64;
/** Bytes are counted over so many entries at least: a small collection hides what half-full index pages cost. */
const ENTRIES_COUNTED = 200_000;

/** Each load has a collection of its own, as large as what it has written itself: they are compared, not added up. */
const DATABASES = { raw: 'bench', one: 'bench_one', left: 'bench_two', right: 'bench_two', medici: 'bench' } as const;

type LoadChild = Child<LoadRequest, LoadAnswer>;
type Measurement = () => Promise<number>;

/** Measures everything on one database in interleaved rounds, so that what else the machine does meets all alike. */
export async function runBench(uri: string, options: BenchOptions): Promise<Partial<BenchFigures>> {
  const bench = new Bench(uri, options);
  try {
    return await bench.run();
  } finally {
    await bench.stop();
  }
}

class Bench {
  private readonly uri: string;
  private readonly children: { stop(): Promise<void> }[] = [];
  private readonly servers = new Map<ServerKind, Child<object, ServerAnswer>>();
  private settling: Child<SettleRequest, number> | undefined;
  private redeeming: Child<RedeemRequest, number> | undefined;
  private readonly loads = new Map<string, LoadChild>();

  constructor(
    uri: string,
    private readonly options: BenchOptions,
  ) {
    this.uri = databaseOf(uri, 'bench');
  }

  async run(): Promise<Partial<BenchFigures>> {
    const { rounds, roundMs, say } = this.options;
    await this.open();
    const seen = new Map<FigureName, number[]>();
    for (let round = 0; round <= rounds; round += 1) {
      // A first round that is not counted: fresh processes compile what they run often.
      const ms = round === 0 ? Math.min(roundMs, WARM_UP_MS) : roundMs;
      for (const [name, measure] of Object.entries(this.measurements(ms)) as [FigureName, Measurement][]) {
        if (!this.chosen(name)) continue;
        const perSecond = await measure();
        say(`${round === 0 ? 'warm-up' : `round ${round}`}  ${name.padEnd(18)} ${Math.round(perSecond)}/s`);
        if (round > 0) seen.set(name, [...(seen.get(name) ?? []), perSecond]);
      }
    }
    const figures: Partial<Record<FigureName, number>> = {};
    for (const [name, values] of seen) figures[name] = Math.round(median(values));
    if (this.chosen('bytesPerEntry')) figures.bytesPerEntry = Math.round(await this.bytesPerEntry());
    if (this.chosen('serverMegabytes')) figures.serverMegabytes = Math.round(await this.serverMegabytes());
    return figures;
  }

  async stop(): Promise<void> {
    await Promise.all(this.children.map((child) => child.stop()));
  }

  private chosen(...names: FigureName[]): boolean {
    const { only } = this.options;
    return only.length === 0 || names.some((name) => only.includes(name));
  }

  /**
   * Gives the accounts that will be posted to their first credit, each in the process that posts to them. The one that is measured
   * alone knows its own 5,000 and no others.
   */
  private async open(): Promise<void> {
    this.options.say('opening accounts …');
    const append = this.chosen('ledgerAppend', 'ledgerAppend1000', 'hotAccountAppend');
    if (append) await this.load('one').ask({ load: 'open', accounts: 'one' });
    if (this.chosen('twoProcessesShared')) await this.load('left').ask({ load: 'open', accounts: 'shared' });
    if (!this.chosen('twoProcessesApart')) return;
    await this.load('left').ask({ load: 'open', accounts: 'left' });
    await this.load('right').ask({ load: 'open', accounts: 'right' });
  }

  private measurements(ms: number): Partial<Record<FigureName, Measurement>> {
    const one = async (request: LoadRequest): Promise<number> => (await this.load('one').ask(request)).perSecond;
    return {
      rawInsertMany: async () => (await this.load('raw').ask({ load: 'raw', ms })).perSecond,
      ledgerAppend: () => one({ load: 'append', accounts: 'one', inFlight: 256, ms }),
      ledgerAppend1000: () => one({ load: 'append', accounts: 'one', inFlight: 1_000, ms }),
      hotAccountAppend: () => one({ load: 'append', accounts: 'one', hot: true, inFlight: 256, ms }),
      twoProcessesShared: () => this.two('shared', 'shared', ms),
      twoProcessesApart: () => this.two('left', 'right', ms),
      httpPosting: () => this.http('ledger', 'POST', '/api/v1/bench/entries', ms, postingBodies),
      bulkRoute: () => this.bulk(),
      insertMany2000: () => this.settle('raw'),
      activitySettle: () => this.settle('cold'),
      activitySettleWarm: () => this.settle('warm'),
      eightInserts: () => this.redeem('raw', ms),
      scanToSuccess: () => this.redeem('scan', ms),
      httpBalance: () => this.http('product', 'GET', '/api/v1/me/account', ms),
      emptyRoute: () => this.http('empty', 'GET', '/', ms),
      mediciSafeSpend: async () => (await this.load('medici').ask({ load: 'medici', ms })).perSecond,
    };
  }

  /** Two processes with a ledger each on the same database, 256 posts in flight each. */
  private async two(left: string, right: string, ms: number): Promise<number> {
    const append = { load: 'append', inFlight: 256, ms } as const;
    const both = await Promise.all([
      this.load('left').ask({ ...append, accounts: left }),
      this.load('right').ask({ ...append, accounts: right }),
    ]);
    return both.reduce((sum, { perSecond }) => sum + perSecond, 0);
  }

  /** Requests per second over 64 connections. */
  private async http(
    kind: ServerKind,
    method: HttpLoad['method'],
    path: string,
    ms: number,
    bodies: readonly string[] = [],
  ): Promise<number> {
    const { origin, headers } = await this.server(kind).ask({});
    const generator = startChild<HttpLoad, number>('http-load');
    const seconds = Math.max(1, Math.round(ms / 1_000));
    const load = { url: `${origin}${path}`, method, headers, bodies, connections: CONNECTIONS, seconds };
    try {
      return await generator.ask(load);
    } finally {
      await generator.stop();
    }
  }

  /** Entries per second of one batch over HTTP, filed, confirmed and posted. */
  private async bulk(): Promise<number> {
    const { origin, bulk } = await this.server('product').ask({});
    if (bulk === undefined) throw new Error('the server takes no batches');
    return postBatch(origin, bulk);
  }

  /** Participants per second of one activity of 2,000. */
  private settle(settle: SettleRequest['settle']): Promise<number> {
    if (this.settling === undefined) {
      this.settling = startChild<SettleRequest, number>('settle-process', [databaseOf(this.uri, 'bench_settle')]);
      this.children.push(this.settling);
    }
    return this.settling.ask({ settle });
  }

  /** Redemptions per second of one after the other at a counter, or how often eight inserts are done in a second. */
  private redeem(redeem: RedeemRequest['redeem'], ms: number): Promise<number> {
    if (this.redeeming === undefined) {
      this.redeeming = startChild<RedeemRequest, number>('redeem-process', [databaseOf(this.uri, 'bench_redeem')]);
      this.children.push(this.redeeming);
    }
    return this.redeeming.ask({ redeem, ms });
  }

  /** What a full entry takes on disk with its indexes, after a checkpoint; unused space in the files counts. */
  private async bytesPerEntry(): Promise<number> {
    this.options.say(`counting bytes over ${ENTRIES_COUNTED} entries …`);
    await this.load('raw').ask({ load: 'fill', entries: ENTRIES_COUNTED });
    const client = new MongoClient(this.uri);
    try {
      await client.db('admin').command({ fsync: 1 });
      const stats = await client.db('bench_raw').command({ collStats: 'ledger_entries' });
      return (Number(stats.storageSize) + Number(stats.totalIndexSize)) / Number(stats.count);
    } finally {
      await client.close();
    }
  }

  /** The most memory that the larger of the product's servers has had. */
  private async serverMegabytes(): Promise<number> {
    const answers = await Promise.all((['ledger', 'product'] as const).map((kind) => this.server(kind).ask({})));
    return Math.max(...answers.map(({ megabytes }) => megabytes));
  }

  private load(name: keyof typeof DATABASES): LoadChild {
    const known = this.loads.get(name);
    if (known !== undefined) return known;
    const made = startChild<LoadRequest, LoadAnswer>('load-process', [databaseOf(this.uri, DATABASES[name])]);
    this.children.push(made);
    this.loads.set(name, made);
    return made;
  }

  private server(kind: ServerKind): Child<object, ServerAnswer> {
    const known = this.servers.get(kind);
    if (known !== undefined) return known;
    const made = startChild<object, ServerAnswer>('server-process', [kind, databaseOf(this.uri, `bench_${kind}`)]);
    this.children.push(made);
    this.servers.set(kind, made);
    return made;
  }
}

/** To accounts of the server's own, so that no other process makes old what it knows of them. */
const postingBodies = accountsOf('http').map((account) => JSON.stringify({ account, points: 3, minutes: 90 }));

function databaseOf(uri: string, database: string): string {
  const url = new URL(uri);
  url.pathname = `/${database}`;
  return url.href;
}
