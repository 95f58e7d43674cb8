import { activities, claims, objections, transactions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  fileClaim,
  hourlyTerms,
  openActivity,
  planBody,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { spendCommand } from '../support/ledger-commands.ts';
import { noticesOf, templatesOf, untilNoticed } from '../support/notices.ts';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp({ started: true });
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  const caps = { perDay: 2, perMonth: null, perYear: null };
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  await publishRule(cast, 'ZY-09', hourlyTerms({ title: '随手报告', unit: 'case', points: 2, caps }));
});
afterAll(() => t.close());

describe('credits', () => {
  it('are told once they are posted, by the name of what they are for', async () => {
    const resident = await t.signInResident();
    const claimId = await fileClaim(cast, resident.personId);
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const [posted] = await untilNoticed(resident, 'points_posted');
    expect(posted).toMatchObject({ title: '到账 3 分', group: 'points', link: { kind: 'entry' } });
    expect(posted?.body).toBe('“环境整治志愿服务”的积分已入账，现在可用 3 分。');
  });

  it('that were approved and leave nothing to post are told as well', async () => {
    const resident = await t.signInResident();
    for (const description of ['上午报告井盖松动', '下午报告路灯不亮']) {
      const claimId = await fileClaim(cast, resident.personId, { ruleCode: 'ZY-09', minutes: 0, description });
      await decide(cast.secretary, 'claim', claimId).expect(200);
    }
    const [none] = await untilNoticed(resident, 'credit_not_posted');
    expect(none?.title).toBe('“随手报告”没有入账');
    expect(await templatesOf(resident)).toEqual(['credit_not_posted', 'points_posted']);
  });
});

