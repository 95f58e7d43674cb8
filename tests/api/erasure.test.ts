import { closingMatcher } from '@red-points/server/account-changes/index';
import { donationMatcher } from '@red-points/server/donations/index';
import { allEndpoints } from '@red-points/server/http/openapi';
import { ERASURE_JOB } from '@red-points/server/own-data/index';
import { redemptionMatcher } from '@red-points/server/redemptions/index';
import {
  accountChanges,
  cards,
  contests,
  type DataRequestDetail,
  dataRequests,
  memberships,
  type OwnDataRequest,
  objections,
  ownData,
  people,
  publicity,
  redemptionPins,
  redemptions,
  reports,
  reviews,
  transactions,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { erasureBlocks } from '@red-points/shared/domain/own-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { addMember, enterGroup, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import {
  addOffer,
  credit,
  type Office,
  openOffice,
  openShop,
  type Resident,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { badAgainst } from '../support/verified.ts';

const refused = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) => [
  status,
  body.code,
];

const DAY_MS = 86_400_000;
const COOLED_MS = 8 * DAY_MS;

let t: TestApp;
let cast: Cast;
let office: Office;
let shop: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  const signedIn = await signInCast(t);
  cast = {
    organiser: lasting(t, signedIn.organiser),
    officer: lasting(t, signedIn.officer),
    secretary: lasting(t, signedIn.secretary),
    deputy: lasting(t, signedIn.deputy),
  };
  office = await openOffice(t);
  shop = await openShop(t, office);
  shop = { ...shop, owner: lasting(t, shop.owner) };
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-09', hourlyTerms({ publicityDays: 3 }));
});
afterAll(() => t.close());

const ask = (user: SignedInUser, body: Record<string, unknown> = {}, key = nextKey()) =>
  user.call(ownData.askErasure, { body, key });

