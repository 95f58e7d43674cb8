import { claims, reports, reviewOffice, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  fileClaim,
  hourlyTerms,
  later,
  ledgerKeyOf,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { addMember, enterGroup } from '../support/households.ts';
import { codeOf, detailOf, escalate, lend, lineOf, setOffice, watch } from '../support/reviewing.ts';

const DAY_MS = 86_400_000;

describe('review offices', () => {
  let test: TestApp;
  let cast: Cast;
  let street: SignedInUser;

  const office = async (who: SignedInUser, unitId = 'jinxiu') =>
    (await who.call(reviewOffice.get, { params: { unitId } }).expect(200)).body;
  const tasksOf = async (who: SignedInUser, unitId?: string) => {
    const { items } = (await who.call(reports.tasks, { query: { unitId } }).expect(200)).body;
    return Object.fromEntries(items.map(({ code, count }: { code: string; count: number }) => [code, count]));
  };
  const newClaim = async (departures: Record<string, unknown> = {}) => {
    const { personId, accountId } = await test.enterResident();
    return { personId, accountId, id: await fileClaim(cast, personId, departures) };
  };

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    street = await test.signIn('street_admin', 'qihe', { displayName: '街道甲' });
    await publishRule(cast, 'ZY-01', hourlyTerms());
  });
  afterAll(() => test.close());

  describe('settings', () => {
    it('are set above the office, hold below, and are changed on the version that was read', async () => {
      expect((await office(cast.secretary)).settings).toMatchObject({
        serviceDays: 5,
        secondApprovalFrom: null,
        setInUnitId: null,
        version: 0,
        mayChange: false,
      });
      const params = { unitId: 'jinxiu' };
      const body = { serviceDays: 3, secondApprovalFrom: 40, version: 0 };
      const own = await cast.secretary.call(reviewOffice.set, { params, body }).expect(403);
      expect(own.body.code).toBe('forbidden');
      const elsewhere = await test.signIn('street_admin', 'hechi');
      expect((await elsewhere.call(reviewOffice.set, { params, body }).expect(403)).body.code).toBe('out_of_scope');
      const unknown = await street.call(reviewOffice.set, { params: { unitId: 'nowhere' }, body });
      expect(unknown.body.code).toBe('unit_unknown');
      await street.call(reviewOffice.set, { params: { unitId: 'qihe' }, body }).expect(200);
      expect((await office(cast.secretary)).settings).toMatchObject({
        serviceDays: 3,
        setInUnitId: 'qihe',
        version: 0,
      });
      const again = await street.call(reviewOffice.set, { params: { unitId: 'qihe' }, body }).expect(412);
      expect(again.body.code).toBe('version_conflict');
      const none = { serviceDays: 5, secondApprovalFrom: null, version: 1 };
      await street.call(reviewOffice.set, { params: { unitId: 'qihe' }, body: none }).expect(200);
    });

    it('the office is shown to who reads the queue, with who can decide', async () => {
      const { reviewers } = await office(cast.officer);
      const names = reviewers.map(({ userId }: { userId: string }) => userId);
      expect(new Set(names)).toEqual(new Set([cast.secretary.userId, cast.deputy.userId, street.userId]));
      const outsider = await test.signIn('community_admin', 'hechi');
      const answer = await outsider.call(reviewOffice.get, { params: { unitId: 'jinxiu' } }).expect(403);
      expect(answer.body.code).toBe('out_of_scope');
      const unknown = await outsider.call(reviewOffice.get, { params: { unitId: 'nowhere' } });
      expect(unknown.body.code).toBe('unit_unknown');
    });
  });

  describe('two approvals', () => {
    beforeAll(() => setOffice(street, 'jinxiu', { secondApprovalFrom: 5 }));
    afterAll(() => setOffice(street, 'jinxiu', { secondApprovalFrom: null }));

    it('many points take two different people; the first is shown as waiting for the second, and nothing is posted', async () => {
      const { id, accountId } = await newClaim({ minutes: 180 });
      expect((await detailOf(cast.secretary, 'claim', id).expect(200)).body).toMatchObject({ needsSecond: true });
      const first = (await decide(cast.secretary, 'claim', id, { decision: 'approve' }, 'first-approval').expect(200))
        .body;
      expect(first).toMatchObject({
        state: 'waiting',
        mayDecide: false,
        firstApproval: { byName: cast.secretary.me.displayName },
      });
      expect((await test.context.ledger.view(accountId)).seq).toBe(0);
      expect(await lineOf(cast.deputy, id, { show: 'second' })).toMatchObject({ mayDecide: true, needsSecond: true });
      // The same request again has the same answer; the same person again does not count twice.
      await decide(cast.secretary, 'claim', id, { decision: 'approve' }, 'first-approval').expect(200);
      expect(await codeOf(cast.secretary, id)).toBe('review_second_needed');
      expect((await decide(cast.deputy, 'claim', id).expect(200)).body).toMatchObject({ state: 'approved' });
      const entry = await test.context.ledger.entryByKey(accountId, ledgerKeyOf('claim', id));
      expect(entry).toMatchObject({ points: 6 });
      expect(entry?.actors.filter(({ part }) => part === 'reviewer')).toEqual([
        { part: 'reviewer', id: cast.secretary.userId },
        { part: 'reviewer', id: cast.deputy.userId },
      ]);
      const codes = (await detailOf(cast.deputy, 'claim', id)).body.history.map(({ code }: { code: string }) => code);
      expect(codes).toEqual(['filed', 'first_approved', 'approved']);
      await decide(cast.secretary, 'claim', id, { decision: 'approve' }, 'first-approval').expect(200);
    });

    it('few points take one; the second must be independent too', async () => {
      const small = await newClaim({ minutes: 60 });
      expect((await decide(cast.secretary, 'claim', small.id).expect(200)).body.state).toBe('approved');
      const { personId } = await test.enterResident();
      const body = { personId, ...claimBody({ minutes: 180 }) };
      const { claimId } = (await cast.deputy.call(claims.file, { body }).expect(201)).body;
      await decide(cast.secretary, 'claim', claimId).expect(200);
      expect(await codeOf(cast.deputy, claimId)).toBe('review_own_claim');
      expect((await decide(street, 'claim', claimId).expect(200)).body.state).toBe('approved');
    });

    it('two at once are the two: the item is decided once, by both', async () => {
      for (let round = 0; round < 5; round += 1) {
        const { id, accountId } = await newClaim({ minutes: 180 });
        const answers = await Promise.all([decide(cast.secretary, 'claim', id), decide(cast.deputy, 'claim', id)]);
        expect(answers.map(({ status }) => status)).toEqual([200, 200]);
        expect((await test.context.ledger.view(accountId)).state).toMatchObject({ balance: 6, items: 1 });
      }
    });

    it('whoever is second may return it; filed again it takes two again', async () => {
      const { id, personId, accountId } = await newClaim({ minutes: 180 });
      await decide(cast.secretary, 'claim', id).expect(200);
      await decide(cast.deputy, 'claim', id, { decision: 'return', reason: '请补照片' }).expect(200);
      const { version } = (await cast.officer.call(claims.list, { query: { state: 'returned' } }).expect(200)).body
        .items[0];
      const { personId: _person, ...fields } = { personId, ...claimBody({ minutes: 200, description: '补了照片' }) };
      await cast.officer.call(claims.resubmit, { params: { claimId: id }, body: { ...fields, version } }).expect(200);
      expect(await lineOf(cast.deputy, id)).toMatchObject({ firstApproval: null, needsSecond: true });
      await decide(cast.deputy, 'claim', id).expect(200);
      expect((await test.context.ledger.view(accountId)).seq).toBe(0);
      await decide(cast.secretary, 'claim', id, { decision: 'reject', reason: '并无此事' }).expect(200);
      expect((await test.context.ledger.view(accountId)).seq).toBe(0);
    });

    it('many at once say which of them wait for a second', async () => {
      const large = await newClaim({ minutes: 180 });
      const small = await newClaim({ minutes: 60 });
      const items = [large, small].map(({ id }) => ({ kind: 'claim', id }));
      const { outcomes } = (
        await cast.secretary.call(reviews.decideMany, { body: { decision: 'approve', items } }).expect(200)
      ).body;
      expect(outcomes.map(({ done, second }: { done: boolean; second: boolean }) => [done, second])).toEqual([
        [true, true],
        [true, false],
      ]);
      expect(await office(street)).toMatchObject({ second: 1 });
      await decide(street, 'claim', large.id).expect(200);
    });
  });

  describe('handing up', () => {
    it('by hand, with a reason, by who reads the queue there; the street sees it, the office can still decide', async () => {
      const { id } = await newClaim();
      const outsider = await test.signIn('community_admin', 'hechi');
      expect((await escalate(outsider, id).expect(403)).body.code).toBe('out_of_scope');
      expect((await escalate(street, id).expect(403)).body.code).toBe('forbidden');
      expect((await escalate(cast.officer, 'nothing').expect(404)).body.code).toBe('review_not_found');
      expect((await detailOf(cast.officer, 'claim', id).expect(200)).body.mayEscalate).toBe(true);
      const line = (await escalate(cast.officer, id).expect(200)).body;
      expect(line.escalated).toMatchObject({
        cause: 'hand',
        reason: '本社区无人可审',
        byName: cast.officer.me.displayName,
      });
      await escalate(cast.officer, id).expect(200);
      expect((await escalate(cast.secretary, id, '另一个理由').expect(409)).body.code).toBe('review_already_escalated');
      expect(await lineOf(street, id, { show: 'escalated' })).toMatchObject({ mayDecide: true });
      expect(await tasksOf(street)).toMatchObject({ reviews_escalated: 1 });
      expect(await tasksOf(cast.secretary)).not.toHaveProperty('reviews_escalated');
      const { history } = (await detailOf(street, 'claim', id)).body;
      expect(history.at(-1)).toMatchObject({ code: 'escalated_hand', note: '本社区无人可审' });
      await decide(cast.secretary, 'claim', id).expect(200);
      expect((await escalate(cast.officer, id).expect(409)).body.code).toBe('already_decided');
      expect(await tasksOf(street)).not.toHaveProperty('reviews_escalated');
    });

    it('by itself where nobody in the office may decide it; a deputy from elsewhere can', async () => {
      const { personId } = await test.enterResident({ unitId: 'wangjiang-g1' });
      const filer = await test.signIn('community_admin', 'wangjiang');
      const other = await test.signIn('community_admin', 'wangjiang');
      await publishRule({ ...cast, secretary: filer, deputy: other }, 'WJ-01', hourlyTerms(), 'wangjiang');
      const above = await test.signIn('street_admin', 'dongting');
      const body = { personId, ...claimBody({ ruleCode: 'WJ-01' }) };
      const file = async (description: string) =>
        (await filer.call(claims.file, { body: { ...body, description } }).expect(201)).body.claimId;
      const first = await file('其一');
      await watch(test);
      expect((await lineOf(above, first)).escalated).toBeNull();
      // The only other reviewer turns out to be the beneficiary.
      await test.context.users.linkPerson(other.userId, { personId, noResident: false });
      const second = await file('其二');
      await watch(test);
      const line = await lineOf(above, second, { show: 'escalated' });
      expect(line).toMatchObject({
        mayDecide: true,
        escalated: { cause: 'nobody', byName: null, toUnitName: '东亭街道' },
      });
      await decide(above, 'claim', second).expect(200);
      const clerk = await test.signIn('grid_officer', 'wangjiang-g1');
      await lend(above, clerk, { unitId: 'wangjiang' }).expect(201);
      const third = await file('其三');
      await watch(test);
      expect((await lineOf(above, third)).escalated).toBeNull();
      await decide(clerk, 'claim', third).expect(200);
    });

    it('where there is nothing above, a deputy is the way', async () => {
      const { id } = await newClaim();
      await test.database.db.collection('claims').updateOne({ _id: id as never }, { $set: { unitPath: ['jinxiu'] } });
      expect((await escalate(cast.officer, id).expect(422)).body.code).toBe('review_no_unit_above');
      await decide(cast.secretary, 'claim', id).expect(200);
    });
  });

  describe('the service target', () => {
    it('is counted in working days; what is late stands in queue, tasks and office, and is handed up', async () => {
      await setOffice(street, 'jinxiu', { serviceDays: 2 });
      // Monday noon: to be decided by the end of Wednesday.
      const { id } = await newClaim();
      expect(await lineOf(cast.secretary, id)).toMatchObject({ dueAt: '2026-11-25T16:00:00.000Z', late: false });
      await watch(test);
      expect(await lineOf(cast.secretary, id, { show: 'late' })).toBeUndefined();
      expect(await lineOf(cast.secretary, id)).toMatchObject({ dueAt: '2026-11-25T16:00:00.000Z', escalated: null });
      cast = later(test, { ...cast, organiser: street }, 3 * DAY_MS);
      street = cast.organiser;
      expect(await lineOf(cast.secretary, id, { show: 'late' })).toMatchObject({ late: true });
      expect(await tasksOf(cast.secretary)).toMatchObject({ reviews_late: 1 });
      await watch(test);
      await watch(test);
      expect(await lineOf(street, id, { show: 'escalated' })).toMatchObject({
        late: true,
        escalated: { cause: 'late' },
      });
      expect(await office(street, 'qihe')).toMatchObject({ late: 1, escalated: 1 });
      const { units } = await office(street, 'qihe');
      expect(units.find(({ unitId }: { unitId: string }) => unitId === 'jinxiu')).toMatchObject({
        waiting: 1,
        late: 1,
      });
      const { history } = (await detailOf(street, 'claim', id)).body;
      expect(history.filter(({ code }: { code: string }) => code === 'escalated_late')).toHaveLength(1);
      await decide(cast.secretary, 'claim', id, { decision: 'return', reason: '请补照片' }).expect(200);
      const returned = await test.database.db.collection('claims').findOne({ _id: id as never });
      expect(returned).toMatchObject({ dueAt: null, escalation: null });
      await setOffice(street, 'jinxiu', { serviceDays: 5 });
    });

    it('a weekend does not count, and a new target holds for what waits already', async () => {
      // Thursday: two working days end on Monday, five on the Thursday after.
      const { id } = await newClaim();
      await watch(test);
      expect((await lineOf(cast.secretary, id)).dueAt).toBe('2026-12-03T16:00:00.000Z');
      await setOffice(street, 'jinxiu', { serviceDays: 2 });
      await watch(test);
      expect((await lineOf(cast.secretary, id)).dueAt).toBe('2026-11-30T16:00:00.000Z');
      await decide(cast.secretary, 'claim', id).expect(200);
    });
  });

  it('what is of the household stays with others, cell by cell', async () => {
    const parties = ['filer', 'beneficiary', 'household', 'organiser', 'co-organiser', 'nobody'] as const;
    const expected = {
      filer: 'review_own_claim',
      beneficiary: 'review_own_benefit',
      household: 'review_own_household',
      organiser: 'review_own_activity',
      'co-organiser': 'review_own_activity',
      nobody: null,
    } as const;
    for (const [role, unitId] of [
      ['community_admin', 'jinxiu'],
      ['street_admin', 'qihe'],
    ] as const) {
      const own = await test.enterResident();
      const mate = await test.enterResident();
      const reviewer = await test.signIn(role, unitId, { personId: own.personId });
      const household = await enterGroup(cast.officer);
      for (const { personId } of [own, mate]) await addMember(cast.officer, household, personId);
      for (const part of parties) {
        const beneficiary = part === 'beneficiary' ? own : part === 'household' ? mate : await test.enterResident();
        const id = await fileClaim(cast, beneficiary.personId);
        const change = {
          ...(part === 'filer' ? { filedBy: reviewer.userId } : {}),
          ...(part === 'organiser' ? { organiserUserId: reviewer.userId } : {}),
          ...(part === 'co-organiser' ? { coOrganiserUserIds: [reviewer.userId] } : {}),
          waitingSince: new Date(test.clock.now()),
        };
        await test.database.db.collection('claims').updateOne({ _id: id as never }, { $set: change });
        for (const decision of ['return', 'reject', 'approve'] as const) {
          const reason = decision === 'approve' ? {} : { reason: '请核对' };
          if (expected[part] === null && decision !== 'approve') continue;
          expect([role, part, decision, await codeOf(reviewer, id, { decision, ...reason })]).toEqual([
            role,
            part,
            decision,
            expected[part],
          ]);
        }
        if (expected[part] !== null) {
          expect((await detailOf(reviewer, 'claim', id)).body.mayDecide).toBe(false);
          await decide(cast.secretary, 'claim', id).expect(200);
        }
      }
    }
  });
});
