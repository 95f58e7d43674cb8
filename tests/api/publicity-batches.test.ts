import { objections, type PublicityBatch, publicity } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, later, publishRule, signInCast } from '../support/earning.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let cast: Cast;

const approve = async (personId: string, ruleCode = 'ZY-03') => {
  const claimId = await fileClaim(cast, personId, { ruleCode });
  // Lines stand in the order in which they were approved.
  t.clock.advance(1_000);
  await decide(cast.secretary, 'claim', claimId).expect(200);
  return `claim:${claimId}`;
};
const published = async (resident: Record<string, unknown> = {}, ruleCode = 'ZY-03') => {
  const person = await t.enterResident(resident);
  return { ...person, creditId: await approve(person.personId, ruleCode) };
};
const batches = async (unitId = 'jinxiu'): Promise<PublicityBatch[]> =>
  (await t.call(publicity.batches, { query: { unitId } }).expect(200)).body.items;
const linesOf = (batchId: string, unitId = 'jinxiu') => t.call(publicity.list, { query: { unitId, batchId } });

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  await publishRule(cast, 'ZY-05', hourlyTerms({ publicityDays: 5 }));
});
afterAll(() => t.close());

describe('what is published together', () => {
  it('has one number, one window and stable lines; another window or day has the next number', async () => {
    const [first, second] = [await published(), await published()];
    await published({}, 'ZY-05');
    cast = later(t, cast, DAY_MS);
    await published();
    const found = await batches();
    expect(found.map(({ number, publishedOn, lastDay, total }) => [number, publishedOn, lastDay, total])).toEqual([
      [3, '2026-11-24', '2026-11-27', 1],
      [2, '2026-11-23', '2026-11-30', 1],
      [1, '2026-11-23', '2026-11-26', 2],
    ]);
    expect(found[2]).toMatchObject({
      unitName: '锦绣社区',
      year: 2026,
      isOpen: true,
      people: 2,
      points: 6,
      objected: 0,
    });
    const lines = (await linesOf(found[2]?.batchId ?? '').expect(200)).body;
    expect(lines.items.map(({ creditId }: { creditId: string }) => creditId)).toEqual([
      first.creditId,
      second.creditId,
    ]);
    expect(lines.batch).toEqual(found[2]);
    expect(await batches('qihe')).toHaveLength(3);
    // Whoever asks by their grid reads what their community publishes.
    expect(await batches('jinxiu-g2')).toEqual(found);
    await linesOf(found[2]?.batchId ?? '', 'jinxiu-g2').expect(200);
    expect(await batches('hechi')).toEqual([]);
    expect((await linesOf(found[2]?.batchId ?? '', 'hechi').expect(404)).body.code).toBe('publicity_batch_unknown');
    expect((await linesOf('none').expect(404)).body.code).toBe('publicity_batch_unknown');
    expect((await t.call(publicity.batches, { query: { unitId: 'none' } }).expect(422)).body.code).toBe('unit_unknown');
  });

  it('gets its number once, though two processes publish at the same moment', async () => {
    cast = later(t, cast, DAY_MS);
    const other = await startTestApp({ sharing: t });
    const people = await Promise.all(Array.from({ length: 6 }, () => t.enterResident()));
    const claimIds: [string, 'here' | 'there'][] = [];
    for (const [at, { personId }] of people.entries()) {
      const ruleCode = at % 3 === 0 ? 'ZY-05' : 'ZY-03';
      claimIds.push([await fileClaim(cast, personId, { ruleCode }), at % 2 === 0 ? 'here' : 'there']);
    }
    const there = await other.signIn('community_admin', 'jinxiu');
    await Promise.all(
      claimIds.map(([claimId, where]) =>
        decide(where === 'here' ? cast.secretary : there, 'claim', claimId).expect(200),
      ),
    );
    const numbers = (await batches()).map(({ number }) => number);
    expect(numbers.toSorted((one, two) => one - two)).toEqual([1, 2, 3, 4, 5]);
    await other.app.close();
    await other.database.close();
  });

  it('can be read for some days after its window, then only as long as an objection waits', async () => {
    cast = later(t, cast, 5 * DAY_MS);
    const [struck, posted, waiting] = [await published(), await published(), await published()];
    const neighbour = await t.signInResident();
    const objectionTo = async (creditId: string) =>
      (await neighbour.call(objections.fileOwn, { body: { creditId, reason: '没有见到他' } }).expect(201)).body;
    const body = { outcome: 'upheld', reason: '核实没有参加' };
    const { objectionId } = await objectionTo(struck.creditId);
    const judge = await t.signIn('community_admin', 'jinxiu');
    await judge.call(objections.decide, { params: { objectionId }, body }).expect(200);
    const pending = await objectionTo(waiting.creditId);
    const batchId = (await batches())[0]?.batchId ?? '';
    cast = later(t, cast, 6 * DAY_MS);
    await t.context.credits.postDue();
    const after = (await linesOf(batchId).expect(200)).body;
    expect(after.items.map(({ creditId, state }: { creditId: string; state: string }) => [creditId, state])).toEqual([
      [struck.creditId, 'refused'],
      [posted.creditId, 'posted'],
      [waiting.creditId, 'objected'],
    ]);
    expect(after.batch).toMatchObject({ isOpen: false, total: 3, points: 6, objected: 1 });
    cast = later(t, cast, 10 * DAY_MS);
    expect((await linesOf(batchId).expect(200)).body.items).toMatchObject([{ creditId: waiting.creditId }]);
    const late = await t.signIn('community_admin', 'jinxiu');
    const params = { objectionId: pending.objectionId };
    await late.call(objections.decide, { params, body: { outcome: 'dismissed', reason: '已核实参加' } }).expect(200);
    expect((await linesOf(batchId).expect(410)).body.code).toBe('publicity_over');
    expect((await batches()).map((batch) => batch.batchId)).not.toContain(batchId);
    // Staff read it all the same.
    const staff = await t.signIn('auditor', 'qihe');
    const lines = (await staff.call(publicity.staffLines, { params: { batchId } }).expect(200)).body;
    expect(lines.items).toHaveLength(3);
    const foreign = await t.signIn('auditor', 'dongting');
    expect((await foreign.call(publicity.staffLines, { params: { batchId } }).expect(403)).body.code).toBe(
      'out_of_scope',
    );
    expect((await staff.call(publicity.staffLines, { params: { batchId: 'none' } }).expect(404)).body.code).toBe(
      'publicity_batch_unknown',
    );
  });
});

