import { createHash } from 'node:crypto';
import { SPOT_CHECK_JOB } from '@red-points/server/spot-checks/index';
import { digests, reports, type SpotDraw, type SpotItem, spotChecks, transactions } from '@red-points/shared/contracts';
import { SAMPLE_RULE } from '@red-points/shared/domain/spot-checks';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { refused } from '../support/refused.ts';

const DRAW = 'qihe.2026-11';
const hash = (text: string) => createHash('sha256').update(text).digest('hex');

let t: TestApp;
let cast: Cast;
let street: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const run = () => t.context.jobs.runNow(SPOT_CHECK_JOB);
const at = (instant: string) => t.clock.set(Date.parse(instant));
const drawOf = async (drawId = DRAW): Promise<SpotDraw & { sample: Document[] }> =>
  (await t.call(spotChecks.draw, { params: { drawId } }).expect(200)).body;
const itemsOf = async (user = street): Promise<SpotItem[]> =>
  (await user.call(spotChecks.items, { params: { drawId: DRAW } }).expect(200)).body.items;
const check = (user: SignedInUser, creditId: string, body: Document, headers: Record<string, string> = {}) =>
  user.call(spotChecks.check, { params: { drawId: DRAW, creditId }, body, headers });

/** How many drawn credits wait for somebody by their home page. */
async function waitingFor(user: SignedInUser): Promise<number> {
  const { items } = (await user.call(reports.tasks, { query: { unitId: 'qihe' } }).expect(200)).body;
  return items.find(({ code }: { code: string }) => code === 'spot_checks_waiting')?.count ?? 0;
}

async function postedClaims(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let filed = 0; filed < count; filed += 1) {
    const { personId } = await t.enterResident();
    const id = await fileClaim(cast, personId, { description: `送餐 ${personId}` });
    await decide(cast.secretary, 'claim', id).expect(200);
    ids.push(`claim:${id}`);
  }
  return ids.sort();
}

