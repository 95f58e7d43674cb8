import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '@red-points/server/app';
import type { ShopRecord } from '@red-points/server/merchants/index';
import type { OfferRecord } from '@red-points/server/offers/index';
import { connectDatabase } from '@red-points/server/platform/database';
import type { RedemptionRecord } from '@red-points/server/redemptions/index';
import { SHOP_CLOSINGS_JOB } from '@red-points/server/shop-closings/index';
import {
  API_BASE,
  cards,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  type Offer,
  redemptionPins,
  redemptionSettings,
  shopClosings,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  ASKING_STATES,
  ASSURANCES,
  owedFen,
  type RedemptionState,
  SHOP_CAPPED,
} from '@red-points/shared/domain/redemptions';
import { expect } from 'vitest';
import { dyingDatabase } from '../../fault/support/dying-database.ts';
import { nextKey, startTestApp, type TestApp } from '../../support/app.ts';
import {
  addOffer,
  callerOf,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  staffPrincipal,
  type TestShop,
} from '../../support/redeeming.ts';

export const PIN = '271828';
export const RESIDENTS = 3;
export const SHOPS = 2;
const CREDITED = 85;

/** So low that histories reach them. A card's month is shorter than two of its days. */
export const RULES = {
  smallAmountPoints: 15,
  refundAlonePoints: 20,
  caps: {
    card: { day: 25, month: 40 },
    poster: { day: 50, month: 70 },
    code: { day: 62, month: 80 },
    pin: { day: 75, month: 100 },
  },
  shopCaps: { points: { day: 90, month: 140 }, count: { day: 3, month: 5 } },
};

/** What the shops of a history sell: some of it few, some dear, some a service. */
const OFFERS = [
  { shop: 0, terms: { points: 12, stock: 6, perPersonMax: 4, settlementFen: 850 } },
  { shop: 0, terms: { points: 20, stock: null, kind: 'service', title: '上门理发', settlementFen: 1_501 } },
  { shop: 0, terms: { points: 45, stock: 3, settlementFen: 3_333, remainderFen: 200 } },
  { shop: 1, terms: { points: 8, stock: 5, settlementFen: 777 } },
  { shop: 1, terms: { points: 60, stock: null, settlementFen: 4_000 } },
] as const;

/** A request as its sender keeps it, to send it again with the same key. */
export interface Request {
  readonly endpoint: Endpoint;
  readonly by: Principal;
  readonly params?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly key: string;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** How a request reaches the servers: once; to both processes at once; to one that dies after so many writes. */
/** When a process dies, and whether its transactions are undone by others before. */
interface Death {
  readonly afterWrites: number;
  readonly othersInTheWay: boolean;
}

export type Sending = { readonly as: 'one' | 'both' } | ({ readonly as: 'killed' } & Death);

/** States that a redemption can be seen in after one; a state can always be seen again. */
const NEXT: Readonly<Record<RedemptionState, readonly RedemptionState[]>> = {
  created: [
    ...(['awaiting_resident', 'awaiting_confirm', 'success', 'closed', 'revoked'] as const),
    ...(['partially_refunded', 'refunded'] as const),
  ],
  awaiting_resident: ['success', 'closed', 'revoked', 'partially_refunded', 'refunded'],
  awaiting_confirm: ['success', 'closed', 'revoked', 'partially_refunded', 'refunded'],
  booked: ['success', 'closed', 'revoked', 'partially_refunded', 'refunded'],
  success: ['partially_refunded', 'refunded'],
  partially_refunded: ['refunded'],
  refunded: [],
  closed: [],
  revoked: [],
};

/** Two processes over one database and an office: what all histories share. */
export class Town {
  private constructor(
    readonly apps: readonly [TestApp, TestApp],
    readonly office: Office,
  ) {}

  static async open(): Promise<Town> {
    const t = await startTestApp();
    const twin = await startTestApp({ sharing: t });
    const office = await openOffice(t);
    const params = { unitId: 'jinxiu' };
    await office.secretary.call(redemptionSettings.set, { params, body: { rules: RULES, version: 0 } }).expect(200);
    return new Town([t, twin], office);
  }

  async close(): Promise<void> {
    const [t, twin] = this.apps;
    await expectVerified(t);
    await twin.close();
    await t.close();
  }
}

/** One history: three residents with cards, two shops and what they offer. */
export class World {
  readonly orders: string[] = [];
  readonly requests: Request[] = [];
  readonly met = new Map<string, number>();
  private readonly seen = new Map<string, RedemptionState>();
  private readonly madeBy = new Map<string, string>();

