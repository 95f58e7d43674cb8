import { adjustments, contests, type OwnContest, reports, transactions } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { creditTo, householdOfTwo } from '../support/households.ts';
import { credit, type Resident, residentWith } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let cast: Cast;
let answerer: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  answerer = await t.signIn('community_admin', 'jinxiu');
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const ask = (user: SignedInUser, entry: string, reason = '那天做了三小时，只记了两小时', key = nextKey()) =>
  user.call(contests.fileOwn, { body: { entryId: entry, reason }, key });
const answer = (contestId: string, body: Document, user = answerer, key = nextKey()) =>
  user.call(contests.answer, { params: { contestId }, body: { answer: '核对了签到记录', ...body }, key });

async function residentAndEntry(points = 10): Promise<{ resident: Resident; entry: string }> {
  const resident = await residentWith(t, points);
  return { resident, entry: entryId(resident.accountId, 1) };
}

async function asked(): Promise<{ resident: Resident; entry: string; contest: OwnContest }> {
  const { resident, entry } = await residentAndEntry();
  return { resident, entry, contest: (await ask(resident, entry).expect(201)).body };
}

describe('a doubt about an entry', () => {
  it('is filed by the resident, stands in the office, is answered by somebody independent, and told', async () => {
    const { resident, entry, contest } = await asked();
    expect(contest).toMatchObject({
      state: 'open',
      outcome: null,
      answer: null,
      entry: { entryId: entry, points: 10 },
    });
    const waiting = (await answerer.call(contests.list, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(waiting).toContainEqual(
      expect.objectContaining({
        contestId: contest.contestId,
        mayAnswer: true,
        filedByName: expect.stringMatching(/\*/),
      }),
    );
    const tasks = (await answerer.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'contests_waiting' }));
    const key = nextKey();
    const first = await answer(contest.contestId, { outcome: 'stands' }, answerer, key).expect(200);
    expect(first.body).toMatchObject({
      state: 'answered',
      outcome: 'stands',
      answer: '核对了签到记录',
      mayAnswer: false,
    });
    expect((await answer(contest.contestId, { outcome: 'stands' }, answerer, key).expect(200)).body).toEqual(
      first.body,
    );
    const own = (await resident.call(contests.listOwn, { query: { entryId: entry } }).expect(200)).body.items;
    expect(own).toEqual([expect.objectContaining({ state: 'answered', answer: '核对了签到记录' })]);
    // The office answers, not somebody by name.
    expect(JSON.stringify(own)).not.toContain(answerer.me.displayName);
  });

  it('is answered once by one request sent twice at once, and both are told so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { contest } = await asked();
      const key = nextKey();
      const send = () => answer(contest.contestId, { outcome: 'stands' }, answerer, key);
      const answers = await Promise.all([send(), send()]);
      expect(answers.map(({ status, body }) => [status, body.state])).toEqual([
        [200, 'answered'],
        [200, 'answered'],
      ]);
    }
  });

  it('keeps its words out of the database in clear, and out of the ledger', async () => {
    const { resident } = await asked();
    const stored = await t.database.db.collection<Document>('contests').find().toArray();
    expect(JSON.stringify(stored)).not.toContain('三小时');
    const { entries } = await t.context.ledger.statement(resident.accountId, { limit: 10 });
    expect(entries).toHaveLength(1);
  });

  it('that is right is put right by a linked entry first; the answer names it', async () => {
    const { resident, entry, contest } = await asked();
    const send = (outcome: string) => (headers: Record<string, string>) =>
      answerer.call(contests.answer, {
        params: { contestId: contest.contestId },
        body: { outcome, answer: '已补记' },
        headers,
      });
    expect(await refused(send('corrected'))).toBe('contest_nothing_changed');
    const proposed = await cast.officer
      .call(adjustments.propose, { params: { entryId: entry }, body: { points: 2, reason: '少记一小时' } })
      .expect(201);
    expect(await refused(send('corrected'))).toBe('contest_nothing_changed');
    const params = { adjustmentId: proposed.body.adjustmentId };
    const posted = await cast.secretary.call(adjustments.confirm, { params }).expect(200);
    expect(await refused(send('stands'))).toBe('contest_changed_since');
    const answered = await answer(contest.contestId, { outcome: 'corrected' }).expect(200);
    expect(answered.body.correctingEntryIds).toEqual([posted.body.postedEntryId]);
    expect((await resident.call(contests.listOwn, {}).expect(200)).body.items[0]).toMatchObject({
      outcome: 'corrected',
      correctingEntryIds: [posted.body.postedEntryId],
    });
  });

  it('is answered by a reversal too, but not by one of before', async () => {
    const { resident, entry } = await residentAndEntry();
    t.clock.advance(1_000);
    const again = (await ask(resident, entry).expect(201)).body as OwnContest;
    t.clock.advance(1_000);
    const params = { entryId: entry };
    const reversed = await cast.secretary
      .call(transactions.reverse, { params, body: { reason: '重复登记' } })
      .expect(201);
    const answered = await answer(again.contestId, { outcome: 'corrected' }).expect(200);
    expect(answered.body.correctingEntryIds).toEqual([reversed.body.entryId]);
    t.clock.advance(1_000);
    const later = (await ask(resident, entry, '为什么冲正').expect(201)).body as OwnContest;
    await answer(later.contestId, { outcome: 'stands' }).expect(200);
  });

  it('is one, and has one answer, however many ask and answer at once', async () => {
    const { resident, entry } = await residentAndEntry();
    const asks = await Promise.all(Array.from({ length: 4 }, () => ask(resident, entry)));
    expect(asks.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    const contestId = asks.find(({ status }) => status === 201)?.body.contestId as string;
    const other = await t.signIn('street_admin', 'qihe');
    const answers = await Promise.all([
      ...[answerer, other, answerer].map((user) => answer(contestId, { outcome: 'stands' }, user)),
      resident.call(contests.withdraw, { params: { contestId } }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });

  it('can be withdrawn until it is answered', async () => {
    const { resident, contest } = await asked();
    const params = { contestId: contest.contestId };
    expect((await resident.call(contests.withdraw, { params }).expect(200)).body.state).toBe('withdrawn');
    expect((await resident.call(contests.withdraw, { params }).expect(200)).body.state).toBe('withdrawn');
    const late = (headers: Record<string, string>) =>
      answerer.call(contests.answer, { params, body: { outcome: 'stands', answer: '无误' }, headers });
    expect(await refused(late)).toBe('contest_answered');
    const other = await asked();
    await answer(other.contest.contestId, { outcome: 'stands' }).expect(200);
    const withdrawing = (headers: Record<string, string>) =>
      other.resident.call(contests.withdraw, { params: { contestId: other.contest.contestId }, headers });
    expect(await refused(withdrawing)).toBe('contest_answered');
    const foreign = (headers: Record<string, string>) =>
      resident.call(contests.withdraw, { params: { contestId: other.contest.contestId }, headers });
    expect(await refused(foreign)).toBe('contest_not_found');
  });
});

describe('doubts are refused', () => {
  const asking = (user: SignedInUser, entry: string) => (headers: Record<string, string>) =>
    user.call(contests.fileOwn, { body: { entryId: entry, reason: '不对' }, headers });

  it('about entries of others, or none', async () => {
    const { entry } = await residentAndEntry();
    const stranger = await residentWith(t, 1);
    expect(await refused(asking(stranger, entry))).toBe('contest_entry_not_found');
    expect(await refused(asking(stranger, entryId(stranger.accountId, 99)))).toBe('contest_entry_not_found');
  });

  it('twice while one waits, with another content under one key, and beyond ten', async () => {
    const { resident, entry } = await residentAndEntry();
    const key = nextKey();
    const first = await ask(resident, entry, '少记了', key).expect(201);
    expect((await ask(resident, entry, '少记了', key).expect(201)).body).toEqual(first.body);
    expect((await ask(resident, entry, '多记了', key).expect(422)).body.code).toBe('idempotency_key_reused');
    expect(await refused(asking(resident, entry))).toBe('contest_waiting');
    const busy = await residentWith(t, 1);
    const collection = t.database.db.collection<Document>('contests');
    const [template] = await collection.find().limit(1).toArray();
    await collection.insertMany(
      Array.from({ length: 10 }, (_, index) => ({
        ...template,
        _id: `busy-${index}` as never,
        personId: busy.personId,
        entryId: `${busy.accountId}:${index}`,
        open: true,
        request: { caller: 'x', key: `busy-${index}`, fingerprint: '' },
      })),
    );
    expect(await refused(asking(busy, entryId(busy.accountId, 1)))).toBe('contest_too_many');
    await collection.deleteMany({ personId: busy.personId });
  });

  it('an answer of who is concerned, handled the entry, wrote the doubt down, or belongs elsewhere', async () => {
    const { personId } = await t.enterResident();
    const claimId = await fileClaim(cast, personId);
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const account = (await t.context.people.byId(personId))?.accountId ?? '';
    const entry = entryId(account, 1);
    const body = { reason: '居民来电说少记了' };
    const filed = await cast.deputy.call(contests.file, { params: { entryId: entry }, body }).expect(201);
    const answering = (user: SignedInUser) => (headers: Record<string, string>) =>
      user.call(contests.answer, {
        params: { contestId: filed.body.contestId },
        body: { outcome: 'stands', answer: '无误' },
        headers,
      });
    for (const user of [cast.deputy, cast.secretary]) {
      expect(await refused(answering(user))).toBe('contest_not_independent');
    }
    const herself = await t.signIn('community_admin', 'jinxiu', { personId });
    expect(await refused(answering(herself))).toBe('contest_not_independent');
    expect(await refused(answering(await t.signIn('community_admin', 'other')))).toBe('out_of_scope');
    expect(
      (
        await cast.officer
          .call(contests.answer, {
            params: { contestId: filed.body.contestId },
            body: { outcome: 'stands', answer: '无误' },
          })
          .expect(403)
      ).body.code,
    ).toBe('forbidden');
    expect((await answer('no-such-contest', { outcome: 'stands' }).expect(404)).body.code).toBe('contest_not_found');
    await answer(filed.body.contestId, { outcome: 'stands' }).expect(200);
  });

  it('an answer of somebody of the household, about whose shared account any member may ask', async () => {
    await creditTo(cast.secretary, 'household');
    const { household, mother, son } = await householdOfTwo(t, cast.officer);
    await credit(t, household.accountId, 5);
    const entry = entryId(household.accountId, 1);
    const contest = (await ask(son, entry).expect(201)).body as OwnContest;
    const mate = await t.signIn('community_admin', 'jinxiu', { personId: mother.personId });
    const answering = (headers: Record<string, string>) =>
      mate.call(contests.answer, {
        params: { contestId: contest.contestId },
        body: { outcome: 'stands', answer: '无误' },
        headers,
      });
    expect(await refused(answering)).toBe('contest_not_independent');
    await answer(contest.contestId, { outcome: 'stands' }).expect(200);
  });
});
