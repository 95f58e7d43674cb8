import { claims, delegations, mediation, reports, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';
import { addMember, enterGroup, lasting } from '../support/households.ts';
import { codeOf, detailOf, lend, lineOf } from '../support/reviewing.ts';

const DAY_MS = 86_400_000;

describe('rights to review that are lent', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;
  let clerk: SignedInUser;

  const newClaim = async (departures: Record<string, unknown> = {}) => {
    const { personId } = await test.enterResident();
    return fileClaim(cast, personId, departures);
  };
  const revoke = (who: SignedInUser, delegationId: string) =>
    who.call(delegations.revoke, { params: { delegationId } });
  const list = async (who: SignedInUser, unitId = 'jinxiu') =>
    (await who.call(delegations.list, { query: { unitId } }).expect(200)).body.items;

  beforeAll(async () => {
    test = await startTestApp();
    const plain = await signInCast(test);
    cast = {
      organiser: lasting(test, plain.organiser),
      officer: lasting(test, plain.officer),
      secretary: lasting(test, plain.secretary),
      deputy: lasting(test, plain.deputy),
    };
    street = lasting(test, await test.signIn('street_admin', 'qihe'));
    clerk = lasting(test, await test.signIn('grid_officer', 'jinxiu-g2'));
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  it('let a deputy read and decide the queue of that unit from the first to the last day, and are recorded', async () => {
    const id = await newClaim();
    expect((await decide(clerk, 'claim', id).expect(403)).body.code).toBe('out_of_scope');
    expect((await detailOf(clerk, 'claim', id).expect(403)).body.code).toBe('out_of_scope');
    const lent = (await lend(cast.secretary, clerk, { from: '2026-11-24', until: '2026-11-25' }).expect(201)).body;
    expect(lent).toMatchObject({ state: 'ahead', byName: cast.secretary.me.displayName, mayRevoke: true });
    expect(await codeOf(clerk, id)).toBe('out_of_scope');
    test.clock.advance(DAY_MS);
    expect(await lineOf(clerk, id, { unitId: 'jinxiu' })).toMatchObject({ mayDecide: true });
    const own = (await clerk.call(delegations.own, {}).expect(200)).body.items;
    expect(own).toEqual([
      { unitId: 'jinxiu', unitName: '锦绣社区', byName: cast.secretary.me.displayName, until: '2026-11-25' },
    ]);
    expect((await cast.officer.call(delegations.own, {}).expect(200)).body.items).toEqual([]);
    expect((await detailOf(clerk, 'claim', id).expect(200)).body).toMatchObject({
      deputyOfName: cast.secretary.me.displayName,
    });
    const tasks = (await clerk.call(reports.tasks, {}).expect(200)).body.items;
    expect(tasks.find(({ code }: { code: string }) => code === 'reviews_waiting')).toMatchObject({ count: 1 });
    await decide(clerk, 'claim', id).expect(200);
    const { history } = (await detailOf(cast.secretary, 'claim', id).expect(200)).body;
    expect(history.at(-1)).toMatchObject({
      code: 'approved',
      byName: clerk.me.displayName,
      deputyOfName: cast.secretary.me.displayName,
    });
    test.clock.advance(2 * DAY_MS);
    expect(await codeOf(clerk, await newClaim())).toBe('out_of_scope');
    expect((await list(cast.officer))[0]).toMatchObject({ delegationId: lent.delegationId, state: 'over' });
    expect((await revoke(cast.secretary, lent.delegationId).expect(409)).body.code).toBe('delegation_ended');
    const { db } = test.database;
    expect(await db.collection('audit_records').countDocuments({ action: 'delegations.grant' })).toBe(1);
  });

  it('let a deputy see the evidence of what they are to judge, for as long', async () => {
    const officer = await test.signIn('grid_officer', 'jinxiu');
    const evidenceId = await evidenceOf(test, officer, await photo(74));
    const { personId } = await test.enterResident({ unitId: 'jinxiu-g1' });
    await fileClaim({ ...cast, officer }, personId, { evidenceIds: [evidenceId] });
    const open = (who: SignedInUser) => who.call(claims.evidence, { params: { evidenceId } });
    await open(cast.secretary).expect(200);
    await open(clerk).expect(404);
    const day = '2026-11-26';
    const { delegationId } = (await lend(cast.secretary, clerk, { from: day, until: day }).expect(201)).body;
    await open(clerk).expect(200);
    await revoke(cast.secretary, delegationId).expect(200);
    await open(clerk).expect(404);
  });

  it('let a deputy read who the parties of a case are, for as long', async () => {
    const officer = await test.signIn('grid_officer', 'jinxiu');
    await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case', points: 10, category: 'mediation' }));
    const { personId } = await test.enterResident({ unitId: 'jinxiu-g1' });
    const filed = await officer.call(mediation.file, {
      body: {
        ...claimBody({ ruleCode: 'TJ-01' }),
        mediators: [{ personId }],
        outcome: 'settled',
        sealed: { parties: [{ name: '王有德' }], dispute: '漏水' },
      },
    });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    const params = { caseId: filed.body.caseId };
    await clerk.call(mediation.open, { params }).expect(404);
    const day = '2026-11-26';
    const { delegationId } = (await lend(cast.secretary, clerk, { from: day, until: day }).expect(201)).body;
    expect((await clerk.call(mediation.get, { params }).expect(200)).body.mayOpen).toBe(true);
    expect((await clerk.call(mediation.open, { params }).expect(200)).body.parties).toMatchObject([{ name: '王有德' }]);
    await revoke(cast.secretary, delegationId).expect(200);
    await clerk.call(mediation.open, { params }).expect(404);
  });

  it('are taken back at once; the deputy has nothing left, and the same act again changes nothing', async () => {
    const today = '2026-11-26';
    const lent = (await lend(cast.secretary, clerk, { from: today, until: today }, 'lend-once').expect(201)).body;
    const same = (await lend(cast.secretary, clerk, { from: today, until: today }, 'lend-once').expect(201)).body;
    expect(same.delegationId).toBe(lent.delegationId);
    const other = await lend(cast.secretary, clerk, { from: today, until: '2026-11-27' }, 'lend-once').expect(422);
    expect(other.body.code).toBe('idempotency_key_reused');
    const [first, second] = [await newClaim(), await newClaim()];
    await decide(clerk, 'claim', first).expect(200);
    const elsewhere = await test.signIn('community_admin', 'hechi');
    expect((await revoke(elsewhere, lent.delegationId).expect(403)).body.code).toBe('out_of_scope');
    expect((await revoke(street, 'nothing').expect(404)).body.code).toBe('delegation_not_found');
    await revoke(street, lent.delegationId).expect(200);
    await revoke(street, lent.delegationId).expect(200);
    expect((await revoke(cast.secretary, lent.delegationId).expect(409)).body.code).toBe('delegation_ended');
    expect(await codeOf(clerk, second)).toBe('out_of_scope');
    expect((await list(cast.secretary))[0]).toMatchObject({ state: 'revoked', mayRevoke: false });
  });

  it('never lift what bars the deputy: filed, benefiting, of the household, organised, by any decision', async () => {
    const own = await test.enterResident();
    const mate = await test.enterResident();
    const deputy = lasting(test, await test.signIn('grid_officer', 'jinxiu-g1', { personId: own.personId }));
    const household = await enterGroup(cast.officer);
    for (const { personId } of [own, mate]) await addMember(cast.officer, household, personId);
    const { delegationId } = (
      await lend(cast.secretary, deputy, { from: '2026-11-26', until: '2026-12-30' }).expect(201)
    ).body;
    const { personId } = await test.enterResident();
    const filed = (await deputy.call(claims.file, { body: { personId, ...claimBody() } }).expect(201)).body.claimId;
    const organised = await newClaim();
    const { db } = test.database;
    await db.collection('claims').updateOne({ _id: organised as never }, { $set: { organiserUserId: deputy.userId } });
    const cells = [
      [filed, 'review_own_claim'],
      [await fileClaim(cast, own.personId), 'review_own_benefit'],
      [await fileClaim(cast, mate.personId), 'review_own_household'],
      [organised, 'review_own_activity'],
    ] as const;
    for (const [id, code] of cells) {
      for (const decision of ['approve', 'return', 'reject']) {
        const body = { decision, ...(decision === 'approve' ? {} : { reason: '请核对' }) };
        expect([code, decision, await codeOf(deputy, id, body)]).toEqual([code, decision, code]);
      }
      expect((await detailOf(deputy, 'claim', id)).body).toMatchObject({ mayDecide: false, deputyOfName: null });
      await decide(cast.secretary, 'claim', id).expect(200);
    }
    await revoke(cast.secretary, delegationId).expect(200);
  });

  it('do not reach what benefits who lent them, nor count once they have lost the right themselves', async () => {
    const own = await test.enterResident();
    const lender = lasting(test, await test.signIn('community_admin', 'jinxiu', { personId: own.personId }));
    await lend(lender, clerk, { from: '2026-11-26', until: '2026-11-28' }).expect(201);
    const id = await fileClaim(cast, own.personId);
    expect(await codeOf(clerk, id)).toBe('review_lender_benefit');
    await decide(cast.secretary, 'claim', id).expect(200);
    const next = await newClaim();
    const users = test.database.db.collection('users');
    await users.updateOne({ _id: lender.userId as never }, { $set: { status: 'disabled' } });
    expect(await codeOf(clerk, next)).toBe('out_of_scope');
    await users.updateOne({ _id: lender.userId as never }, { $set: { status: 'active' } });
    await decide(clerk, 'claim', next).expect(200);
  });

  it('are refused for wrong days, to oneself, to who cannot be a deputy, twice, and out of scope', async () => {
    const code = async (departures: Record<string, unknown>, who = cast.secretary, deputy = cast.officer) =>
      (await lend(who, deputy, { from: '2026-11-26', until: '2026-11-28', ...departures })).body.code;
    expect(await code({ from: '2026-11-28', until: '2026-11-27' })).toBe('delegation_dates_wrong');
    expect(await code({ from: '2026-11-25' })).toBe('delegation_in_past');
    expect(await code({ until: '2027-11-27' })).toBe('delegation_too_long');
    expect(await code({}, cast.secretary, cast.secretary)).toBe('delegation_to_self');
    expect(await code({ unitId: 'hechi' })).toBe('out_of_scope');
    expect(await code({ unitId: 'nowhere' })).toBe('unit_unknown');
    expect(await code({}, cast.officer)).toBe('forbidden');
    // A deputy lends nothing on.
    expect(await code({}, clerk, cast.officer)).toBe('forbidden');
    const unfit = [
      await test.signIn('auditor', 'jinxiu'),
      await test.signIn('system_admin', null),
      await test.signIn('organiser', 'jinxiu'),
      await test.signIn('grid_officer', 'wangjiang'),
      await test.signInResident(),
    ];
    for (const who of unfit) expect(await code({}, cast.secretary, who)).toBe('delegation_deputy_unfit');
    const gone = await test.signIn('grid_officer', 'jinxiu');
    await test.database.db
      .collection('users')
      .updateOne({ _id: gone.userId as never }, { $set: { status: 'disabled' } });
    expect(await code({}, cast.secretary, gone)).toBe('delegation_deputy_unfit');
    const neighbour = await test.signIn('community_admin', 'hechi');
    await lend(cast.secretary, neighbour, { from: '2026-11-28', until: '2026-12-02' }).expect(201);
    const twice = await lend(cast.secretary, neighbour, { from: '2026-12-02', until: '2026-12-03' }).expect(409);
    expect(twice.body.code).toBe('delegation_exists');
    const candidates = (
      await cast.secretary.call(delegations.candidates, { query: { unitId: 'jinxiu' } }).expect(200)
    ).body.items.map(({ userId }: { userId: string }) => userId);
    expect(candidates).toEqual(expect.arrayContaining([neighbour.userId, street.userId, cast.officer.userId]));
    for (const who of [...unfit, gone, cast.secretary]) expect(candidates).not.toContain(who.userId);
    const elsewhere = await cast.secretary.call(delegations.candidates, { query: { unitId: 'hechi' } });
    expect(elsewhere.body.code).toBe('out_of_scope');
    expect((await neighbour.call(delegations.list, { query: { unitId: 'jinxiu' } })).body.code).toBe('out_of_scope');
  });

  it('at most so many run at a time', async () => {
    const { db } = test.database;
    const [known] = await db.collection('delegations').find().limit(1).toArray();
    const open = Array.from({ length: 50 }, (_none, index) => ({
      ...known,
      _id: `open-${index}` as never,
      request: { caller: 'x', key: `open-${index}`, fingerprint: 'x' },
      unitId: 'hechi',
      from: '2026-11-26',
      until: '2026-11-30',
      revokedAt: null,
      revokedBy: null,
    }));
    await db.collection('delegations').insertMany(open);
    const full = await lend(street, clerk, { unitId: 'hechi', from: '2026-11-26' }).expect(409);
    expect(full.body).toMatchObject({ code: 'delegation_too_many', detail: { max: 50 } });
    await db.collection('delegations').deleteMany({ unitId: 'hechi' });
  });

  it('bulk decisions of a deputy keep to the same', async () => {
    await lend(cast.secretary, clerk, { from: '2026-11-29', until: '2026-12-20' }).expect(201);
    test.clock.advance(3 * DAY_MS);
    const items = [
      { kind: 'claim', id: await newClaim() },
      { kind: 'claim', id: await clerkClaim() },
    ];
    const { outcomes } = (await clerk.call(reviews.decideMany, { body: { decision: 'approve', items } }).expect(200))
      .body;
    expect(outcomes.map(({ code }: { code: string | null }) => code)).toEqual([null, 'review_own_claim']);
  });

  async function clerkClaim(): Promise<string> {
    const { personId } = await test.enterResident({ unitId: 'jinxiu-g2' });
    return (await clerk.call(claims.file, { body: { personId, ...claimBody() } }).expect(201)).body.claimId;
  }
});