  private constructor(
    readonly town: Town,
    readonly people: readonly { readonly personId: string; readonly accountId: string; readonly card: string }[],
    readonly shops: readonly TestShop[],
    readonly offers: readonly (Offer & { readonly at: number })[],
  ) {}

  static async begin(town: Town): Promise<World> {
    const [t] = town.apps;
    const { secretary } = town.office;
    const entered = await manyResidents(t, RESIDENTS, CREDITED);
    const people = await Promise.all(
      entered.map(async ({ personId, accountId }) => {
        const params = { personId };
        const card = await secretary.call(cards.issue, { params }).expect(201);
        await secretary.call(redemptionPins.set, { params, body: { pin: PIN } }).expect(200);
        return { personId, accountId, card: String(card.body.codeUrl) };
      }),
    );
    const shops: TestShop[] = [];
    // One after the other: the tests' sign-ins count up.
    while (shops.length < SHOPS) shops.push(await openShop(t, town.office, `小店${nextKey()}`));
    const offers = await Promise.all(
      OFFERS.map(async ({ shop: at, terms }) => ({
        ...(await addOffer(town.office, item(shops, at).shop, terms)),
        at,
      })),
    );
    return new World(town, people, shops, offers);
  }

  get clock() {
    return this.town.apps[0].clock;
  }

  resident(at: number): Principal {
    return principalOf(this.person(at));
  }

  person(at: number) {
    return item(this.people, at);
  }

  shop(at: number): TestShop {
    return item(this.shops, at);
  }

  /** A shop as it is stored. */
  async shopRecord(at: number): Promise<ShopRecord> {
    const found = await this.db.collection<ShopRecord>('shops').findOne({ _id: this.shop(at).shop.shopId });
    if (found === null) throw new Error('a shop is gone');
    return found;
  }

  owner(at: number): Principal {
    return ownerPrincipal(this.shop(at));
  }

  clerk(at: number): Principal {
    const { secretary, deputy } = this.town.office;
    return staffPrincipal(at === 0 ? secretary.userId : deputy.userId);
  }

  order(pick: number): string | undefined {
    return this.orders[pick % Math.max(1, this.orders.length)];
  }

  /** Something that goes before a request and is sent once, as a code or a scan. */
  async ask(request: Omit<Request, 'key'>): Promise<Answer> {
    return this.sendOne(0, { ...request, key: nextKey() });
  }

  /** Sends a request; answers of one key never name two redemptions, and what it made is known from then on. */
  async send(request: Request, how: Sending): Promise<void> {
    this.requests.push(request);
    const answers =
      how.as === 'killed'
        ? await this.sendToDying(request, how)
        : await Promise.all(
            (how.as === 'both' ? [0, 1] : [request.key.length % 2]).map((at) => this.sendOne(at, request)),
          );
    for (const answer of answers) this.take(request, answer);
  }

  private take({ endpoint, by, key }: Request, { status, body }: Answer): void {
    const name = `${endpoint.id} ${status < 300 ? String(body.state ?? 'done') : String(body.code)}`;
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
    expect(status, JSON.stringify(body)).toBeLessThan(500);
    if (status >= 300 || typeof body.redemptionId !== 'string') return;
    const { redemptionId } = body;
    const mine = `${by.userId} ${key}`;
    expect(this.madeBy.get(mine) ?? redemptionId).toBe(redemptionId);
    this.madeBy.set(mine, redemptionId);
    if (!this.orders.includes(redemptionId)) this.orders.push(redemptionId);
  }

  private async sendOne(at: number, { endpoint, by, ...input }: Request): Promise<Answer> {
    const { status, body } = await callerOf(item(this.town.apps, at), by).call(endpoint, input);
    return { status, body };
  }