describe('the monthly draw of a street', () => {
  let population: string[];

  it('fixes what was posted in the month, and publishes it before anybody can know the seed', async () => {
    population = await postedClaims(12);
    at('2026-11-30T16:29:00Z');
    await run();
    await t.call(spotChecks.draw, { params: { drawId: DRAW } }).expect(404);
    // December has begun in Shanghai: its first credit is not the month's.
    const later = await postedClaims(1);
    at('2026-11-30T16:31:00Z');
    await Promise.all([run(), run()]);
    await run();
    const fixed = await drawOf();
    expect(fixed).toMatchObject({
      state: 'fixed',
      population: 12,
      populationRoot: hash(population.map((id) => `${id}\n`).join('')),
      sampleSize: 5,
      seedDay: '2026-12-01',
      digest: null,
      seed: null,
      sample: [],
    });
    const page = await t.call(spotChecks.population, { params: { drawId: DRAW, page: '0' } }).expect(200);
    expect(page.body).toEqual({ page: 0, pages: 1, ids: population });
    expect(population).not.toContain(later[0]);
    expect(await itemsOf()).toEqual([]);
    const other = await drawOf('dongting.2026-11');
    expect(other).toMatchObject({ population: 0, sampleSize: 0 });
  });

  it('draws by the digest of the day after, once, and anybody can draw again from what is public', async () => {
    at('2026-12-01T15:59:00Z');
    await t.context.digests.makeDue();
    await run();
    expect((await drawOf()).state).toBe('fixed');
    at('2026-12-01T16:11:00Z');
    await t.context.digests.makeDue();
    await Promise.all([run(), run()]);
    await run();
    const drawn = await drawOf();
    const digest = (await t.call(digests.get, { params: { digestId: '2026-12-01' } }).expect(200)).body.digest;
    const seed = hash(JSON.stringify(['red-points-spot-check', 1, 'qihe', '2026-11', drawn.populationRoot, digest]));
    const again = population
      .map((id) => [hash(`${seed}\n${id}`), id] as const)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .slice(0, drawn.sampleSize)
      .map(([, id]) => id);
    expect(drawn).toMatchObject({ state: 'drawn', digest, seed, statistics: { drawn: 5, waiting: 5 } });
    expect(drawn.sample.map(({ creditId }) => creditId)).toEqual(again);
    const listed = (await t.call(spotChecks.draws, { query: { unitId: 'qihe' } }).expect(200)).body.items;
    // The month before the first had nothing: that is said, too.
    expect(listed.map(({ month }: SpotDraw) => month)).toEqual(['2026-11', '2026-10']);
    expect(JSON.stringify([drawn, listed])).not.toMatch(/陈|person/);
    const tasks = (await street.call(reports.tasks, { query: { unitId: 'qihe' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'spot_checks_waiting', count: 5 }));
  });

  it('goes on where it was interrupted, with the same sample', async () => {
    const before = await drawOf();
    const { db } = t.database;
    await db
      .collection<Document>('spot_check_draws')
      .updateOne({ _id: DRAW as never }, { $set: { state: 'fixed', seed: null } });
    await db.collection<Document>('spot_check_items').deleteOne({ drawId: DRAW, position: 3 });
    await run();
    expect((await drawOf()).sample).toEqual(before.sample);
  });

  it('stops where the population is not what was fixed', async () => {
    const { db } = t.database;
    const draws = db.collection<Document>('spot_check_draws');
    const pages = db.collection<Document>('spot_check_population');
    const page = await pages.findOne({ drawId: DRAW });
    await draws.updateOne({ _id: DRAW as never }, { $set: { state: 'fixed' } });
    await pages.updateOne({ drawId: DRAW }, { $set: { 'ids.0': 'claim:exchanged' } });
    await expect(run()).rejects.toThrow('is not what was fixed');
    await pages.updateOne({ drawId: DRAW }, { $set: { ids: page?.ids } });
    await run();
    expect((await drawOf()).state).toBe('drawn');
  });
});

describe('a drawn credit', () => {
  it('is checked once by one without a part in it; a finding is put right by its entry’s reversal, and counted', async () => {
    const [first, second, third] = await itemsOf();
    expect(first).toMatchObject({ result: 'waiting', mayCheck: true, maskedName: '陈*', position: 0 });
    const good = { result: 'in_order', note: '与照片和签到表一致' };
    const bad = { result: 'finding', note: '当天没有这项服务' };
    const answers = await Promise.all([
      check(street, first?.creditId ?? '', good),
      check(street, first?.creditId ?? '', bad),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const send = (body: Document) => (headers: Record<string, string>) =>
      check(street, first?.creditId ?? '', body, headers);
    expect(await refused(send(good))).toBe('spot_already_checked');
    const found = await check(street, second?.creditId ?? '', bad).expect(200);
    expect(found.body).toMatchObject({ result: 'finding', note: '当天没有这项服务', correctingEntryIds: [] });
    const stored = await t.database.db.collection<Document>('spot_check_items').find().toArray();
    expect(JSON.stringify(stored)).not.toContain('没有这项服务');
    const params = { entryId: second?.entryId ?? '' };
    const reversed = await cast.deputy.call(transactions.reverse, { params, body: { reason: '抽查发现' } }).expect(201);
    const [, now] = await itemsOf();
    expect(now?.correctingEntryIds).toEqual([reversed.body.entryId]);
    await run();
    const draw = await drawOf();
    expect(draw.sample[1]).toEqual({ position: 1, creditId: second?.creditId, state: 'finding', corrected: true });
    expect(draw.statistics.corrected).toBe(1);
    expect(draw.statistics.waiting).toBe(3);
    await check(street, third?.creditId ?? '', good).expect(200);
  });

  it('is not for who filed or approved it, whom it is about, or who has no such office', async () => {
    const open = (await itemsOf()).find(({ result }) => result === 'waiting');
    const creditId = open?.creditId ?? '';
    const body = { result: 'in_order', note: '没有问题' };
    const send =
      (user: SignedInUser, id = creditId) =>
      (headers: Record<string, string>) =>
        check(user, id, body, headers);
    const credit = await t.database.db.collection<Document>('credits').findOne({ _id: creditId as never });
    const herself = await t.signIn('street_admin', 'qihe', { personId: String(credit?.personId) });
    expect(await refused(send(herself))).toBe('spot_not_independent');
    const seen = (await itemsOf(herself)).filter(({ result }) => result === 'waiting');
    expect(seen.find((item) => item.creditId === creditId)?.mayCheck).toBe(false);
    expect([await waitingFor(street), await waitingFor(herself)]).toEqual([seen.length, seen.length - 1]);
    const filer = await t.enterResident();
    await t.database.db
      .collection<Document>('users')
      .updateOne({ _id: cast.officer.userId as never }, { $set: { personId: filer.personId } });
    // Who filed all of them, at the street's desk.
    const same = await t.signIn('street_admin', 'qihe', { personId: filer.personId });
    expect([await waitingFor(same), (await itemsOf(same)).some(({ mayCheck }) => mayCheck)]).toEqual([0, false]);
    await t.database.db
      .collection<Document>('credits')
      .updateOne({ _id: creditId as never }, { $push: { actors: { part: 'reviewer', id: street.userId } } as never });
    expect(await refused(send(street))).toBe('spot_not_independent');
    expect(await refused(send(await t.signIn('street_admin', 'dongting')))).toBe('out_of_scope');
    expect((await send(cast.secretary)({})).status).toBe(403);
    expect(await refused(send(street, 'claim:none'))).toBe('spot_item_not_found');
    const stranger = await t.signIn('street_admin', 'dongting');
    expect(await refused((headers) => stranger.call(spotChecks.items, { params: { drawId: DRAW }, headers }))).toBe(
      'out_of_scope',
    );
    for (const endpoint of [spotChecks.draw, spotChecks.population]) {
      const params = { drawId: 'no.2026-11', page: '0' };
      expect(await refused((headers) => t.call(endpoint, { params, headers }))).toBe('spot_draw_not_found');
    }
    expect(await refused((headers) => street.call(spotChecks.items, { params: { drawId: 'no' }, headers }))).toBe(
      'spot_draw_not_found',
    );
  });
});

describe('how much is drawn', () => {
  it('is set by the district for the months to come', async () => {
    const district = lasting(t, await t.signIn('district_admin', 'wanglan'));
    const set =
      (body: Document, user = district) =>
      (headers: Record<string, string>) =>
        user.call(spotChecks.setSettings, { params: { unitId: 'qihe' }, body, headers });
    const read = street.call(spotChecks.settings, { params: { unitId: 'qihe' } });
    expect((await read.expect(200)).body).toEqual({ unitId: 'qihe', rule: SAMPLE_RULE, setBy: null, version: 0 });
    const rule = { percent: 100, itemsMin: 2, itemsMax: 3 };
    expect(await refused(set({ rule: { ...rule, itemsMin: 9 }, version: 0 }))).toBe('spot_rule_invalid');
    await set({ rule, version: 0 })({}).expect(200);
    expect(await refused(set({ rule, version: 0 }))).toBe('spot_settings_changed');
    expect((await set({ rule, version: 1 }, street)({})).status).toBe(403);
    await postedClaims(4);
    at('2026-12-31T17:00:00Z');
    await run();
    expect(await drawOf('qihe.2026-12')).toMatchObject({ population: 5, sampleSize: 3, seedDay: '2027-01-01' });
    expect(await drawOf()).toMatchObject({ sampleSize: 5 });
  });
});