async function asked(user: SignedInUser, body: Record<string, unknown> = {}): Promise<OwnDataRequest> {
  const answer = await ask(user, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body as OwnDataRequest;
}

const approve = (requestId: string, user: SignedInUser, key = nextKey()) =>
  user.call(dataRequests.approve, { params: { requestId }, key });

const get = async (requestId: string, user: SignedInUser = cast.secretary): Promise<DataRequestDetail> =>
  (await user.call(dataRequests.get, { params: { requestId } }).expect(200)).body as DataRequestDetail;

/** Lets time pass, so that the waiting time is over. */
async function cooled<T>(work: () => Promise<T>, ms = COOLED_MS): Promise<T> {
  t.clock.set(t.clock.now() + ms);
  return work();
}

/** Asks, waits, approves as often as is needed, and lets the job carry it out. */
async function erased(resident: Resident, giveRest = false): Promise<string> {
  const { requestId } = await asked(resident, { giveRest });
  await cooled(async () => {
    const first = await approve(requestId, cast.secretary);
    expect(first.status, JSON.stringify(first.body)).toBe(200);
    if (first.body.state === 'first_approved') await approve(requestId, cast.deputy).expect(200);
  });
  await carryOut();
  return requestId;
}

async function carryOut(): Promise<void> {
  t.clock.set(t.clock.now() + 11 * 60_000);
  expect(await t.context.jobs.runNow(ERASURE_JOB)).toBe('done');
}

const verified = () => badAgainst(t, [closingMatcher, donationMatcher, redemptionMatcher]);

describe('asking to be erased', () => {
  it('waits seven days in which it can be taken back, then for the office, and is told at home', async () => {
    const resident = lasting(t, await residentWith(t, 0)) as unknown as Resident;
    const before = (await resident.call(ownData.overview).expect(200)).body;
    expect(before).toMatchObject({ blocks: [], requests: [], available: 0, coolingDays: 7, answerWorkingDays: 15 });
    const key = nextKey();
    const first = await ask(resident, {}, key).expect(201);
    expect(first.body).toMatchObject({
      kind: 'erasure',
      state: 'asked',
      channel: 'self',
      mayTakeBack: true,
      coolsUntil: '2026-11-30T16:00:00.000Z',
      dueAt: '2026-12-14T16:00:00.000Z',
    });
    expect((await ask(resident, {}, key).expect(201)).body).toEqual(first.body);
    expect(refused(await ask(resident, { giveRest: true }, key))).toEqual([422, 'idempotency_key_reused']);
    expect(refused(await ask(resident))).toEqual([409, 'data_request_waiting']);
    const { requestId } = first.body as OwnDataRequest;
    expect(await get(requestId)).toMatchObject({ maskedName: '陈*', mayApprove: false, mayRefuse: true, blocks: [] });
    expect(refused(await approve(requestId, cast.secretary))).toEqual([409, 'data_request_cooling']);
    const tasks = async () => (await cast.secretary.call(reports.tasks).expect(200)).body.items as { code: string }[];
    expect((await tasks()).map(({ code }) => code)).not.toContain('data_requests_waiting');
    await cooled(async () => {
      expect((await tasks()).find(({ code }) => code === 'data_requests_waiting')).toMatchObject({ count: 1 });
      const list = (await cast.secretary.call(dataRequests.list).expect(200)).body.items;
      expect(list).toContainEqual(expect.objectContaining({ requestId, overdue: false }));
    });
    await cooled(async () => {
      expect((await tasks()).find(({ code }) => code === 'data_requests_late')).toMatchObject({ count: 1 });
      expect(await get(requestId)).toMatchObject({ overdue: true });
    }, 14 * DAY_MS);
    const back = await resident.call(ownData.takeBack, { params: { requestId } }).expect(200);
    expect(back.body).toMatchObject({ state: 'withdrawn', mayTakeBack: false });
    expect(refused(await approve(requestId, cast.secretary))).toEqual([409, 'data_request_decided']);
    // It may be asked again.
    await asked(resident);
  });

  it('is refused by the office with a reason that the resident reads, once', async () => {
    const resident = await residentWith(t, 0);
    const { requestId } = await asked(resident);
    const key = nextKey();
    const send = (reason = '还有一笔借用的器材没有归还') =>
      cast.secretary.call(dataRequests.refuse, { params: { requestId }, body: { reason }, key });
    const first = await send().expect(200);
    expect(first.body).toMatchObject({ state: 'refused', answer: '还有一笔借用的器材没有归还' });
    expect((await send().expect(200)).body).toEqual(first.body);
    expect(refused(await send('别的原因'))).toEqual([422, 'idempotency_key_reused']);
    expect(refused(await approve(requestId, cast.deputy))).toEqual([409, 'data_request_decided']);
    const own = (await resident.call(ownData.overview).expect(200)).body.requests;
    expect(own[0]).toMatchObject({ state: 'refused', answer: '还有一笔借用的器材没有归还', mayTakeBack: false });
    expect(refused(await resident.call(ownData.takeBack, { params: { requestId } }))).toEqual([
      409,
      'data_request_decided',
    ]);
  });

  it('is decided neither by family, nor by who wrote it down, nor from another community; an unknown one is not found', async () => {
    const elder = await t.enterResident({ name: '王桂兰' });
    const params = { personId: elder.personId };
    const filed = await cast.secretary
      .call(dataRequests.fileErasure, { params, body: { seen: 'id_card' } })
      .expect(201);
    const { requestId } = filed.body as { requestId: string };
    expect(filed.body).toMatchObject({ channel: 'office', maskedName: '王*' });
    await cooled(async () => {
      expect(refused(await approve(requestId, cast.secretary))).toEqual([403, 'data_request_not_independent']);
      const relative = lasting(t, await t.signIn('community_admin', 'jinxiu', { personId: elder.personId }));
      expect(refused(await approve(requestId, relative))).toEqual([403, 'data_request_not_independent']);
      const elsewhere = await t.signIn('community_admin', 'hechi');
      expect(refused(await approve(requestId, elsewhere))).toEqual([403, 'out_of_scope']);
      expect(refused(await elsewhere.call(dataRequests.fileErasure, { params, body: { seen: 'id_card' } }))).toEqual([
        403,
        'out_of_scope',
      ]);
      expect(refused(await approve('nobody', cast.deputy))).toEqual([404, 'data_request_not_found']);
    });
    const household = await enterGroup(cast.officer);
    expect(
      refused(
        await cast.officer.call(dataRequests.fileErasure, {
          params: { personId: household.personId },
          body: { seen: 'id_card' },
        }),
      ),
    ).toEqual([422, 'erasure_kind']);
  });

  it('is for adults themselves and for guardians of children, whoever shares the phone', async () => {
    const daughter = await residentWith(t, 0, { name: '周敏', birthDate: '1985-03-01' });
    const onPhone = async (name: string, birthDate: string | null) => {
      const person = await t.context.people.enter({
        ...{ kind: 'person', name, phone: daughter.phone, sharedPhone: true, unitId: 'jinxiu-g1' },
        ...{ serveUnitId: null, birthDate, address: null, enteredBy: null, consentVersion: '1', verified: true },
      } as Parameters<typeof t.context.people.enter>[0]);
      if ('refused' in person) throw new Error(person.refused);
      return person.personId;
    };
    const mother = await onPhone('周老太', '1950-05-01');
    const child = await onPhone('周小雨', '2018-09-01');
    const user = await t.signInByPhone(daughter.phone);
    expect(refused(await ask(user, { personId: mother }))).toEqual([403, 'own_data_adult_themselves']);
    const stranger = await t.enterResident();
    expect(refused(await ask(user, { personId: stranger.personId }))).toEqual([403, 'person_not_yours']);
    const request = await asked(user, { personId: child });
    expect(request.channel).toBe('guardian');
    const acting = (personId: string) => t.context.people.byId(personId);
    expect((await acting(child))?.status).toBe('verified');
    const nobody = await t.signInByPhone('13700000001');
    expect(refused(await ask(nobody))).toEqual([403, 'registration_needed']);
    // Of a child's request, the child itself does not take it back: the guardian does.
    await user.call(ownData.takeBack, { params: { requestId: request.requestId } }).expect(200);
    const strange = await residentWith(t, 0);
    expect(refused(await strange.call(ownData.takeBack, { params: { requestId: request.requestId } }))).toEqual([
      404,
      'data_request_not_found',
    ]);
  });
});

describe('what stands in the way of an erasure', () => {
  it('says each with a code of its own', async () => {
    const code = async (resident: SignedInUser, body = {}) => refused(await ask(resident, body));
    const offer = await addOffer(office, shop.shop, { points: 5 });
    const redeeming = await residentWith(t, 20);
    await startAtPoster(redeeming, shop, offer);
    expect(await code(redeeming, { giveRest: true })).toEqual([409, 'erasure_redemptions_open']);
    const points = await residentWith(t, 7);
    expect((await ask(points)).body).toMatchObject({ code: 'erasure_points_left', detail: { points: 7 } });
    const pending = await residentWith(t, 0);
    const claimId = await fileClaim(cast, pending.personId, { ruleCode: 'ZY-09' });
    expect(await code(pending)).toEqual([409, 'erasure_credits_pending']);
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const neighbour = await residentWith(t, 0);
    const creditId = `claim:${claimId}`;
    const filed = await neighbour.call(objections.fileOwn, { body: { creditId, reason: '那天没有见到' } });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    expect(await code(neighbour)).toEqual([409, 'erasure_objections_open']);
    const doubting = await residentWith(t, 3);
    const body = { entryId: entryId(doubting.accountId, 1), reason: '时长少记了' };
    await doubting.call(contests.fileOwn, { body }).expect(201);
    expect(await code(doubting, { giveRest: true })).toEqual([409, 'erasure_contests_open']);
    const clerk = await residentWith(t, 0);
    const { userId } = clerk;
    await t.database.db
      .collection('users')
      .updateOne(
        { _id: userId as never },
        { $set: { grants: [{ role: 'merchant_staff', unitId: null, shopId: 's' }] } },
      );
    expect(await code(clerk)).toEqual([409, 'erasure_works_in_shop']);
    const closing = await residentWith(t, 0);
    const params = { personId: closing.personId };
    await cast.officer.call(accountChanges.proposeClosing, { params, body: { reason: '搬走了' } }).expect(201);
    expect(await code(closing)).toEqual([409, 'erasure_change_waiting']);
  });

  it('is a household that depends on them, a debt, a refund or a booking, too', async () => {
    const alone = await residentWith(t, 0);
    const household = await enterGroup(cast.officer);
    await addMember(cast.officer, household, alone.personId);
    expect(refused(await ask(alone))).toEqual([409, 'erasure_household_account']);
    const other = await residentWith(t, 0);
    await addMember(cast.officer, household, other.personId);
    const head = { params: { personId: household.personId }, body: { memberId: alone.personId } };
    await cast.officer.call(memberships.setHead, head).expect(200);
    expect(refused(await ask(alone))).toEqual([409, 'erasure_household_head']);
    const nothing = {
      ...{ available: 0, owed: 0, redemptions: 0, bookings: 0, refunds: 0, pending: 0, objections: 0, contests: 0 },
      ...{ loneHouseholds: 0, headOf: 0, shops: 0, accountChange: false },
    };
    expect(erasureBlocks(nothing, false)).toEqual([]);
    expect(erasureBlocks({ ...nothing, owed: 4, bookings: 1, refunds: 2 }, false)).toEqual([
      { code: 'erasure_bookings_open', count: 1 },
      { code: 'erasure_refunds_waiting', count: 2 },
      { code: 'erasure_owes', owed: 4 },
    ]);
  });

  it('sends it back to the office where it came in after the last word', async () => {
    const resident = await residentWith(t, 0);
    const { requestId } = await asked(resident, { giveRest: true });
    await cooled(async () => {
      expect((await approve(requestId, cast.secretary).expect(200)).body.state).toBe('confirmed');
    });
    // Points that came in ask for a second person; a claim sends it back whole.
    await credit(t, resident.accountId, 6);
    await carryOut();
    expect(await get(requestId)).toMatchObject({ state: 'first_approved', approvalsNeeded: 2, available: 6 });
    expect(refused(await approve(requestId, cast.secretary))).toEqual([403, 'data_request_approved_by_you']);
    expect((await approve(requestId, cast.deputy).expect(200)).body.state).toBe('confirmed');
    await fileClaim(cast, resident.personId, { ruleCode: 'ZY-09', description: nextKey() });
    await carryOut();
    const back = await get(requestId);
    expect(back).toMatchObject({ state: 'asked', approvals: [], blocks: [{ code: 'erasure_credits_pending' }] });
    expect((await t.context.people.byId(resident.personId))?.status).toBe('verified');
  });
});

describe('somebody whose account was closed before', () => {
  it('is erased by what the office writes down, and what they asked beside it ends', async () => {
    const resident = await residentWith(t, 0, { name: '西门吹雪' });
    const params = { personId: resident.personId };
    await resident.call(ownData.askCorrection, { body: { changes: { name: '西门飞雪' } } }).expect(201);
    const closing = await cast.officer.call(accountChanges.proposeClosing, { params, body: { reason: '搬走了' } });
    await cast.secretary.call(accountChanges.confirm, { params: { changeId: closing.body.changeId } }).expect(200);
    const filed = await cast.officer.call(dataRequests.fileErasure, { params, body: { seen: 'id_card' } }).expect(201);
    const requestId = String(filed.body.requestId);
    await cooled(() => approve(requestId, cast.secretary).expect(200));
    await carryOut();
    expect(await get(requestId)).toMatchObject({ state: 'done', maskedName: '已注销', givenPoints: 0 });
    const open = await t.database.db.collection('data_requests').findOne({ ...params, open: true });
    expect(open).toBeNull();
    expect(await verified()).toEqual([]);
  });
});

describe('a person who was erased', () => {
  const NAME = '欧阳翠微';
  const ADDRESS = '锦绣花园 7 幢 1203';
  let gone: Resident;
  let requestId: string;
  let indexes: string[];

  beforeAll(async () => {
    gone = await residentWith(t, 12, { name: NAME, address: ADDRESS, birthDate: '1961-04-05' });
    const phone = t.context.keys.mac('phone-index', `phone:${gone.phone}`).toString('base64url');
    const name = t.context.keys.mac('phone-index', `name:${NAME}`).toString('base64url');
    const four = t.context.keys.mac('phone-index', `last-four:${gone.phone.slice(-4)}`).toString('base64url');
    indexes = [phone, name, four];
    const description = `${NAME}在楼道帮忙，电话 ${gone.phone}`;
    const posted = await fileClaim(cast, gone.personId, { occurredOn: '2026-11-20', description });
    await decide(cast.secretary, 'claim', posted).expect(200);
    const rejected = await fileClaim(cast, gone.personId, { occurredOn: '2026-11-19', description });
    await cast.secretary
      .call(reviews.decide, {
        params: { kind: 'claim', id: rejected },
        body: { decision: 'reject', reason: `${NAME}那天不在` },
      })
      .expect(200);
    const offer = await addOffer(office, shop.shop, { points: 4 });
    const { redemptionId } = await startAtPoster(gone, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    // What others wrote in records of theirs: a reversal, a lifted limit, a dispute of their redemption, a finding.
    const spare = await t.context.ledger.post({ ...earnCommand(gone.accountId, nextKey(), 1) });
    if (spare.status !== 'posted') throw new Error('not posted');
    const street = lasting(t, await t.signIn('street_admin', 'qihe'));
    const reversal = { params: { entryId: spare.entry._id }, body: { reason: `${NAME}重复登记` } };
    await street.call(transactions.reverse, reversal).expect(201);
    const { db } = t.database;
    const about = `已电话${gone.phone}问过${NAME}`;
    await db.collection('velocity_stops').insertOne({
      ...{ _id: 'stop', key: 'stop', kind: 'pair', shopId: shop.shop.shopId, personId: gone.personId },
      ...{ unitPath: ['jinxiu'], limit: 1, turnedAway: 1, firstAt: new Date(), endsAt: new Date() },
      lift: { by: cast.secretary.userId, at: new Date(), until: new Date(), reason: about },
    } as never);
    await db.collection('settlement_lines').insertOne({
      ...{ _id: 'c:disputed', redemptionId: 'disputed', personId: gone.personId, unitPath: ['jinxiu'] },
    } as never);
    await db.collection('settlement_disputes').insertOne({
      ...{ _id: 'dispute', request: { caller: 'c', key: 'k', fingerprint: 'f' }, lineId: 'c:disputed', open: false },
      ...{ reason: about, answer: about, unitPath: ['jinxiu'], filedAt: new Date() },
    } as never);
    await db.collection('watch_findings').insertOne({
      ...{ _id: 'finding', key: 'finding', unitPath: ['jinxiu'], personIds: [gone.personId], open: false },
      dismissals: [{ at: new Date(), by: cast.secretary.userId, reason: about, count: 1 }],
    } as never);
    // In a booking of somebody else that they helped in, and of why a time of theirs did not take place.
    await db.collection('redemptions').insertOne({
      ...{
        _id: 'helped',
        request: { caller: 'c', key: 'helped', fingerprint: 'f' },
        personId: 'somebody',
        open: false,
      },
      booking: {
        ...{ slotId: 'time', helperPersonId: gone.personId, ending: { reason: about } },
        dispute: { reason: about, decision: { note: about } },
      },
    } as never);
    for (const [_id, of] of [
      ['helped-at', { helperPersonId: gone.personId }],
      ['booked-at', { helperPersonId: null }],
    ] as const) {
      await db.collection('slots').insertOne({ _id, ...of, state: 'closed', closed: { reason: about } } as never);
    }
    await db.collection('redemptions').insertOne({
      ...{
        _id: 'guest',
        request: { caller: 'c', key: 'guest', fingerprint: 'f' },
        personId: gone.personId,
        open: false,
      },
      booking: { slotId: 'booked-at', helperPersonId: null },
    } as never);
    const params = { personId: gone.personId };
    await cast.officer.call(people.unmask, { params, body: { reason: `核对${NAME}的住址` } }).expect(200);
    await cast.officer.call(cards.issue, { params }).expect(201);
    await cast.officer.call(redemptionPins.set, { params, body: { pin: '739162' } });
    await gone.call(publicity.chooseOwn, { body: { choice: 'full_name', version: '1' } });
    requestId = await erased(gone, true);
  });

  it('stands in no reason of a reversal, a lifted limit, a dispute or a finding; what they count stays', async () => {
    const read = async (collection: string, filter: object) =>
      (await t.database.db.collection(collection).findOne(filter)) as Record<string, unknown> | null;
    expect(await read('reversals', { accountId: gone.accountId })).toMatchObject({ reason: '已注销', state: 'posted' });
    const struck = '已电话已注销问过已注销';
    expect(await read('velocity_stops', { _id: 'stop' })).toMatchObject({ lift: { reason: struck } });
    expect(await read('settlement_disputes', { _id: 'dispute' })).toMatchObject({ reason: struck, answer: struck });
    const dismissals = [expect.objectContaining({ reason: struck, count: 1 })];
    expect(await read('watch_findings', { _id: 'finding' })).toMatchObject({ dismissals });
    expect(await read('redemptions', { _id: 'helped' })).toMatchObject({
      booking: { ending: { reason: struck }, dispute: { reason: struck, decision: { note: struck } } },
    });
    for (const _id of ['helped-at', 'booked-at']) {
      expect(await read('slots', { _id })).toMatchObject({ closed: { reason: struck } });
    }
    // They were put there by hand: what reads lists of them knows whole ones only.
    for (const [name, _id] of [
      ['velocity_stops', 'stop'],
      ['settlement_lines', 'c:disputed'],
      ['settlement_disputes', 'dispute'],
      ['watch_findings', 'finding'],
      ['redemptions', 'helped'],
      ['redemptions', 'guest'],
      ['slots', 'helped-at'],
      ['slots', 'booked-at'],
    ] as const) {
      await t.database.db.collection(name).deleteOne({ _id: _id as never });
    }
  });

  it('has gone from the whole database: no name, phone, address, nor a keyed hash of them', async () => {
    expect(await get(requestId)).toMatchObject({
      state: 'done',
      maskedName: '已注销',
      maskedPhone: null,
      answer: null,
    });
    const words = [NAME, gone.phone, ADDRESS, ...indexes].map((word) => Buffer.from(word));
    const found: string[] = [];
    for (const { name } of await t.database.db.listCollections().toArray()) {
      for await (const raw of t.database.db.collection(name).find({}, { raw: true })) {
        const bytes = raw as unknown as Buffer;
        words.forEach((word, at) => {
          if (bytes.includes(word)) found.push(`${name}: ${at}`);
        });
      }
    }
    expect(found).toEqual([]);
  });

  it('leaves a ledger that verifies, points in the fund, and 已注销 wherever somebody reads, in another process too', async () => {
    expect(await verified()).toEqual([]);
    const other = await startTestApp({ sharing: t });
    for (const app of [t, other]) {
      expect((await app.context.people.names([gone.personId])).get(gone.personId)).toMatchObject({
        full: '已注销',
        masked: '已注销',
      });
    }
    const { state } = await t.context.ledger.view(gone.accountId);
    expect(state).toMatchObject({ closed: true, balance: 0 });
    expect((await get(requestId)).givenPoints).toBe(11);
    await other.close();
  });

  it('breaks no list and no detail that names them', async () => {
    const readers = [
      cast.secretary,
      lasting(t, await t.signIn('auditor', 'jinxiu')),
      lasting(t, await t.signIn('district_admin', 'wanglan')),
      shop.owner,
    ];
    const redemption = await t.database.db.collection('redemptions').findOne({ personId: gone.personId });
    const claim = await t.database.db.collection('claims').findOne({ personId: gone.personId });
    const change = await t.database.db.collection('account_changes').findOne({ personId: gone.personId });
    const ids: Record<string, string> = {
      personId: gone.personId,
      entryId: entryId(gone.accountId, 1),
      accountId: gone.accountId,
      redemptionId: String(redemption?._id),
      claimId: String(claim?._id),
      changeId: String(change?._id),
      requestId,
      shopId: shop.shop.shopId,
      unitId: 'jinxiu',
      kind: 'claim',
      id: String(claim?._id),
    };
    const reads = allEndpoints().filter(({ method, raw }) => method === 'GET' && raw === undefined);
    const failures: unknown[] = [];
    let answered = 0;
    for (const endpoint of reads) {
      const names = [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
      if (names.some((name) => ids[name] === undefined)) continue;
      const params = Object.fromEntries(names.map((name) => [name, ids[name] ?? '']));
      for (const reader of readers) {
        const answer = await reader.call(endpoint, { params });
        if (answer.status === 200) answered += 1;
        const text = JSON.stringify(answer.body);
        const tells = [NAME, gone.phone, ADDRESS].some((word) => text.includes(word));
        // Figures that no job has summed up here are not there yet.
        const isBroken = answer.status >= 500 && answer.status !== 503;
        if (isBroken || tells) failures.push([endpoint.id, answer.status, tells]);
      }
    }
    expect(failures).toEqual([]);
    expect(answered).toBeGreaterThan(60);
  });

  it('is refused in words where somebody looks for what is gone, and has no card, PIN or session', async () => {
    const params = { personId: gone.personId };
    const unmasked = await cast.officer.call(people.unmask, { params, body: { reason: '再看一次' } });
    expect(refused(unmasked)).toEqual([409, 'person_closed']);
    expect(refused(await cast.officer.call(dataRequests.fileErasure, { params, body: { seen: 'id_card' } }))).toEqual([
      410,
      'person_erased',
    ]);
    await expect(t.context.personalData.seal(gone.personId, 'view-reason', { reason: '再看' })).rejects.toThrow();
    expect(await t.database.db.collection('redemption_pins').findOne({ _id: gone.personId as never })).toBeNull();
    expect(await t.database.db.collection('resident_cards').findOne({ ...params, state: 'active' })).toBeNull();
    expect(await t.database.db.collection('sessions').findOne({ userId: gone.userId, endedAt: null })).toBeNull();
    expect((await gone.call(people.ownAccount)).status).toBe(401);
  });

  it('can join anew with the same phone, as somebody new', async () => {
    const anew = await t.signInByPhone(gone.phone);
    expect(anew.userId).not.toBe(gone.userId);
    expect(anew.me.registrationNeeded).toBe(true);
    const body = { name: '欧阳新', unitId: 'jinxiu-g1', consentVersion: '1' };
    const joined = await anew.call(people.registerSelf, { body }).expect(201);
    expect(joined.body.personId).not.toBe(gone.personId);
  });
});