  /** A process of its own that is killed after so many writes: its sender gets no answer unless it was done by then. */
  private async sendToDying({ endpoint, by, params, body, key }: Request, death: Death): Promise<Answer[]> {
    const { config, clock } = this.town.apps[0];
    const real = await connectDatabase(config.mongodbUri, { poolSizeMax: 4 });
    // The driver does the transaction of a closing again where others were in the way: one that never gets through is none.
    const othersInTheWay = death.othersInTheWay && endpoint.id !== shopClosings.confirm.id;
    const dying = dyingDatabase(real, death.afterWrites, { othersInTheWay });
    const { app, context } = createApp({ config, database: dying.database, clock });
    const server = createServer(app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => encodeURIComponent(params?.[name] ?? ''));
    const answered = fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${API_BASE}${path}`, {
      method: endpoint.method,
      headers: {
        authorization: `Bearer ${context.tokens.issue(by).accessToken}`,
        'content-type': 'application/json',
        [IDEMPOTENCY_HEADER]: key,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).then(async (answer): Promise<Answer[]> => [{ status: answer.status, body: await answer.json() }]);
    const lost = answered.catch((): Answer[] => []);
    const answers = await Promise.race([lost, dying.died.then((): Answer[] => [])]);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await lost;
    await real.close();
    return answers;
  }

  /** What must hold at any time: no impossible state, nothing below zero, nothing above a cap, fen as the points are. */
  async expectPossible(): Promise<void> {
    const all = await this.records();
    for (const redemption of all) {
      const { _id, state, points, refundedPoints, netPoints, terms, quantity, refunds } = redemption;
      const before = this.seen.get(_id);
      if (before !== undefined && before !== state) expect(NEXT[before], `${before} → ${state}`).toContain(state);
      this.seen.set(_id, state);
      const spent = ['success', 'partially_refunded', 'refunded'].includes(state);
      expect(netPoints).toBe(spent ? points - refundedPoints : 0);
      expect(redemption.owedFen).toBe(spent ? owedFen(terms.settlementFen, quantity, points, refundedPoints) : 0);
      expect(redemption.open).toBe(['created', 'awaiting_resident', 'awaiting_confirm'].includes(state));
      const given = refunds
        .filter((refund) => refund.state === 'posted')
        .reduce((sum, refund) => sum + refund.points, 0);
      expect(given).toBe(refundedPoints);
      expect(refundedPoints).toBeLessThanOrEqual(points);
      for (const refund of refunds) if (refund.decision !== undefined) expectTwo(refund);
    }
    for (const { account, available, state } of await this.views()) {
      expect([available, state.balance, state.owed].every((figure) => figure >= 0)).toBe(true);
      const held = state.holds.map(({ id }) => id);
      expect(all.filter(({ accountId }) => accountId === account).map(({ _id }) => _id)).toEqual(
        expect.arrayContaining(held),
      );
    }
    for (const { stock } of await this.offerRecords()) expect(stock ?? 0).toBeGreaterThanOrEqual(0);
    for (const { month = {}, days = {} } of await this.allowances()) {
      for (const assurance of ASSURANCES) {
        const { day: dayMax, month: monthMax } = RULES.caps[assurance];
        expect(month[assurance] ?? 0).toBeLessThanOrEqual(monthMax);
        for (const sums of Object.values(days)) expect(sums[assurance] ?? 0).toBeLessThanOrEqual(dayMax);
      }
      for (const capped of SHOP_CAPPED) {
        const { day: dayMax, month: monthMax } = RULES.shopCaps[capped];
        expect(month[capped] ?? 0).toBeLessThanOrEqual(monthMax);
        for (const sums of Object.values(days)) expect(sums[capped] ?? 0).toBeLessThanOrEqual(dayMax);
      }
    }
  }

  /**
   * The job of one process or of both at once, of which one gets the lease: when both are over, none is open past its
   * deadline. What a closing that was cut off left undone is gone on with beside it.
   */
  async repair(processes: readonly number[]): Promise<void> {
    const jobs = ['redemption-repair', SHOP_CLOSINGS_JOB];
    await Promise.all(processes.flatMap((at) => jobs.map((job) => item(this.town.apps, at).context.jobs.runNow(job))));
    const late = (await this.records()).filter(
      ({ open, expiresAt }) => open && expiresAt.getTime() <= this.clock.now(),
    );
    expect(late.map(({ _id, state }) => [_id, state])).toEqual([]);
  }

  /** Interrupted steps are taken up, then what is still open times out, then late steps are looked for. */
  async end(): Promise<void> {
    for (const waitMs of [11_000, 181_000, 70_000]) {
      this.clock.advance(waitMs);
      await this.repair([0]);
      await this.expectPossible();
    }
    await this.expectConserved();
    await this.expectClosedForGood();
  }

  /** A shop at whose counter somebody waits, or undefined. */
  async whereSomebodyWaits(): Promise<number | undefined> {
    const waiting = (await this.records()).find(({ open, state }) => open && isAsking(state));
    const at = this.shops.findIndex(({ shop }) => shop.shopId === waiting?.shopId);
    return at < 0 ? undefined : at;
  }

  /** Once a closing was answered nobody waits at that shop's counter. */
  async expectNobodyWaitsAt(at: number): Promise<void> {
    const { _id, state } = await this.shopRecord(at);
    if (state !== 'closed') return;
    const waiting = (await this.records()).filter((one) => one.shopId === _id && one.open && isAsking(one.state));
    expect(waiting.map((one) => one.state)).toEqual([]);
  }

  /** After a closing nothing begins at a shop that comes to anything, and no job has anything left to do there. */
  private async expectClosedForGood(): Promise<void> {
    for (const at of this.shops.keys()) {
      const { _id, closing, nextCheckAt } = await this.shopRecord(at);
      const closed = closing?.closed;
      if (!closed) continue;
      expect(nextCheckAt ?? null).toBe(null);
      const begun = (await this.records()).filter(({ shopId, createdAt }) => shopId === _id && createdAt > closed.at);
      expect(begun.filter(({ capturedAt }) => capturedAt !== null)).toEqual([]);
    }
  }

  /** Points, pieces and caps once nothing is open any more. */
  private async expectConserved(): Promise<void> {
    const all = await this.records();
    expect(all.filter(({ open, nextCheckAt }) => open || nextCheckAt !== null)).toEqual([]);
    for (const { account, available, state } of await this.views()) {
      expect(state.holds).toEqual([]);
      const spent = sumOf(all.filter(({ accountId }) => accountId === account).map(({ netPoints }) => netPoints));
      expect(available).toBe(CREDITED - spent);
    }
    for (const offer of await this.offerRecords()) {
      expect(offer.reservations).toEqual([]);
      const at = this.offers.findIndex(({ offerId }) => offerId === offer._id);
      const first = item(OFFERS, at).terms.stock;
      const sold = all.filter(({ offerId, state }) => {
        return offerId === offer._id && (state === 'success' || state === 'partially_refunded');
      });
      expect(offer.stock).toBe(first === null ? null : first - sumOf(sold.map(({ quantity }) => quantity)));
    }
    const used = await this.allowances();
    expect(used.flatMap(({ reservations }) => reservations)).toEqual([]);
    for (const { personId } of this.people) {
      const counted = used.filter(({ _id }) => _id.startsWith(`${personId}:`)).map(({ month }) => month?.pin ?? 0);
      const captured = all.filter((one) => one.personId === personId && one.capturedAt !== null);
      expect(sumOf(counted)).toBe(sumOf(captured.map(({ points }) => points)));
    }
    for (const { shop } of this.shops) {
      const counted = used.filter(({ _id }) => _id.startsWith(`shop:${shop.shopId}:`)).map(({ month }) => month);
      const captured = all.filter((one) => one.shopId === shop.shopId && one.capturedAt !== null);
      expect(sumOf(counted.map((month) => month?.count ?? 0))).toBe(captured.length);
      expect(sumOf(counted.map((month) => month?.points ?? 0))).toBe(sumOf(captured.map(({ points }) => points)));
    }
  }

  private records(): Promise<RedemptionRecord[]> {
    const offerId = { $in: this.offers.map((offer) => offer.offerId) };
    return this.db.collection<RedemptionRecord>('redemptions').find({ offerId }).toArray();
  }

  private offerRecords(): Promise<OfferRecord[]> {
    const ids = this.offers.map(({ offerId }) => offerId);
    return this.db
      .collection<OfferRecord>('offers')
      .find({ _id: { $in: ids } })
      .toArray();
  }

  private allowances() {
    type Sums = Partial<Record<(typeof ASSURANCES)[number] | (typeof SHOP_CAPPED)[number], number>>;
    interface Allowance {
      _id: string;
      month?: Sums;
      days?: Record<string, Sums>;
      reservations: object[];
    }
    const whose = [
      ...this.people.map(({ personId }) => personId),
      ...this.shops.map(({ shop }) => `shop:${shop.shopId}`),
    ];
    return this.db
      .collection<Allowance>('redemption_allowances')
      .find({ _id: { $regex: `^(${whose.join('|')}):` } })
      .toArray();
  }

  private views() {
    return this.town.apps[0].context.ledger.views(this.people.map(({ accountId }) => accountId));
  }

  private get db() {
    return this.town.apps[0].database.db;
  }
}

const isAsking = (state: RedemptionState): boolean => (ASKING_STATES as readonly RedemptionState[]).includes(state);

/** A refund that needed two words has them of two people. */
function expectTwo({ userId, state, decision }: RedemptionRecord['refunds'][number]): void {
  if (state !== 'withdrawn') expect(decision?.userId).not.toBe(userId);
}

function item<T>(items: readonly T[], at: number): T {
  const found = items[at];
  if (found === undefined) throw new RangeError(`there is no number ${at}`);
  return found;
}

const sumOf = (figures: readonly number[]): number => figures.reduce((sum, figure) => sum + figure, 0);
