/**
 * From a scan to success on both screens, by the whole product over HTTP with its background work on, in a process of its
 * own: the shop scans a resident's code and starts, and sees success; the resident's phone is told of it by a live event, with
 * all that it shows. What people need for choosing is not in it. `raw` is eight journaled inserts, one after the other.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { performance } from 'node:perf_hooks';
import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import {
  API_BASE,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  offers,
  type RedemptionTold,
  redemptionCodes,
  redemptions,
  shops,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { seedUnits } from '../support/units.ts';
import { answerParent } from './child.ts';
import { accountsOf, benchEarn, freshId } from './commands.ts';
import { median } from './measure.ts';
import { benchConfig, staff, UNIT } from './product-server.ts';

const RESIDENTS = 10;
const INSERTS = 8;
/** Bytes of a full entry. */
const ENTRY_BYTES = 700;
/** A live event that does not come is a fault, not a slow one. */
const EVENT_WITHIN_MS = 10_000;

export interface RedeemRequest {
  readonly redeem: 'scan' | 'raw';
  readonly ms: number;
}

interface Sent {
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
}

interface Phone {
  readonly principal: Principal;
  /** Resolves with the next live event that tells of a success. */
  success(): Promise<RedemptionTold>;
}

const [uri = ''] = process.argv.slice(2);

class Counter {
  private turn = 0;

  private constructor(
    private readonly database: Database,
    private readonly app: ReturnType<typeof createApp>,
    private readonly origin: string,
    private readonly phones: Phone[],
    private readonly owner: Principal,
    private readonly shopId: string,
    private readonly offerId: string,
  ) {}

  static async open(): Promise<Counter> {
    const database = await connectDatabase(uri);
    await ensureCollections(database.db);
    const app = createApp({ config: benchConfig(uri), database });
    const { context } = app;
    await seedUnits(context.orgUnits);
    await app.start();
    const server = createServer(app.app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const send = sender(app, origin);
    const most = 100_000;
    const value = { shopPerTenMinutes: most, shopPerDay: most, pairPerHour: most, pairPerDay: most };
    const setting = { version: 1, changedAt: new Date(), changedBy: 'bench' };
    // What is counted is the same: only nobody here is stopped.
    await database.db
      .collection<{ _id: string }>('velocity_settings')
      .insertOne({ _id: UNIT, value, ...setting } as never);
    const body = { name: '暖邻食堂', kind: 'canteen', unitId: UNIT, address: '锦绣路 8 号' };
    const shopId = String((await send(shops.create, staff('filer'), { body })).shopId);
    await send(shops.approve, staff('confirmer'), { params: { shopId } });
    const terms = { title: '营养午餐一份', kind: 'goods', picture: 'meal', points: 1, settlementFen: 850 };
    const offer = { params: { shopId }, body: { ...terms, stock: 100_000, validFrom: '2026-01-01T00:00:00Z' } };
    const offerId = String((await send(offers.create, staff('filer'), offer)).offerId);
    const people = await context.people.enterMany(
      accountsOf('counter', RESIDENTS).map((accountId) => ({
        ...{ accountId, kind: 'person' as const, name: '陈秀英', phone: null, sharedPhone: false },
        ...{ unitId: 'jinxiu-g1', serveUnitId: null, birthDate: null, address: null },
        ...{ enteredBy: null, consentVersion: '1', verified: true },
      })),
    );
    await Promise.all(people.map(({ accountId }) => context.ledger.post(benchEarn(accountId, 4_000))));
    const phones = await Promise.all(people.map(({ personId }) => phoneOf(app, origin, personId)));
    const grants = [{ role: 'merchant_owner', unitId: null, shopId }] as const;
    const owner: Principal = { ...staff('owner'), face: 'merchant', grants };
    return new Counter(database, app, origin, phones, owner, shopId, offerId);
  }

  /** One redemption at the counter, in milliseconds. */
  async redeem(): Promise<number> {
    const send = sender(this.app, this.origin);
    const phone = this.phones[this.turn % this.phones.length];
    if (phone === undefined) throw new Error('nobody has a phone');
    this.turn += 1;
    const { codeUrl } = await send(redemptionCodes.create, phone.principal, { body: {} });
    const told = phone.success();
    const startedMs = performance.now();
    const scan = await send(redemptionCodes.scan, this.owner, { body: { code: codeUrl, shopId: this.shopId } });
    const body = { scanId: scan.scanId, offerId: this.offerId, quantity: 1, expectedPoints: 1 };
    const atShop = send(redemptions.startByScan, this.owner, { body });
    const [shown, own] = await Promise.all([atShop, told]);
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

function sender(app: ReturnType<typeof createApp>, origin: string) {
  return async (endpoint: Endpoint, by: Principal, { params = {}, body }: Sent): Promise<Record<string, unknown>> => {
    const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params[name] ?? ''));
    const answer = await fetch(`${origin}${API_BASE}${path}`, {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${app.context.tokens.issue(by).accessToken}`,
        'content-type': 'application/json',
        ...(endpoint.idempotent === true ? { [IDEMPOTENCY_HEADER]: freshId() } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${endpoint.id}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Record<string, unknown>;
  };
}

/** A resident's phone that shows the code and listens. */
async function phoneOf(app: ReturnType<typeof createApp>, origin: string, personId: string): Promise<Phone> {
  const principal: Principal = {
    ...{ userId: `user-of-${personId}`, sessionId: `session-of-${personId}`, face: 'resident' },
    ...{ actingPersonId: personId, personIds: [personId] },
    grants: [{ role: 'resident', unitId: null, shopId: null }],
  };
  const authorization = `Bearer ${app.context.tokens.issue(principal).accessToken}`;
  const topics = encodeURIComponent(`resident:${personId}`);
  const stream = await fetch(`${origin}${API_BASE}/events?topics=${topics}`, { headers: { authorization } });
  if (!stream.ok) throw new Error(`the phone may not listen: ${stream.status}`);
  let waiting: ((told: RedemptionTold) => void) | null = null;
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    let text = '';
    for await (const part of stream.body ?? []) {
      const events = (text + decoder.decode(part as Uint8Array, { stream: true })).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        const { payload } = JSON.parse(data ?? '{}') as { payload?: { told?: RedemptionTold } };
        if (payload?.told?.state === 'success') waiting?.(payload.told);
      }
    }
  };
  read().catch(() => undefined);
  return {
    principal,
    success: () =>
      new Promise<RedemptionTold>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no live event came')), EVENT_WITHIN_MS);
        waiting = (told) => {
          clearTimeout(late);
          resolve(told);
        };
      }),
  };
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
