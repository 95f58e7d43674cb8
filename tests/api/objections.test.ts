import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { objectionCheck } from '@red-points/server/objections/index';
import {
  claims,
  type Objection,
  type OwnObjection,
  objections,
  people,
  publicity,
  reports,
  reviews,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { householdOfTwo } from '../support/households.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let t: TestApp;
let cast: Cast;
/** Without a part in anything: decides. */
let judge: SignedInUser;
type Resident = Awaited<ReturnType<TestApp['signInResident']>>;

interface Waiting {
  readonly creditId: string;
  readonly claimId: string;
  readonly personId: string;
  readonly accountId: string;
}

const credits = () => t.database.db.collection<Document & { _id: string }>('credits');
const creditOf = async ({ creditId }: Pick<Waiting, 'creditId'>) => credits().findOne({ _id: creditId });
const windowEndOf = async (entry: Waiting): Promise<number> => (await creditOf(entry))?.publicUntil.getTime() ?? 0;
const seqOf = async ({ accountId }: Waiting) => (await t.context.ledger.view(accountId)).seq;
const claimOf = async ({ claimId }: Waiting) => {
  const { items } = (await cast.secretary.call(claims.list, { query: { limit: 200 } }).expect(200)).body;
  return items.find((claim: { claimId: string }) => claim.claimId === claimId);
};

/** A claim for three points and ninety minutes, approved and in publicity for three working days. */
async function published(resident: Record<string, unknown> = {}, ruleCode = 'ZY-03'): Promise<Waiting> {
  const { personId, accountId } = await t.enterResident(resident);
  const claimId = await fileClaim(cast, personId, { ruleCode });
  await decide(cast.secretary, 'claim', claimId).expect(200);
  return { creditId: `claim:${claimId}`, claimId, personId, accountId };
}

const object = (
  by: SignedInUser,
  { creditId }: Pick<Waiting, 'creditId'>,
  key = nextKey(),
  reason = '当天没有见到他',
) => by.call(objections.fileOwn, { body: { creditId, reason }, key });

async function objected(): Promise<{ entry: Waiting; neighbour: Resident; objection: OwnObjection }> {
  const [entry, neighbour] = [await published(), await t.signInResident()];
  return { entry, neighbour, objection: (await object(neighbour, entry).expect(201)).body };
}

const rule = (
  { objectionId }: { objectionId: string },
  body: Record<string, unknown> = {},
  by: SignedInUser = judge,
  key = nextKey(),
) =>
  by.call(objections.decide, {
    params: { objectionId },
    body: { outcome: 'dismissed', reason: '已向组织者和签到记录核实', ...body },
    key,
  });

/** Signs everybody in again who acts after the clock has moved. */
async function move(durationMs: number): Promise<void> {
  t.clock.advance(durationMs);
  cast = await signInCast(t);
  judge = await t.signIn('community_admin', 'jinxiu');
}

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  judge = await t.signIn('community_admin', 'jinxiu');
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
});
afterAll(() => t.close());

