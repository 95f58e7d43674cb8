import { createApp } from '@red-points/server/app';
import { connectDatabase } from '@red-points/server/platform/database';
import type { RedemptionRecord } from '@red-points/server/redemptions/store';
import { isRefusal } from '@red-points/shared/contracts';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  expectConserved,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type TestShop,
} from '../support/redeeming.ts';
import { dyingDatabase } from './support/dying-database.ts';

const POINTS = 100;

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

type Resident = Awaited<ReturnType<typeof manyResidents>>[number];
type Redemptions = TestApp['context']['redemptions'];

async function scanned(resident: Resident): Promise<string> {
  const code = await t.context.redemptions.createCode(principalOf(resident));
  if (isRefusal(code)) throw new Error(code.refused);
  const scan = await t.context.redemptions.scan(ownerPrincipal(open), {
    code: code.codeUrl,
    shopId: open.shop.shopId,
  });
  if (isRefusal(scan)) throw new Error(scan.refused);
  return scan.scanId;
}

function begin(redemptions: Redemptions, offerId: string, scanId: string, key = nextKey()) {
  const shop = ownerPrincipal(open);
  const request = { caller: shop.userId, key, fingerprint: `${offerId} ${scanId}` };
  return redemptions.startByScan(shop, { scanId, offerId, quantity: 2 }, request);
}

/** A process in whose transactions others are always in the way, so that it takes the steps one by one. */
async function slowProcess() {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const { database } = dyingDatabase(real, Number.POSITIVE_INFINITY, { othersInTheWay: true });
  const { context } = createApp({ config: t.config, database, clock: t.clock });
  return { redemptions: context.redemptions, close: () => real.close() };
}

/** The version counts the steps; hashes, short codes and the phone's mark follow from ids. */
const OWN = new Set(['version', 'hash', 'previousHash', 'captureHash', 'shortCode', 'deviceTag', 'createdAt']);

/** All that a redemption leaves behind, without what no two redemptions have in common. */
async function leftBehind(redemption: RedemptionRecord, offerId: string): Promise<unknown> {
  const { db } = t.database;
  const one = async (collection: string, filter: Document) =>
    db.collection(collection).findOne(filter, { projection: { _id: 0 } });
  const entries = await db
    .collection('ledger_entries')
    .find({ account: redemption.accountId, 'source.kind': 'redemption' })
    .sort({ seq: 1 })
    .toArray();
  const allowance = await one('redemption_allowances', { _id: { $regex: `^${redemption.personId}:` } });
  const left = {
    redemption: await one('redemptions', { _id: redemption._id as never }),
    entries,
    offer: await one('offers', { _id: offerId as never }),
    uses: await db
      .collection('offer_uses')
      .find({ _id: { $regex: `^${offerId}:` } as never })
      .toArray(),
    movement: await one('stock_movements', { _id: `redeemed:${redemption._id}` as never }),
    allowance,
  };
  const { personId, accountId, scanId } = redemption;
  const own: [string | null, string][] = [
    [redemption._id, 'ID'],
    [personId, 'PERSON'],
    [accountId, 'ACCOUNT'],
    [scanId, 'SCAN'],
    [offerId, 'OFFER'],
    [`"${redemption.request.key}"`, '"KEY"'],
  ];
  const text = own.reduce((said, [id, name]) => (id === null ? said : said.replaceAll(id, name)), JSON.stringify(left));
  return JSON.parse(text, (name, value) => {
    if (OWN.has(name)) return null;
    return value;
  });
}

async function spendBy(redemptions: Redemptions): Promise<{ record: RedemptionRecord; left: unknown }> {
  const [resident] = await manyResidents(t, 1, POINTS);
  if (resident === undefined) throw new Error('nobody was entered');
  const offer = await addOffer(office, open.shop, { stock: 9, points: 3, perPersonMax: 4 });
  const record = await begin(redemptions, offer.offerId, await scanned(resident));
  if (isRefusal(record)) throw new Error(record.refused);
  return { record, left: await leftBehind(record, offer.offerId) };
}

describe('a small amount that is spent in one transaction', () => {
  it('leaves behind what the steps one by one leave', async () => {
    const slow = await slowProcess();
    const atOnce = await spendBy(t.context.redemptions);
    const byStep = await spendBy(slow.redemptions);
    expect(atOnce.record.version).toBe(1);
    expect(byStep.record.version).toBeGreaterThan(1);
    expect(atOnce.left).toEqual(byStep.left);
    await slow.close();
  });

  it('is one redemption for one key, however often and at once it is asked', async () => {
    const [resident] = await manyResidents(t, 1, POINTS);
    if (resident === undefined) throw new Error('nobody was entered');
    const offer = await addOffer(office, open.shop, { stock: 9 });
    const scanId = await scanned(resident);
    const key = nextKey();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => begin(t.context.redemptions, offer.offerId, scanId, key)),
    );
    const ids = answers.map((answer) => (isRefusal(answer) ? answer.refused : answer._id));
    expect(new Set(ids).size).toBe(1);
    expect(answers.every((answer) => !isRefusal(answer) && answer.state === 'success')).toBe(true);
    // Those that came too late for the transaction have looked whether something was left halfway.
    t.clock.advance(70_000);
    await t.context.jobs.runNow('redemption-repair');
    const accounts = [resident.accountId];
    await expectConserved(t, { offerIds: [offer.offerId], stock: 9, accounts, credited: POINTS });
  });

  it('gives out as many pieces as there are, and says to the others why', async () => {
    const residents = await manyResidents(t, 13, POINTS);
    const offer = await addOffer(office, open.shop, { stock: 8 });
    const [late = '', ...scans] = await Promise.all(residents.map(scanned));
    const answers = await Promise.all(scans.map((scanId) => begin(t.context.redemptions, offer.offerId, scanId)));
    const refusals = answers.flatMap((answer) => (isRefusal(answer) ? [answer.refused] : []));
    expect(refusals).toEqual(Array.from({ length: 8 }, () => 'offer_out_of_stock'));
    // In nobody's way, and still too late.
    expect(await begin(t.context.redemptions, offer.offerId, late)).toMatchObject({ refused: 'offer_out_of_stock' });
    t.clock.advance(70_000);
    await t.context.jobs.runNow('redemption-repair');
    const accounts = residents.map(({ accountId }) => accountId);
    await expectConserved(t, { offerIds: [offer.offerId], stock: 8, accounts, credited: POINTS });
  });

  it('says what is in the way: too few points, too many pieces for a person', async () => {
    const [poor, keen] = await manyResidents(t, 2, 20);
    if (poor === undefined || keen === undefined) throw new Error('nobody was entered');
    const dear = await addOffer(office, open.shop, { points: 11 });
    expect(await begin(t.context.redemptions, dear.offerId, await scanned(poor))).toMatchObject({
      refused: 'resident_points_insufficient',
    });
    const few = await addOffer(office, open.shop, { points: 1, perPersonMax: 3 });
    expect(await begin(t.context.redemptions, few.offerId, await scanned(keen))).toMatchObject({ state: 'success' });
    expect(await begin(t.context.redemptions, few.offerId, await scanned(keen))).toMatchObject({
      refused: 'offer_limit_reached',
    });
  });
});
