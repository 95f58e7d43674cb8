/**
 * From a scan to success on both screens, by the whole product over HTTP: the shop scans a resident's code and starts, and sees success;
 * the resident's phone is told of it by a live event, with all that it shows. What people need for choosing is not in it. The phones are in this
 * process, the server in another, as they are. `raw` is eight journaled inserts, one after the other.
 */
import { performance } from 'node:perf_hooks';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import { redemptionCodes, redemptions } from '@red-points/shared/contracts';
import { answerParent, startChild } from './child.ts';
import { freshId } from './commands.ts';
import type { CounterReady } from './counter-server.ts';
import { median } from './measure.ts';
import { type Listening, listen, sendTo } from './phones.ts';

const INSERTS = 8;
/** Bytes of a full entry. */
const ENTRY_BYTES = 700;

export interface RedeemRequest {
  readonly redeem: 'scan' | 'raw';
  readonly ms: number;
}

const [uri = ''] = process.argv.slice(2);

class Counter {
  private turn = 0;

  private constructor(
    private readonly database: Database,
    private readonly at: CounterReady,
    private readonly phones: readonly Listening[],
  ) {}

  static async open(): Promise<Counter> {
    const at = await startChild<object, CounterReady>('counter-server', [uri]).ask({});
    const phones = await Promise.all(at.residents.map(({ personId, token }) => listen(at.origin, personId, token)));
    return new Counter(await connectDatabase(uri), at, phones);
  }

  /** One redemption at the counter, in milliseconds. */
  async redeem(): Promise<number> {
    const { origin, shopId, offerId, owner } = this.at;
    const phone = this.phones[this.turn % this.phones.length];
    if (phone === undefined) throw new Error('nobody has a phone');
    this.turn += 1;
    const { codeUrl } = await sendTo(origin, redemptionCodes.create, phone.token, { body: {} });
    const told = phone.success();
    const startedMs = performance.now();
    const scan = await sendTo(origin, redemptionCodes.scan, owner, { body: { code: codeUrl, shopId } });
    const body = { scanId: scan.scanId, offerId, quantity: 1, expectedPoints: 1 };
    const [shown, own] = await Promise.all([sendTo(origin, redemptions.startByScan, owner, { body }), told]);
    const tookMs = performance.now() - startedMs;
    if (shown.state !== 'success' || own.state !== 'success' || own.redemptionId !== shown.redemptionId) {
      throw new Error('the two screens do not show the same success');
    }
    return tookMs;
  }

  /** Eight inserts, each journaled by a majority before the next, in milliseconds. */
  async insertEight(): Promise<number> {
    const collection = this.database.db.client.db('bench_redeem_raw').collection<{ _id: string; text: string }>('rows');
    const text = 'x'.repeat(ENTRY_BYTES);
    const startedMs = performance.now();
    for (let count = 0; count < INSERTS; count += 1) {
      await collection.insertOne({ _id: freshId(), text }, { writeConcern: { w: 'majority', journal: true } });
    }
    return performance.now() - startedMs;
  }
}

const counter = Counter.open();

/** How often it could be done in a second, by the median of as many as fit into the time. */
answerParent<RedeemRequest, number>(async ({ redeem, ms }) => {
  const ready = await counter;
  const untilMs = performance.now() + ms;
  const took: number[] = [];
  while (performance.now() < untilMs) took.push(await (redeem === 'scan' ? ready.redeem() : ready.insertEight()));
  return 1_000 / median(took);
});
