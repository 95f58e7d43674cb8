import type { Random } from '@red-points/scripts/demo/random';
import { cards, imports, offers, people, rules, sessions, shops } from '@red-points/shared/contracts';
import type { Role } from '@red-points/shared/domain/permissions';
import { expect } from 'vitest';
import { nextPhone, startTestApp, TEST_PASSWORD, type TestApp } from '../app.ts';
import { hourlyTerms } from '../earning.ts';
import { Book } from './book.ts';
import { byPassword, byPhone, Client, serve, startSmsGateway } from './client.ts';

/** The first of a November, a Sunday, at half past eight in Shanghai. */
export const MONTH_START_MS = Date.parse('2026-11-01T00:30:00Z');
export const MONTH_DAYS = 30;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const UNIT = 'jinxiu';
export const GRIDS = ['jinxiu-g1', 'jinxiu-g2'] as const;

/** Rules of this scheme, and how its paper prices them. */
export const RULES = {
  cleaning: { code: 'ZY-01', category: 'volunteering', unit: 'hour', points: 2, publicityDays: 0 },
  patrol: { code: 'ZY-02', category: 'volunteering', unit: 'hour', points: 3, publicityDays: 3 },
  choir: { code: 'WH-01', category: 'culture', unit: 'attendance', points: 3, publicityDays: 0, capPerMonth: 8 },
  mediation: { code: 'TJ-01', category: 'mediation', unit: 'case', points: 10, publicityDays: 0 },
} as const;
export type RuleName = keyof typeof RULES;

export interface Neighbour {
  readonly personId: string;
  readonly name: string;
  /** Their phone; null for those without one, who come with a card. */
  readonly phone: Client | null;
  readonly cardUrl: string | null;
  verified: boolean;
}

export interface ShopAt {
  readonly shopId: string;
  readonly till: Client;
  readonly poster: string;
  readonly offers: { offerId: string; points: number; fen: number; kind: string }[];
}