describe('an objection', () => {
  it('freezes its entry alone, stands in the office, and is told to nobody who filed it', async () => {
    const other = await published();
    const { entry, objection } = await objected();
    expect(objection).toMatchObject({ state: 'open', line: { state: 'objected' }, answer: null });
    expect((await creditOf(other))?.state).toBe('in_publicity');
    expect((await claimOf(entry)).state).toBe('objected');
    const list = (await judge.call(objections.list, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    expect(list.items).toContainEqual(
      expect.objectContaining({
        objectionId: objection.objectionId,
        channel: 'phone',
        relation: 'other',
        mayDecide: true,
        isLate: false,
        reason: '当天没有见到他',
      }),
    );
    const tasks = (await judge.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body.items;
    expect(tasks).toContainEqual(expect.objectContaining({ code: 'objections_waiting' }));
    const pending = (await judge.call(people.statement, { params: { personId: entry.personId } }).expect(200)).body;
    expect(pending.pending).toMatchObject([{ state: 'objected' }]);
    const shown = (await t.call(publicity.list, { query: { unitId: 'jinxiu', limit: 200 } }).expect(200)).body;
    expect(shown.items.find((line: { creditId: string }) => line.creditId === entry.creditId).state).toBe('objected');
    expect(JSON.stringify(shown)).not.toContain('当天没有见到他');
    const detail = (await judge.call(reviews.get, { params: { kind: 'claim', id: entry.claimId } }).expect(200)).body;
    expect(
      detail.history.map(({ code, byName }: { code: string; byName: string | null }) => [code, byName]).at(-1),
    ).toEqual(['objected', null]);
    expect(JSON.stringify(await t.database.db.collection('objections').find().toArray())).not.toContain('没有见到');
  });

  it('that is dismissed lets the window go on; both sides read why, once under one key', async () => {
    const { entry, neighbour, objection } = await objected();
    const key = nextKey();
    const first = await rule(objection, {}, judge, key).expect(200);
    expect(first.body).toMatchObject({ state: 'dismissed', mayDecide: false, answer: '已向组织者和签到记录核实' });
    expect((await rule(objection, {}, judge, key).expect(200)).body).toEqual(first.body);
    expect((await rule(objection, { outcome: 'upheld' }, judge, key).expect(422)).body.code).toBe(
      'idempotency_key_reused',
    );
    expect(await creditOf(entry)).toMatchObject({ state: 'in_publicity', openObjections: 0 });
    expect((await claimOf(entry)).state).toBe('in_publicity');
    const own = (await neighbour.call(objections.listOwn).expect(200)).body.items;
    expect(own).toMatchObject([{ state: 'dismissed', answer: '已向组织者和签到记录核实', reason: '当天没有见到他' }]);
    expect(JSON.stringify(own)).not.toContain(judge.me.displayName);
    // Decided, the same neighbour may object again while the window is open.
    await object(neighbour, entry).expect(201);
  });

  it('that is decided by the same request twice at once is decided once, and both are told so', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { objection } = await objected();
      const key = nextKey();
      const both = await Promise.all([rule(objection, {}, judge, key), rule(objection, {}, judge, key)]);
      expect(both.map(({ status, body }) => [status, body.state])).toEqual([
        [200, 'dismissed'],
        [200, 'dismissed'],
      ]);
    }
  });

  it('that is upheld means never posted, and its points are free again', async () => {
    const { entry, objection } = await objected();
    await rule(objection, { outcome: 'upheld', reason: '组织者证实没有参加' }).expect(200);
    expect(await creditOf(entry)).toMatchObject({ state: 'refused', refusal: 'objection_upheld', entrySeq: null });
    expect((await claimOf(entry)).state).toBe('not_posted');
    // What a process left undelivered that died between approving and telling the claim does not bring it back.
    await t.database.db
      .collection<Document & { _id: string }>('claims')
      .updateOne({ _id: entry.claimId }, { $set: { creditDue: true } });
    await move(7 * DAY_MS);
    await t.context.credits.postDue();
    expect(await seqOf(entry)).toBe(0);
    expect((await object(await t.signInResident(), entry).expect(409)).body.code).toBe('objection_not_posted');
  });

  it('that is right in part takes points and minutes away before posting, with who and why', async () => {
    const { entry, objection } = await objected();
    const send = async (body: Record<string, unknown>, code: string) => {
      expect((await rule(objection, { outcome: 'corrected', ...body }).expect(400)).body.code).toBe(code);
    };
    await send({}, 'objection_correction_missing');
    await send({ points: 4 }, 'objection_correction_not_less');
    await send({ points: 3, minutes: 90 }, 'objection_correction_not_less');
    await send({ points: 0, minutes: 0 }, 'objection_correction_nothing_left');
    await send({ outcome: 'dismissed', points: 1 }, 'objection_correction_unwanted');
    const decided = await rule(objection, { outcome: 'corrected', points: 2, minutes: 60 }).expect(200);
    expect(decided.body.correction).toEqual({ from: { points: 3, minutes: 90 }, to: { points: 2, minutes: 60 } });
    expect((await creditOf(entry))?.corrections).toMatchObject([
      { objectionId: objection.objectionId, by: judge.userId, to: { points: 2, minutes: 60 } },
    ]);
    expect((await claimOf(entry)).priced).toMatchObject({ points: 2, minutes: 60 });
    await move(7 * DAY_MS);
    await t.context.credits.postDue();
    const { entries } = await t.context.ledger.statement(entry.accountId, { limit: 5 });
    expect(entries).toMatchObject([{ points: 2, minutes: 60, key: entry.creditId }]);
  });

  it('decided after the window posts at once, exactly once, and job and decider together too', async () => {
    const { entry, objection } = await objected();
    await move(7 * DAY_MS);
    await t.context.credits.postDue();
    expect(await seqOf(entry)).toBe(0);
    const list = (await judge.call(objections.list, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    expect(list.items.find((one: Objection) => one.objectionId === objection.objectionId)?.isLate).toBe(true);
    expect(list.late).toBeGreaterThan(0);
    await Promise.all([rule(objection).expect(200), ...Array.from({ length: 4 }, () => t.context.credits.postDue())]);
    await t.context.credits.postDue();
    expect(await seqOf(entry)).toBe(1);
    expect((await creditOf(entry))?.state).toBe('posted');
    expect((await object(await t.signInResident(), entry).expect(409)).body.code).toBe('objection_posted');
  });

  it('is taken back by whoever filed it; one of the office by the office', async () => {
    const { entry, neighbour, objection } = await objected();
    const params = { objectionId: objection.objectionId };
    const stranger = await t.signInResident();
    expect((await stranger.call(objections.withdraw, { params }).expect(404)).body.code).toBe('objection_not_found');
    expect((await cast.officer.call(objections.withdrawFor, { params }).expect(409)).body.code).toBe(
      'objection_not_of_office',
    );
    await neighbour.call(objections.withdraw, { params }).expect(200);
    expect((await neighbour.call(objections.withdraw, { params }).expect(200)).body.state).toBe('withdrawn');
    expect((await creditOf(entry))?.state).toBe('in_publicity');
    expect((await rule(objection).expect(409)).body.code).toBe('objection_decided');

    const visitor = await t.enterResident();
    const body = { creditId: entry.creditId, personId: visitor.personId, reason: '来访反映时长不对' };
    const filed = (await cast.officer.call(objections.file, { body }).expect(201)).body as Objection;
    expect(filed).toMatchObject({ channel: 'office', objectorPersonId: visitor.personId, mayDecide: false });
    expect(filed.filedByName).toBe(cast.officer.me.displayName);
    const ofOffice = { objectionId: filed.objectionId };
    expect((await cast.officer.call(objections.withdrawFor, { params: ofOffice }).expect(200)).body.state).toBe(
      'withdrawn',
    );
    const decided = await objected();
    await rule(decided.objection).expect(200);
    const late = { objectionId: decided.objection.objectionId };
    expect((await decided.neighbour.call(objections.withdraw, { params: late }).expect(409)).body.code).toBe(
      'objection_decided',
    );
  });

  it('of several, each is decided by itself; the entry waits for all of them, and one upheld ends them all', async () => {
    const entry = await published();
    const neighbours = [await t.signInResident(), await t.signInResident(), await t.signInResident()];
    const filed: OwnObjection[] = [];
    for (const neighbour of neighbours) filed.push((await object(neighbour, entry).expect(201)).body);
    const [first, second, third] = filed as [OwnObjection, OwnObjection, OwnObjection];
    expect((await rule(first).expect(200)).body.othersOpen).toBe(2);
    expect((await creditOf(entry))?.state).toBe('objected');
    await rule(second, { outcome: 'upheld' }).expect(200);
    expect((await creditOf(entry))?.state).toBe('refused');
    expect((await neighbours[2]?.call(objections.listOwn).expect(200))?.body.items).toMatchObject([
      { objectionId: third.objectionId, state: 'upheld', answer: '已向组织者和签到记录核实' },
    ]);
  });

  it('is filed once by one person, and by several who file at once each once', async () => {
    const entry = await published();
    const neighbour = await t.signInResident();
    const others = [await t.signInResident(), await t.signInResident()];
    const key = nextKey();
    const answers = await Promise.all([
      ...[0, 1, 2].map(() => object(neighbour, entry, key)),
      ...others.map((other) => object(other, entry)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(answers.map(({ body }) => body.objectionId)).size).toBe(3);
    expect((await creditOf(entry))?.openObjections).toBe(3);
    expect((await object(neighbour, entry).expect(409)).body.code).toBe('objection_waiting');
    expect((await object(neighbour, entry, key, '另外的理由').expect(422)).body.code).toBe('idempotency_key_reused');
  });

  it('and its decision are one, however many decide at once', async () => {
    const { objection, neighbour } = await objected();
    const street = await t.signIn('street_admin', 'qihe');
    const answers = await Promise.all([
      rule(objection),
      rule(objection, { outcome: 'upheld' }, street),
      rule(objection, { outcome: 'corrected', points: 1 }),
      neighbour.call(objections.withdraw, { params: { objectionId: objection.objectionId } }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(3);
  });
});

describe('an objection is refused', () => {
  it('to what is not there, not public, or posted already', async () => {
    const neighbour = await t.signInResident();
    expect((await object(neighbour, { creditId: 'claim:none' }).expect(404)).body.code).toBe(
      'objection_credit_not_found',
    );
    const child = await published({ birthDate: '2016-05-01', name: '陈小明' });
    expect((await object(neighbour, child).expect(404)).body.code).toBe('objection_credit_not_found');
    const posted = await published({}, 'ZY-01');
    expect((await object(neighbour, posted).expect(409)).body.code).toBe('objection_posted');
    const visitor = await t.enterResident();
    const body = { creditId: child.creditId, personId: visitor.personId, reason: '孩子没有参加' };
    const elsewhere = await t.signIn('grid_officer', 'hechi');
    expect((await elsewhere.call(objections.file, { body }).expect(403)).body.code).toBe('out_of_scope');
    expect(
      (await cast.officer.call(objections.file, { body: { ...body, personId: 'nobody' } }).expect(404)).body.code,
    ).toBe('person_not_found');
    await cast.officer.call(objections.file, { body }).expect(201);
    const unregistered = await t.signInByPhone('13700000001');
    expect(['registration_needed', 'forbidden']).toContain((await object(unregistered, posted)).body.code);
  });

  it('beyond five that wait, also of many sent at once, and beyond fifteen in thirty days', async () => {
    const neighbour = await t.signInResident();
    const entries = [];
    for (let index = 0; index < 8; index += 1) entries.push(await published());
    const answers = await Promise.all(entries.map((entry) => object(neighbour, entry)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.code)).toEqual(
      Array.from({ length: 3 }, () => 'objection_too_many'),
    );
    const frozen = await Promise.all(entries.map(creditOf));
    expect(frozen.filter((credit) => credit?.state === 'objected')).toHaveLength(5);
    const [template] = await t.database.db.collection('objections').find({ personId: neighbour.personId }).toArray();
    await t.database.db.collection<Document & { _id: string }>('objections').insertMany(
      Array.from({ length: 10 }, (_, index) => ({
        ...template,
        _id: `earlier-${index}`,
        state: 'withdrawn',
        open: false,
        request: { caller: 'x', key: `earlier-${index}`, fingerprint: '' },
      })),
    );
    for (const { body } of answers.filter(({ status }) => status === 201)) {
      await neighbour.call(objections.withdraw, { params: { objectionId: body.objectionId } }).expect(200);
    }
    const more = await object(neighbour, await published()).expect(409);
    expect(more.body.code).toBe('objection_too_often');
    await t.database.db.collection('objections').deleteMany({ 'request.caller': 'x' });
  });

  it('a decision of whoever has a part in it, or belongs elsewhere', async () => {
    const { entry, objection } = await objected();
    const refusedFor = async (user: SignedInUser, code: string) => {
      expect((await rule(objection, {}, user).expect(403)).body.code).toBe(code);
    };
    await refusedFor(cast.secretary, 'objection_not_independent');
    const beneficiary = await t.signIn('community_admin', 'jinxiu', { personId: entry.personId });
    await refusedFor(beneficiary, 'objection_not_independent');
    await refusedFor(await t.signIn('community_admin', 'hechi'), 'out_of_scope');
    // Nobody lent the officer a right to review.
    await refusedFor(cast.officer, 'out_of_scope');
    await refusedFor(await t.signIn('auditor', 'jinxiu'), 'forbidden');
    expect((await rule({ objectionId: 'none' }).expect(404)).body.code).toBe('objection_not_found');
    // Whoever wrote it down, and the household of whoever objects.
    const { mother, son } = await householdOfTwo(t, cast.officer);
    const body = { creditId: entry.creditId, personId: mother.personId, reason: '没有看到他来' };
    const written = (await cast.deputy.call(objections.file, { body }).expect(201)).body as Objection;
    expect((await rule(written, {}, cast.deputy).expect(403)).body.code).toBe('objection_not_independent');
    const mate = await t.signIn('community_admin', 'jinxiu', { personId: son.personId });
    expect((await rule(written, {}, mate).expect(403)).body.code).toBe('objection_not_independent');
    await rule(written).expect(200);
  });

  it('but not of who earned, or approved it: they may be the first to see that it is wrong', async () => {
    const mine = await t.signInResident();
    const claimId = await fileClaim(cast, mine.personId, { ruleCode: 'ZY-03' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const own = (await object(mine, { creditId: `claim:${claimId}` }).expect(201)).body as OwnObjection;
    const query = { unitId: 'jinxiu', show: 'all', limit: 200 };
    const seen = (await judge.call(objections.list, { query }).expect(200)).body.items;
    expect(seen.find((one: Objection) => one.objectionId === own.objectionId)).toMatchObject({
      objectionId: own.objectionId,
      relation: 'own',
      mayDecide: true,
    });
    expect((await mine.call(objections.concerning).expect(200)).body.items).toHaveLength(1);
    expect(JSON.stringify((await mine.call(objections.concerning).expect(200)).body)).not.toContain('当天没有见到他');
  });
});

describe('reports', () => {
  it('count what was filed, decided and waits; communities add up to the street', async () => {
    const [waiting, upheld] = [await objected(), await objected()];
    const day = businessDate(t.clock.now());
    const street = await t.signIn('street_admin', 'qihe');
    const read = async (unitId: string, until = day) =>
      (await street.call(objections.figures, { query: { unitId, from: day, until } }).expect(200)).body;
    const before = await read('qihe');
    await rule(upheld.objection, { outcome: 'upheld' }).expect(200);
    await waiting.neighbour
      .call(objections.withdraw, { params: { objectionId: waiting.objection.objectionId } })
      .expect(200);
    const after = await read('qihe');
    expect(after.total).toEqual({
      ...before.total,
      upheld: before.total.upheld + 1,
      withdrawn: before.total.withdrawn + 1,
      open: before.total.open - 2,
    });
    expect(after.rows).toMatchObject([{ unitId: 'jinxiu', ...after.total }]);
    const filed = await t.database.db.collection('objections').countDocuments({ open: true });
    expect(after.total.open).toBe(filed);
    const query = { unitId: 'qihe', from: day, until: '2020-01-01' };
    expect((await street.call(objections.figures, { query }).expect(422)).body.code).toBe('period_invalid');
    const long = { unitId: 'qihe', from: '2020-01-01', until: day };
    expect((await street.call(objections.figures, { query: long }).expect(422)).body.code).toBe(
      'report_period_too_long',
    );
  });
});

describe('an objection in the last moment', () => {
  it('and the job that posts: whichever is first stands, never both', async () => {
    await move(DAY_MS);
    const entries: Waiting[] = [];
    for (let index = 0; index < 10; index += 1) entries.push(await published());
    const untilMs = await windowEndOf(entries[0] as Waiting);
    t.clock.set(untilMs - 60_000);
    const neighbours = await Promise.all(entries.map(() => t.signInResident()));
    // Whoever objects read the clock before the end, the job after it, and their writes meet.
    const { freeze } = t.context.credits;
    let arrived = 0;
    const job = (async () => {
      while (arrived < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      t.clock.set(untilMs);
      await Promise.all([t.context.credits.postDue(), t.context.credits.postDue()]);
    })();
    t.context.credits.freeze = async (creditId, at, session) => {
      arrived += 1;
      if (arrived > 2) await new Promise((resolve) => setTimeout(resolve, 4 * (arrived % 10)));
      return freeze(creditId, at, session);
    };
    const answers = await Promise.all(entries.map((entry, at) => object(neighbours[at] as Resident, entry)));
    t.context.credits.freeze = freeze;
    await job;
    await t.context.credits.postDue();
    for (const [at, entry] of entries.entries()) {
      const { status, body } = answers[at] as { status: number; body: { code: string } };
      const credit = await creditOf(entry);
      if (status === 201) {
        expect([credit?.state, await seqOf(entry)]).toEqual(['objected', 0]);
      } else {
        expect(['objection_posted', 'objection_window_over']).toContain(body.code);
        expect([credit?.state, await seqOf(entry)]).toEqual(['posted', 1]);
      }
    }
  });

  it('that arrives when the job has closed the window is refused, though the process that posts has died', async () => {
    await move(DAY_MS);
    const entry = await published();
    const untilMs = await windowEndOf(entry);
    const { ledger } = t.context;
    const { post } = ledger;
    ledger.post = async () => {
      throw new Error('the process died before the ledger answered');
    };
    t.clock.set(untilMs);
    await expect(t.context.credits.postDue()).rejects.toThrow('the process died');
    ledger.post = post;
    t.clock.set(untilMs - 1);
    const late = await object(await t.signInResident(), entry).expect(409);
    expect(late.body.code).toBe('objection_window_over');
    t.clock.set(untilMs);
    await t.context.credits.postDue();
    expect(await seqOf(entry)).toBe(1);
  });

  it('decided by a process that died before it posted: the job posts, and the same key answers', async () => {
    await move(DAY_MS);
    const { entry, objection } = await objected();
    await move(7 * DAY_MS);
    const { ledger } = t.context;
    const { post } = ledger;
    ledger.post = async () => {
      throw Object.assign(new Error('no answer in time'), { code: 'outcome_unknown' });
    };
    const key = nextKey();
    expect((await rule(objection, {}, judge, key)).status).toBeGreaterThanOrEqual(500);
    ledger.post = post;
    await t.context.credits.postDue();
    expect((await rule(objection, {}, judge, key).expect(200)).body.line.state).toBe('posted');
    expect(await seqOf(entry)).toBe(1);
  });
});

describe('afterwards', () => {
  const verified = () =>
    verifyLedger({ db: t.database.db, checks: ledgerChecks({ db: t.database.db, account: null }) });

  it('ledger, credits, claims and objections agree', async () => {
    await t.context.credits.postDue();
    expect(await verified()).toMatchObject({ bad: [] });
  });

  it('a credit that was struck out and has an entry all the same is found', async () => {
    await move(DAY_MS);
    const { entry, objection } = await objected();
    await rule(objection, { outcome: 'upheld' }).expect(200);
    await credits().updateOne({ _id: entry.creditId }, { $set: { state: 'in_publicity', refusal: null } });
    t.clock.advance(7 * DAY_MS);
    await t.context.credits.postDue();
    const checks = [objectionCheck({ db: t.database.db, account: null })];
    expect((await verifyLedger({ db: t.database.db, checks })).bad).toContainEqual(
      expect.objectContaining({ code: 'objection_mismatch', about: { kind: 'objection', id: entry.creditId } }),
    );
    await credits().updateOne({ _id: entry.creditId }, { $set: { state: 'refused', refusal: 'objection_upheld' } });
    expect((await verified()).bad).toContainEqual(
      expect.objectContaining({ code: 'entry_without_record', about: { kind: 'claim', id: entry.claimId } }),
    );
  });
});
