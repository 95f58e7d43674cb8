import { claims, reviewRuns } from '@red-points/shared/contracts';
import { REVIEW_RUN_ITEMS_MAX } from '@red-points/shared/domain/reviews';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { endOfRun, lineOf, manyWaiting, setOffice } from '../support/reviewing.ts';

describe('bulk decisions in the background', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;

  const start = (who: SignedInUser, body: Record<string, unknown>, key = nextKey()) =>
    who.call(reviewRuns.start, { body: { decision: 'approve', ...body }, key });
  const itemsOf = async (who: SignedInUser, runId: string, query: Record<string, string | number> = {}) =>
    (await who.call(reviewRuns.items, { params: { runId }, query }).expect(200)).body;
  const byId = (ids: readonly string[]) => ids.map((id) => ({ kind: 'claim', id }));

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    street = await test.signIn('street_admin', 'qihe');
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('have a result for each item; the same key is the same run, and nothing is decided twice', async () => {
    const waiting = await manyWaiting(test, cast, 300);
    const own = await cast.secretary.call(claims.file, {
      body: { personId: waiting[0]?.personId, ...claimBody({ minutes: 61 }) },
    });
    await decide(cast.deputy, 'claim', waiting[3]?.id ?? '').expect(200);
    const ids = [...waiting.map(({ id }) => id), own.body.claimId, 'nothing', waiting[0]?.id ?? ''];
    const key = nextKey();
    const started = (await start(cast.secretary, { items: byId(ids) }, key).expect(201)).body;
    expect(started).toMatchObject({ items: 302 });
    const [again] = await Promise.all([start(cast.secretary, { items: byId(ids) }, key).expect(201)]);
    expect(again.body.runId).toBe(started.runId);
    const other = await start(cast.secretary, { items: byId(ids.slice(1)) }, key).expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    const run = await endOfRun(cast.secretary, started.runId);
    expect(run).toMatchObject({ state: 'done', items: 302, done: 299, notDone: 3, second: 0 });
    expect(run.problems).toEqual([
      { code: 'already_decided', count: 1 },
      { code: 'review_not_found', count: 1 },
      { code: 'review_own_claim', count: 1 },
    ]);
    const refused = await itemsOf(cast.secretary, started.runId, { show: 'refused' });
    expect(refused.items.map(({ code }: { code: string }) => code)).toEqual([
      'already_decided',
      'review_own_claim',
      'review_not_found',
    ]);
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await itemsOf(cast.secretary, started.runId, { limit: 120, ...(cursor ? { cursor } : {}) });
      seen.push(...page.items.map(({ id }: { id: string }) => id));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids.slice(0, -1));
    const accounts = await Promise.all(waiting.map(({ accountId }) => test.context.ledger.view(accountId)));
    expect(accounts.map(({ state }) => state.items)).toEqual(waiting.map(() => 1));
    const listed = (await cast.secretary.call(reviewRuns.list, {}).expect(200)).body.items;
    expect(listed.map(({ runId }: { runId: string }) => runId)).toEqual([started.runId]);
    // Whose run it is, sees it.
    const stranger = await cast.deputy.call(reviewRuns.get, { params: { runId: started.runId } }).expect(404);
    expect(stranger.body.code).toBe('review_run_not_found');
    const strange = await cast.deputy.call(reviewRuns.items, { params: { runId: started.runId } }).expect(404);
    expect(strange.body.code).toBe('review_run_not_found');
  });

  it('take what the queue shows, by then and no later', async () => {
    await setOffice(street, 'jinxiu', { secondApprovalFrom: 5 });
    const { personId } = await test.enterResident();
    const large = await fileClaim(cast, personId, { minutes: 200, description: '两人审核' });
    const small = await fileClaim(cast, personId, { minutes: 45, description: '一人审核' });
    const waitingUntil = new Date(test.clock.now()).toISOString();
    test.clock.advance(1_000);
    const late = await fileClaim(cast, personId, { minutes: 50, description: '后来的' });
    const selection = { unitId: 'jinxiu', kind: 'claim', waitingUntil };
    const { runId } = (await start(cast.deputy, { selection }).expect(201)).body;
    const run = await endOfRun(cast.deputy, runId);
    const { items } = await itemsOf(cast.deputy, runId);
    const outcomes = new Map(items.map(({ id, outcome }: { id: string; outcome: string }) => [id, outcome]));
    expect([outcomes.get(large), outcomes.get(small), outcomes.has(late)]).toEqual(['second', 'done', false]);
    expect(run.second).toBe(1);
    expect((await lineOf(cast.secretary, late)).state).toBe('waiting');
    const seconds = { selection: { ...selection, show: 'second' } };
    const next = await endOfRun(cast.secretary, (await start(cast.secretary, seconds).expect(201)).body.runId);
    expect(next).toMatchObject({ items: 1, done: 1, second: 0 });
    const none = await start(cast.secretary, seconds).expect(422);
    expect(none.body.code).toBe('review_run_empty');
    await setOffice(street, 'jinxiu', { secondApprovalFrom: null });
  });

  it('return many with what is to be changed', async () => {
    const [one] = await manyWaiting(test, cast, 1);
    const verdict = { decision: 'return', reason: '请补照片', changes: ['evidence'] };
    const { runId } = (await start(cast.deputy, { ...verdict, items: byId([one?.id ?? '']) }).expect(201)).body;
    expect(await endOfRun(cast.deputy, runId)).toMatchObject({ done: 1, notDone: 0 });
    const claim = await test.database.db.collection('claims').findOne({ _id: (one?.id ?? '') as never });
    expect(claim).toMatchObject({ state: 'returned', decision: { changes: ['evidence'], reason: '请补照片' } });
  });

  it('are refused bare, too large, out of scope, for unknown units, and to who decides nothing', async () => {
    const items = byId(['x']);
    const bare = await start(cast.secretary, { decision: 'reject', items }).expect(422);
    expect(bare.body.code).toBe('review_reason_missing');
    const waitingUntil = new Date(test.clock.now()).toISOString();
    const selection = (unitId: string) => ({ selection: { unitId, waitingUntil } });
    expect((await start(cast.secretary, selection('hechi')).expect(403)).body.code).toBe('out_of_scope');
    expect((await start(cast.secretary, selection('nowhere'))).body.code).toBe('unit_unknown');
    expect((await start(cast.organiser, { items }).expect(403)).body.code).toBe('forbidden');
    const both = await start(cast.secretary, { items, ...selection('jinxiu') });
    expect(both.body.code).toBe('validation_failed');
    const many = Array.from({ length: REVIEW_RUN_ITEMS_MAX + 1 }, (_none, index) => `x${index}`);
    expect((await start(cast.secretary, { items: byId(many) })).body.code).toBe('validation_failed');
    // An officer without a lent right starts one, and every item says no.
    const id = await fileClaim(cast, (await test.enterResident()).personId);
    const { runId } = (await start(cast.officer, { items: byId([id]) }).expect(201)).body;
    expect((await endOfRun(cast.officer, runId)).problems).toEqual([{ code: 'out_of_scope', count: 1 }]);
    await decide(cast.secretary, 'claim', id).expect(200);
  });

  it('more than can be decided at once are refused by their number', async () => {
    const claimsOf = test.database.db.collection('claims');
    const [known] = await claimsOf.find({ state: 'posted' }).limit(1).toArray();
    const copies = Array.from({ length: REVIEW_RUN_ITEMS_MAX + 1 }, (_none, index) => ({
      _id: `many-${index}` as never,
      state: 'waiting',
      waitingSince: new Date(test.clock.now()),
      unitPath: ['yunzhou', 'wanglan', 'dongting', 'wangjiang'],
      category: known?.category,
    }));
    await claimsOf.insertMany(copies, { ordered: false, writeConcern: { w: 1 } });
    const above = await test.signIn('street_admin', 'dongting');
    const waitingUntil = new Date(test.clock.now()).toISOString();
    const answer = await start(above, { selection: { unitId: 'wangjiang', waitingUntil } }).expect(422);
    expect(answer.body).toMatchObject({ code: 'review_run_too_many', detail: { max: REVIEW_RUN_ITEMS_MAX } });
    await claimsOf.deleteMany({ unitPath: 'wangjiang' });
  });

  it('stop where the reviewer’s sign-in was disabled; one that was never sent whole is dropped', async () => {
    const [one] = await manyWaiting(test, cast, 1);
    const leaver = await test.signIn('community_admin', 'jinxiu');
    const runs = test.database.db.collection<{ _id: string; state: string; startedAt: Date }>('review_runs');
    const key = nextKey();
    const { runId } = (await start(leaver, { items: byId(['nothing']) }, key).expect(201)).body;
    await endOfRun(leaver, runId);
    // As if it had been kept, and the process had died before it was made.
    await test.database.db
      .collection('review_run_slices')
      .updateOne({ runId }, { $set: { done: false, outcomes: [], items: byId([one?.id ?? '']) } });
    await runs.updateOne({ _id: runId }, { $set: { state: 'running' } });
    const users = test.database.db.collection('users');
    await users.updateOne({ _id: leaver.userId as never }, { $set: { status: 'disabled' } });
    await test.context.reviews.performRuns();
    expect(await endOfRun(leaver, runId)).toMatchObject({ problems: [{ code: 'review_reviewer_gone', count: 1 }] });
    await runs.updateOne({ _id: runId }, { $set: { state: 'collecting', startedAt: new Date(0) } });
    await test.context.reviews.performRuns();
    const ended = await start(leaver, { items: byId(['nothing']) }, key).expect(409);
    expect(ended.body.code).toBe('review_run_ended');
    expect((await lineOf(cast.secretary, one?.id ?? '')).mayDecide).toBe(true);
  });
});