/** A community with its office, shops and residents, all of them behind HTTP. */
export interface Town {
  readonly test: TestApp;
  readonly random: Random;
  readonly book: Book;
  readonly organisers: readonly Client[];
  readonly officer: Client;
  readonly secretary: Client;
  readonly deputy: Client;
  readonly street: Client;
  /** Another of the street's, without a part in anything. */
  readonly inspector: Client;
  readonly auditor: Client;
  /** A colleague from the grids, who sits at the desk while the deputy is away. */
  readonly clerk: Client;
  readonly clerkName: string;
  /** Who sits at the desk and reviews today. */
  readonly desk: () => Client;
  readonly takeDesk: (who: Client) => void;
  readonly neighbours: Neighbour[];
  /** Those who live next door. */
  readonly visitors: (Neighbour & { phone: Client })[];
  readonly shops: ShopAt[];
  readonly withPhone: () => (Neighbour & { phone: Client })[];
  /** Today's business date. */
  readonly today: () => string;
  /** Sets the clock to so many minutes after half past eight of a day of the month, from 0. Never back. */
  readonly at: (day: number, minutes: number) => void;
  readonly now: () => number;
  /** Another device, with an address of its own. */
  readonly device: (face: 'console' | 'merchant' | 'resident', signIn: (client: Client) => Promise<string>) => Client;
  readonly codes: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

export async function openTown(random: Random): Promise<Town> {
  const gateway = await startSmsGateway();
  const test = await startTestApp({
    started: true,
    startMs: MONTH_START_MS,
    config: { smsGateway: { url: gateway.url, token: 'gateway-token' }, trustProxy: 1 },
  });
  const { origin, close } = await serve(test);
  let devices = 0;
  const device: Town['device'] = (face, signIn) => {
    devices += 1;
    const address = `10.0.${devices >> 8}.${devices & 255}`;
    return new Client({ origin, now: () => test.clock.now() }, address, face, signIn);
  };
  const staff = async (role: Role, unitId = UNIT): Promise<Client> => {
    const username = `${role}-${devices}`;
    // Who works here is given by the installation's command, before anything else.
    const grants = [{ role, unitId, shopId: null }];
    const made = await test.context.users.createStaff({
      ...{ username, password: TEST_PASSWORD, displayName: username, grants, personId: null },
    });
    if (made === null) throw new Error(`${username} is taken`);
    return device('console', byPassword('console', username));
  };
  const clerkName = `grid_officer-${devices}`;
  const clerk = await staff('grid_officer', 'jinxiu-g2');
  const deputy = await staff('community_admin');
  let desk = deputy;
  const town: Town = {
    ...{ test, random, book: new Book(), neighbours: [], visitors: [], shops: [], device, codes: gateway.codes },
    ...{ clerk, clerkName, deputy, desk: () => desk },
    takeDesk: (who) => {
      desk = who;
    },
    organisers: [await staff('organiser'), await staff('organiser')],
    officer: await staff('grid_officer'),
    secretary: await staff('community_admin'),
    street: await staff('street_admin', 'qihe'),
    inspector: await staff('street_admin', 'qihe'),
    auditor: await staff('auditor', 'wanglan'),
    withPhone: () => town.neighbours.flatMap((one) => (one.phone === null ? [] : [{ ...one, phone: one.phone }])),
    today: () => new Date(test.clock.now() + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10),
    now: () => test.clock.now(),
    at: (day, minutes) => {
      const instantMs = MONTH_START_MS + day * DAY_MS + minutes * MINUTE_MS;
      if (instantMs < test.clock.now()) throw new Error('time does not go back');
      test.clock.set(instantMs);
    },
    close: async () => {
      await close();
      await test.close();
      await gateway.close();
    },
  };
  return town;
}

/** Drafts the scheme's rules by one and publishes them by another. */
export async function publishScheme({ secretary, deputy }: Town): Promise<void> {
  for (const rule of Object.values(RULES)) {
    const terms = hourlyTerms({
      ...{ category: rule.category, unit: rule.unit, points: rule.points, publicityDays: rule.publicityDays },
      ...('capPerMonth' in rule ? { caps: { perMonth: rule.capPerMonth } } : {}),
    });
    const drafted = await secretary.call(rules.draft, { body: { code: rule.code, unitId: UNIT, terms } });
    await deputy.call(rules.publish, { params: { code: rule.code, version: String(drafted.version) } });
  }
}

const SURNAMES = '陈林黄张李王吴刘蔡杨许郑谢郭洪曾邱廖赖周'.split('');
const GIVEN = '秀英 国强 晓梅 建军 美玲 志明 淑芬 家豪 雅婷 俊杰 丽华 春生'.split(' ');

const nameFrom = (random: Random): string => `${random.pick(SURNAMES)}${random.pick(GIVEN)}`;

/** The list of residents that the office kept in a sheet: uploaded by the officer, proposed, and confirmed by somebody else. */
export async function takeInList(town: Town, count: number): Promise<void> {
  const { officer, deputy, random, neighbours, device, codes } = town;
  const listed = Array.from({ length: count }, () => ({ name: nameFrom(random), number: nextPhone() }));
  const rows = listed.map(({ name, number }) => `${name},${number},锦绣社区第1网格`);
  const form = new FormData();
  form.append('file', new Blob([['姓名,联系电话,所属网格', ...rows].join('\n')], { type: 'text/csv' }), '名册.csv');
  const query = { unitId: UNIT, kind: 'residents' };
  const { importId, counts } = await officer.call(imports.upload, { query, body: form });
  if (counts.accepted !== count) throw new Error(`not all accepted: ${JSON.stringify(counts)}`);
  const params = { importId };
  await officer.call(imports.propose, { params });
  await deputy.call(imports.confirm, { params });
  await expect
    .poll(async () => (await deputy.call(imports.get, { params })).state, { timeout: 120_000, interval: 100 })
    .toBe('posted');
  for (const { name, number } of listed) {
    const phone = device('resident', byPhone(number, codes));
    const [person] = (await phone.call(sessions.me)).persons;
    if (person === undefined) throw new Error('nobody of the list signed in');
    neighbours.push({ personId: person.personId, name, phone, cardUrl: null, verified: false });
  }
}

/** So many residents: most with a phone, some by an officer with a card, some by themselves. */
export async function settle(town: Town, count: number): Promise<void> {
  const { officer, random, neighbours, device, codes } = town;
  for (let index = 0; index < count; index += 1) {
    const name = nameFrom(random);
    const unitId = random.pick(GRIDS);
    const way = random.next();
    if (way < 0.12) {
      const { personId } = await officer.call(people.enter, { body: { name, unitId } });
      const { codeUrl } = await officer.call(cards.issue, { params: { personId } });
      neighbours.push({ personId, name, phone: null, cardUrl: codeUrl, verified: false });
      continue;
    }
    const number = nextPhone();
    const phone = device('resident', byPhone(number, codes));
    const body = { name, unitId };
    const { personId } =
      way < 0.3
        ? await phone.call(people.registerSelf, { body: { ...body, consentVersion: '1' } })
        : await officer.call(people.enter, { body: { ...body, phone: number } });
    phone.forgetToken();
    neighbours.push({ personId, name, phone, cardUrl: null, verified: false });
  }
}

/** The officer knows so many more of them by now. */
export async function verifySome({ officer, random, neighbours }: Town, count: number): Promise<void> {
  const unknown = neighbours.filter(({ verified }) => !verified);
  for (const one of random.sample(unknown, count)) {
    await officer.call(people.verify, { params: { personId: one.personId } });
    one.verified = true;
  }
}

/** Two shops with three offers each, entered by one secretary and approved by the other. */
export async function openShops(town: Town): Promise<void> {
  const { secretary, deputy, test, device } = town;
  for (const name of ['暖邻食堂', '惠民超市']) {
    const entered = await secretary.call(shops.create, { body: { name, kind: 'store', unitId: UNIT } });
    const params = { shopId: entered.shopId };
    await deputy.call(shops.approve, { params });
    const username = `till-${entered.shopId}`;
    const grants = [{ role: 'merchant_owner' as const, unitId: null, shopId: entered.shopId }];
    await test.context.users.createStaff({
      ...{ username, password: TEST_PASSWORD, displayName: name, grants, personId: null },
    });
    const till = device('merchant', byPassword('merchant', username));
    const { codeUrl: poster } = await secretary.call(shops.poster, { params });
    town.shops.push({ ...params, till, poster, offers: await addOffers(secretary, params) });
  }
}

async function addOffers(secretary: Client, params: { shopId: string }): Promise<ShopAt['offers']> {
  const added: ShopAt['offers'] = [];
  for (const [points, fen, kind, stock] of [
    [3, 250, 'goods', null],
    [7, 600, 'goods', 400],
    [12, 1_050, 'service', null],
  ] as const) {
    const body = {
      ...{ title: `${points} 分${kind === 'service' ? '服务' : '礼品'}`, kind, picture: 'meal' as const },
      ...{ points, settlementFen: fen, stock, validFrom: '2026-01-01T00:00:00Z' },
    };
    const { offerId } = await secretary.call(offers.create, { params, body });
    added.push({ offerId, points, fen, kind });
  }
  return added;
}