describe('what the public list says of somebody', () => {
  it('is the surname; for verified neighbours the whole name of who agreed; nothing of who chose so', async () => {
    const chen = await t.signInResident({ name: '陈秀英' });
    const creditId = await approve(chen.personId);
    const reader = async (resident: Record<string, unknown> = {}) => {
      const neighbour = await t.signInResident(resident);
      return async () => {
        const query = { unitId: 'jinxiu', limit: 200 };
        const { items } = (await neighbour.call(publicity.neighbours, { query }).expect(200)).body;
        return items.find((line: { creditId: string }) => line.creditId === creditId);
      };
    };
    const [near, far, unverified] = [
      await reader(),
      await reader({ unitId: 'hechi-g1' }),
      await reader({ verified: false }),
    ];
    expect(await near()).toMatchObject({ maskedName: '陈*', fullName: null, isOwn: false, objectedByMe: false });
    expect((await chen.call(publicity.ownChoice).expect(200)).body).toMatchObject({ choice: 'masked', chosenAt: null });
    await chen.call(publicity.chooseOwn, { body: { choice: 'named' } }).expect(200);
    expect((await near()).fullName).toBe('陈秀英');
    expect((await far()).fullName).toBeNull();
    expect((await unverified()).fullName).toBeNull();
    const open = (await t.call(publicity.list, { query: { unitId: 'jinxiu', limit: 200 } }).expect(200)).text;
    expect(open).not.toContain('陈秀英');
    const hidden = await chen.call(publicity.chooseOwn, { body: { choice: 'hidden' } }).expect(200);
    expect(hidden.body).toMatchObject({ choice: 'hidden', shownAs: 'hidden' });
    expect(await near()).toBeUndefined();
    expect((await batches())[0]).toMatchObject({ total: 0 });
    await chen.call(publicity.chooseOwn, { body: { choice: 'masked' } }).expect(200);
    expect((await near()).fullName).toBeNull();
  });

  it('is chosen on paper at the office; nobody under 18 is named, nobody under 14 is on it', async () => {
    const chooseFor = (personId: string, choice: string, staff = cast.officer) =>
      staff.call(publicity.chooseFor, { params: { personId }, body: { choice } });
    const youth = await t.enterResident({ birthDate: '2010-05-01' });
    expect((await chooseFor(youth.personId, 'named').expect(409)).body.code).toBe('publicity_naming_minor');
    const child = await t.enterResident({ birthDate: '2016-05-01' });
    expect((await chooseFor(child.personId, 'masked').expect(200)).body).toMatchObject({ shownAs: 'hidden' });
    const adult = await t.enterResident();
    expect((await chooseFor(adult.personId, 'hidden').expect(200)).body).toMatchObject({ choice: 'hidden' });
    const creditId = await approve(adult.personId);
    const list = (await t.call(publicity.list, { query: { unitId: 'jinxiu', limit: 200 } }).expect(200)).text;
    expect(list).not.toContain(creditId);
    const elsewhere = await t.signIn('grid_officer', 'hechi');
    expect((await chooseFor(adult.personId, 'named', elsewhere).expect(403)).body.code).toBe('out_of_scope');
    expect((await chooseFor('nobody', 'named').expect(404)).body.code).toBe('person_not_found');
    const params = { personId: adult.personId };
    expect((await cast.officer.call(publicity.choiceOf, { params }).expect(200)).body.choice).toBe('hidden');
  });
});

describe('views of public lists', () => {
  it('are counted by day, and nobody is known by them', async () => {
    cast = later(t, cast, DAY_MS);
    await published();
    const [batch] = await batches();
    await Promise.all(Array.from({ length: 5 }, () => linesOf(batch?.batchId ?? '').expect(200)));
    await t.call(publicity.list, { query: { unitId: 'jinxiu' } }).expect(200);
    const neighbour = await t.signInResident();
    await neighbour.call(publicity.neighbours, { query: { unitId: 'jinxiu-g1', batchId: batch?.batchId } }).expect(200);
    const day = batch?.publishedOn ?? '';
    const viewsOf = (from: string, until: string) =>
      cast.secretary.call(publicity.views, { query: { unitId: 'jinxiu', from, until } });
    expect((await viewsOf(day, day).expect(200)).body.days).toEqual([{ day, openly: 6, signedIn: 1 }]);
    const [staffed] = (await cast.secretary.call(publicity.staffBatches, { query: { unitId: 'jinxiu' } }).expect(200))
      .body.items;
    expect(staffed).toMatchObject({ batchId: batch?.batchId, views: 6 });
    expect((await viewsOf('2024-01-01', '2026-01-01').expect(400)).body.code).toBe('publicity_days_too_many');
    const kept = JSON.stringify(await t.database.db.collection('publicity_views').find().toArray());
    expect(kept).not.toContain(neighbour.personId);
    expect(kept).not.toContain(neighbour.userId);
  });
});
