import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@red-points/scripts/demo/random';
import { API_BASE, type Endpoint, IDEMPOTENCY_HEADER, type Offer, redemptions } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { expect } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { earnCommand } from '../../support/ledger-commands.ts';
import {
  addOffer,
  expectConserved,
  expectVerified,
  manyResidents,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  redeemAtAnySpeed,
  staffPrincipal,
} from '../../support/redeeming.ts';
import { ended, expectSame, reached, type WatchedLoad } from './watched-load.ts';

const POINTS = 100_000;
const STOCK = 1_000_000;
/** Tokens live 15 minutes. */
const TOKEN_MS = 300_000;

/** A community with a shop whose residents have points to spend. */
export interface RedeemingPlace {
  readonly offer: Offer;
  readonly poster: string;
  readonly shop: Principal;
  readonly staff: Principal;
  readonly residents: readonly { readonly principal: Principal; readonly accountId: string }[];
}

export async function openPlace(t: TestApp, residents: number): Promise<RedeemingPlace> {
  const office = await openOffice(t);
  await redeemAtAnySpeed(t);
  const open = await openShop(t, office);
  const offer = await addOffer(office, open.shop, { stock: STOCK, points: 3 });
  const people = await manyResidents(t, residents, 0);
  for (const { accountId } of people) {
    // For ever, because the server under test goes by the machine's own clock.
    const credit = {
      ...earnCommand(accountId, 'claim:start', POINTS),
      expiry: { kind: 'never', from: 'effective' },
    } as const;
    await t.context.ledger.post(credit);
  }
  return {
    offer,
    poster: open.poster,
    shop: ownerPrincipal(open),
    staff: staffPrincipal(office.secretary.userId),
    residents: people.map((person) => ({ principal: principalOf(person), accountId: person.accountId })),
  };
}

interface Redemption {
  readonly redemptionId: string;
  readonly state: string;
  readonly refundedPoints: number;
}