describe('objections', () => {
  const objected = async () => {
    const [owner, neighbour] = [await t.signInResident(), await t.signInResident()];
    const claimId = await fileClaim(cast, owner.personId, { ruleCode: 'ZY-03' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const body = { creditId: `claim:${claimId}`, reason: '那天没有见到他' };
    const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
    return { owner, neighbour, objectionId };
  };

  it('are told to whose entry waits, and decided to both sides; nobody is named, and nothing else is said of it', async () => {
    const { owner, neighbour, objectionId } = await objected();
    const [waits] = await untilNoticed(owner, 'entry_objected');
    expect(waits).toMatchObject({ title: '“环境整治志愿服务”有人提出异议', link: { kind: 'objections' } });
    expect(waits?.body).toContain('11月26日前答复');
    const judge = await t.signIn('community_admin', 'jinxiu');
    const body = { outcome: 'corrected', points: 2, reason: '核实只有一小时' };
    await judge.call(objections.decide, { params: { objectionId }, body }).expect(200);
    const [corrected] = await untilNoticed(owner, 'entry_objection_corrected');
    expect(corrected?.title).toBe('“环境整治志愿服务”更正为 2 分');
    expect(await untilNoticed(neighbour, 'objection_decided')).toMatchObject([{ link: { kind: 'objections' } }]);
    const upheld = await objected();
    const verdict = { outcome: 'upheld', reason: '核实没有参加' };
    await judge.call(objections.decide, { params: { objectionId: upheld.objectionId }, body: verdict }).expect(200);
    await untilNoticed(upheld.owner, 'entry_objection_upheld');
    expect(await templatesOf(upheld.owner)).not.toContain('credit_not_posted');
  });

  it('taken back are told to whose entry goes on', async () => {
    const { owner, neighbour, objectionId } = await objected();
    await neighbour.call(objections.withdraw, { params: { objectionId } }).expect(200);
    await untilNoticed(owner, 'entry_objection_ended');
  });
});

describe('claims that do not go through', () => {
  it('come back to whoever filed them, with a way to correct them; twice is two messages', async () => {
    const resident = await t.signInResident();
    const filed = await resident.call(claims.fileOwn, { body: claimBody() }).expect(201);
    const { claimId } = filed.body;
    await decide(cast.secretary, 'claim', claimId, { decision: 'return', reason: '请补充照片' }).expect(200);
    expect(await untilNoticed(resident, 'claim_returned')).toMatchObject([
      { title: '申报需要补充', link: { kind: 'claim', id: claimId }, unread: true },
    ]);
    const text = JSON.stringify(await t.database.db.collection('notifications').find().toArray());
    expect(text).not.toContain('照片');
  });

  it('filed by an officer: returned to the officer, and a refusal is told to both', async () => {
    const resident = await t.signInResident();
    const returned = await fileClaim(cast, resident.personId);
    await decide(cast.secretary, 'claim', returned, { decision: 'return', reason: '时长写错了' }).expect(200);
    expect(await untilNoticed(cast.officer, 'filed_claim_returned')).toMatchObject([
      { link: { kind: 'claim', id: returned } },
    ]);
    const rejected = await fileClaim(cast, resident.personId, { occurredOn: '2026-11-20' });
    await decide(cast.secretary, 'claim', rejected, { decision: 'reject', reason: '不在范围内' }).expect(200);
    await untilNoticed(cast.officer, 'filed_claim_rejected');
    await untilNoticed(resident, 'claim_rejected');
    expect(await templatesOf(resident)).toEqual(['claim_rejected']);
  });
});

describe('activities', () => {
  it('cancelled: everybody who signed up is told once, and nobody else', async () => {
    const activity = await openActivity(t, cast, {
      startsAt: new Date(t.clock.now() + 86_400_000).toISOString(),
      endsAt: new Date(t.clock.now() + 90_000_000).toISOString(),
    });
    const { activityId } = activity;
    const [first, second, withdrawn] = [await t.signInResident(), await t.signInResident(), await t.signInResident()];
    for (const resident of [first, second, withdrawn]) {
      await resident.call(activities.signUp, { params: { activityId } }).expect(201);
    }
    await withdrawn.call(activities.withdraw, { params: { activityId } }).expect(200);
    const { version } = (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body;
    const body = { version, reason: '天气原因' };
    await cast.organiser.call(activities.cancel, { params: { activityId }, body }).expect(200);
    for (const resident of [first, second]) {
      const [told] = await untilNoticed(resident, 'activity_cancelled');
      expect(told).toMatchObject({ title: '活动取消：河道清理', link: { kind: 'activity', id: activityId } });
      expect(told?.body).toContain('11月24日 周二 12:00');
    }
    expect(await noticesOf(withdrawn)).toEqual([]);
  });

  it('decided: the organiser is told, each time', async () => {
    const planned = await cast.organiser.call(activities.plan, { body: planBody(t) }).expect(201);
    const params = { activityId: planned.body.activityId };
    let { version } = planned.body;
    const step = async (decision: 'return' | 'approve') => {
      const submitted = await cast.organiser.call(activities.submit, { params, body: { version } }).expect(200);
      const body = {
        decision,
        version: submitted.body.version,
        ...(decision === 'return' ? { reason: '地点不清' } : {}),
      };
      version = (await cast.secretary.call(activities.decide, { params, body }).expect(200)).body.version;
    };
    const mine = async () => (await noticesOf(cast.organiser)).filter(({ link }) => link?.id === params.activityId);
    await step('return');
    await expect.poll(async () => (await mine()).length, { timeout: 60_000 }).toBe(1);
    await step('return');
    await step('approve');
    await expect.poll(async () => (await mine()).length, { timeout: 60_000 }).toBe(3);
    const templates = (await mine()).map(({ template }) => template).sort();
    expect(templates).toEqual(['activity_approved', 'activity_returned', 'activity_returned']);
  });
});

describe('a reversal', () => {
  it('that takes points, makes a debt, and the credits that pay it are told, each once', async () => {
    const resident = await t.signInResident();
    const claimId = await fileClaim(cast, resident.personId);
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const [posted] = await untilNoticed(resident, 'points_posted');
    await t.context.ledger.post(spendCommand(resident.accountId, 'spent', 2));
    const params = { entryId: String(posted?.link?.id) };
    await cast.deputy.call(transactions.reverse, { params, body: { reason: '重复登记' } }).expect(201);
    const [reversed] = await untilNoticed(resident, 'entry_reversed');
    expect(reversed).toMatchObject({ title: '3 分已更正收回', link: { kind: 'entry' } });
    expect(reversed?.body).toBe(
      '“环境整治志愿服务”这笔入账经核实有误，已经更正。其中 2 分已经用掉，记为欠分，将由以后的积分先抵扣。',
    );
    // One point pays a part, the next three the rest.
    for (const [occurredOn, minutes] of [
      ['2026-11-20', 30],
      ['2026-11-19', 90],
    ] as const) {
      const next = await fileClaim(cast, resident.personId, { occurredOn, minutes });
      await decide(cast.secretary, 'claim', next).expect(200);
    }
    const [paid] = await untilNoticed(resident, 'debt_paid');
    expect(paid?.body).toBe('这次的积分先抵扣了 1 分，欠分已全部还清，现在可用 2 分。');
    const bodies = (await untilNoticed(resident, 'points_posted', 3)).map(({ body }) => body);
    expect(bodies).toContainEqual(expect.stringContaining('其中 1 分抵扣了欠分，还欠 1 分。'));
  });
});