/** Residents and a shop that redeem over HTTP, outside of everything that is cut or killed, and write every answer down. */
export class RedeemingLoad {
  /** The newest state that a client was told, by redemption. */
  readonly told = new Map<string, Redemption>();
  answers = 0;
  askedAgain = 0;
  /** Answers that were none, by status. */
  readonly failures = new Map<string, number>();
  private started = 0;
  private isOver = false;
  private work: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: unknown } | null = null;
  private readonly watched: WatchedLoad = {
    answers: () => this.answers,
    askedAgain: () => this.askedAgain,
    failure: () => this.failure,
  };
  private readonly tokens = new Map<string, { token: string; issuedAtMs: number }>();

  /** @param urlOf where the server listens now */
  constructor(
    private readonly t: TestApp,
    private readonly place: RedeemingPlace,
    private readonly seed: number,
    private readonly urlOf: () => string,
  ) {}

  start(): void {
    this.work = Promise.all(this.place.residents.map((_, number) => this.client(number)));
    this.work.catch((error: unknown) => {
      this.failure = { error };
    });
  }

  /** Waits until so many more requests were answered. Throws at once where a client failed, or where nobody gets an answer. */
  async progress(answers: number): Promise<void> {
    await reached(this.watched, this.answers + answers);
  }

  async end(): Promise<void> {
    this.isOver = true;
    await ended(this.watched, this.work);
  }

  /** To be called when no server runs any more: what clients were told is so, once, and points and pieces are conserved. */
  async expectExactlyOnce(): Promise<void> {
    const { t, place } = this;
    // Whoever was killed in the midst of a job holds its lease for half a minute.
    await t.database.db.collection('job_leases').deleteMany({});
    // Tokens were issued by this clock, minutes ago; the server went by the machine's.
    t.clock.set(Date.now());
    for (const waitMs of [11_000, 180_000, 70_000]) {
      t.clock.advance(waitMs);
      await t.context.jobs.runNow('redemption-repair');
    }
    const stored = await t.database.db
      .collection<{ _id: string; state: string; refundedPoints: number }>('redemptions')
      .find({ offerId: place.offer.offerId })
      .toArray();
    expect(stored).toHaveLength(this.started);
    const now = stored.map(({ _id, state, refundedPoints }) => ({ redemptionId: _id, state, refundedPoints }));
    const told = [...this.told.values()].map(({ redemptionId, state, refundedPoints }) => {
      return { redemptionId, state, refundedPoints };
    });
    const texts = (items: readonly Redemption[]) => items.map((item) => JSON.stringify(item));
    expectSame(texts(now), texts(told));
    const accounts = place.residents.map(({ accountId }) => accountId);
    const offerIds = [place.offer.offerId];
    await expectConserved(t, { offerIds, stock: STOCK, accounts, credited: POINTS });
    await expectVerified(t);
  }

  private async client(number: number): Promise<void> {
    const random = seededRandom(this.seed).fork(`resident ${number}`);
    const resident = this.place.residents[number]?.principal;
    if (resident === undefined) throw new RangeError('no such resident');
    for (let turn = 0; !this.isOver; turn += 1) await this.redeem(random, resident, `load-${number}-${turn}`);
  }

  private async redeem(random: Random, resident: Principal, key: string): Promise<void> {
    const { offer, poster, shop, staff } = this.place;
    const body = { code: poster, offerId: offer.offerId, quantity: random.between(1, 3) };
    this.started += 1;
    const { redemptionId } = await this.ask(redemptions.startByPoster, resident, `${key}-start`, { body });
    // Asked once more, though it was answered: the same redemption.
    const again = await this.ask(redemptions.startByPoster, resident, `${key}-start`, { body });
    expect(again.redemptionId).toBe(redemptionId);
    const params = { redemptionId };
    const end = random.pick(['confirm', 'confirm', 'confirm', 'decline', 'revoke'] as const);
    const by = end === 'revoke' ? resident : shop;
    const input = end === 'decline' ? { params, body: { reason: '忙' } } : { params };
    await this.ask(redemptions[end], by, `${key}-${end}`, input);
    if (end !== 'confirm' || random.next() < 0.6) return;
    const refund = { params, body: { points: random.between(1, 2), reason: '质量问题' } };
    await this.ask(redemptions.refund, staff, `${key}-refund`, refund);
  }

  /** Asks with the same key until there is an answer; a refusal is none, for everything here may be done. */
  private async ask(
    endpoint: Endpoint,
    by: Principal,
    key: string,
    input: { params?: Record<string, string>; body?: unknown },
  ): Promise<Redemption> {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.send(endpoint, by, key, input);
      if (answer !== null) {
        this.answers += 1;
        this.told.set(answer.redemptionId, answer);
        return answer;
      }
      if (attempt === 1) this.askedAgain += 1;
      await sleep(50);
    }
  }

  private async send(
    endpoint: Endpoint,
    by: Principal,
    key: string,
    { params = {}, body }: { params?: Record<string, string>; body?: unknown },
  ): Promise<Redemption | null> {
    const path = endpoint.path.replace(/:(\w+)/g, (_all, name: string) => params[name] ?? '');
    const headers: Record<string, string> = { Authorization: `Bearer ${this.tokenOf(by)}`, [IDEMPOTENCY_HEADER]: key };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    let status = 'no answer';
    try {
      const response = await fetch(`${this.urlOf()}${API_BASE}${path}`, {
        method: endpoint.method,
        headers,
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      const answer = (await response.json()) as Redemption;
      if (response.ok) return answer;
      if (response.status !== 503) throw new UnexpectedAnswer(`${endpoint.id}: ${JSON.stringify(answer)}`);
      status = String((answer as unknown as { code?: string }).code);
    } catch (error) {
      if (error instanceof UnexpectedAnswer) throw error;
    }
    this.failures.set(status, (this.failures.get(status) ?? 0) + 1);
    return null;
  }

  private tokenOf(principal: Principal): string {
    const known = this.tokens.get(principal.userId);
    if (known !== undefined && Date.now() - known.issuedAtMs < TOKEN_MS) return known.token;
    this.t.clock.set(Date.now());
    const { accessToken: token } = this.t.context.tokens.issue(principal);
    this.tokens.set(principal.userId, { token, issuedAtMs: Date.now() });
    return token;
  }
}

/** Neither done, nor "ask again": nothing that may come of a request which is in order. */
class UnexpectedAnswer extends Error {}
