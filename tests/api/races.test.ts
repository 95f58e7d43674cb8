import { PUBLICITY_JOB } from '@red-points/server/credits/index';
import { verifyLedger } from '@red-points/server/ledger/index';
import { settlementCheck } from '@red-points/server/settlements/index';
import {
  activities,
  cards,
  checkIns,
  type Endpoint,
  objections,
  redemptionCodes,
  redemptionPins,
  redemptions,
  reviews,
  settlements,
  shops,
  teams,
} from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { decide, fileClaim, openActivity, runningActivity, scannedTicket } from '../support/earning.ts';
import { addOffer, openShop, startAtPoster } from '../support/redeeming.ts';
import { draftFor, enterLines, readAgain, redeem, signAll } from '../support/settling.ts';
import {
  Gate,
  kept,
  type Meeting,
  type Ready,
  type Reply,
  residentOf,
  send,
  watchQuestions,
} from '../support/twice/send.ts';
import { openTown, type Town } from '../support/twice/town.ts';

/** The seed chooses at which question to the database the one request waits for the other. */
const SEED = Number(process.env.RACE_SEED ?? 20_261_127);
const ROUNDS = 4;
/** No request of these asks the database more often before it has decided. */
const QUESTIONS_MAX = 9;

let one: TestApp;
let other: TestApp;
let town: Town;

beforeAll(async () => {
  one = await startTestApp();
  other = await startTestApp({ sharing: one });
  watchQuestions(one);
  town = await openTown(one);
});
afterAll(async () => {
  await one.close();
});

interface Sent extends Ready {
  readonly endpoint: Endpoint;
}
type Act = Sent | ((app: TestApp) => Promise<Reply>);

/** Meetings of one race: the two that are always played, and some by the seed, each side being the one that waits. */
function meetings(salt: number): readonly { meeting: Meeting; swapped: boolean }[] {
  let state = (SEED ^ (salt * 2_654_435_761)) >>> 0;
  const next = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const drawn = Array.from({ length: ROUNDS }, () => ({ meeting: 1 + next(QUESTIONS_MAX), swapped: next(2) === 1 }));
  const always = [false, true].flatMap((swapped) => [
    { meeting: 'level' as const, swapped },
    { meeting: 'behind' as const, swapped },
  ]);
  return [...always, ...drawn];
}

/** Does two different things at once, at two processes; answers in the order given. */
async function race(first: Act, second: Act, { meeting, swapped }: { meeting: Meeting; swapped: boolean }) {
  const gate = new Gate({ first: one, second: other }, meeting);
  const doing = (act: Act, app: TestApp) => (typeof act === 'function' ? act(app) : send(app, act.endpoint, act));
  const [a, b] = swapped ? [second, first] : [first, second];
  const { both } = await gate.run({ first: () => doing(a, one), second: () => doing(b, other) });
  return swapped ? ([both[1], both[0]] as const) : both;
}

const codeOf = ({ body }: Reply) => (body as { code?: string }).code;
/** What failed: the way they met. */
const how = (meeting: unknown, ...replies: Reply[]) =>
  `seed ${SEED}, ${JSON.stringify(meeting)}: ${replies.map((reply) => `${reply.status} ${codeOf(reply) ?? ''}`).join(', ')}`;

/** Plays a race in all its meetings. */
function races(name: string, salt: number, play: (meeting: { meeting: Meeting; swapped: boolean }) => Promise<void>) {
  it(name, async () => {
    for (const meeting of meetings(salt)) {
      one.clock.advance(60_000);
      await play(meeting);
    }
  });
}

const activitiesOf = () => one.database.db.collection<Document & { _id: string }>('activities');
const signUpsOf = (activityId: string) =>
  one.database.db.collection('sign_ups').find({ activityId }).sort({ seq: 1 }).toArray();

/** What an activity counts is what its sign-ups are, and nobody waits while there is room. */
async function expectPlaces(activityId: string, capacity: number, because: string) {
  const [activity, signUps] = [await activitiesOf().findOne({ _id: activityId }), await signUpsOf(activityId)];
  const places = signUps.filter(({ waiting }) => waiting !== true).length;
  const waiting = signUps.length - places;
  expect({ signedUp: activity?.['signedUp'], waiting: activity?.['waiting'] ?? 0 }, because).toEqual({
    signedUp: places,
    waiting,
  });
  expect(places, because).toBeLessThanOrEqual(capacity);
  if (waiting > 0) expect(places, because).toBe(capacity);
  return { places, waiting, signUps };
}

describe('places in an activity', () => {
  const signUp = (by: Ready['by'], activityId: string): Sent => ({
    endpoint: activities.signUp,
    by,
    input: { params: { activityId } },
  });

  races('a place given back goes to who waits, not to who signs up at that moment', 1, async (meeting) => {
    const { activityId } = await openActivity(one, town.cast, { capacity: 1, waitingMax: 5 });
    const [holder, waits, comes] = [await residentOf(one), await residentOf(one), await residentOf(one)];
    const params = { activityId };
    await holder.call(activities.signUp, { params }).expect(201);
    await waits.call(activities.signUp, { params }).expect(201);
    const back = { endpoint: activities.withdraw, by: holder, input: { params } };
    const [gone, came] = await race(back, signUp(comes, activityId), meeting);
    const because = how(meeting, gone, came);
    expect([gone.status, came.status], because).toEqual([200, 201]);
    const { signUps } = await expectPlaces(activityId, 1, because);
    expect(signUps.filter(({ waiting }) => waiting !== true).map(({ personId }) => personId)).toEqual([waits.personId]);
  });

  races('one who signs up twice at once for the last place has it, and is told so twice', 2, async (meeting) => {
    const { activityId } = await openActivity(one, town.cast, { capacity: 1, waitingMax: 0 });
    const comes = await residentOf(one);
    const both = await race(signUp(comes, activityId), signUp(comes, activityId), meeting);
    expect(
      both.map(({ status }) => status),
      how(meeting, ...both),
    ).toEqual([201, 201]);
    await expectPlaces(activityId, 1, how(meeting, ...both));
  });

  races('a team and somebody alone never have more places than there are', 3, async (meeting) => {
    const { activityId } = await openActivity(one, town.cast, { capacity: 3, waitingMax: 1 });
    const members = [await residentOf(one), await residentOf(one), await residentOf(one)] as const;
    const body = { name: nextKey(), kind: 'volunteers', unitId: 'jinxiu', leaderPersonId: members[0].personId };
    const { teamId } = (await town.cast.organiser.call(teams.found, { body }).expect(201)).body;
    const params = { teamId };
    for (const member of members.slice(1)) {
      const invited = { params, body: { personId: member.personId } };
      await town.cast.organiser.call(teams.invite, invited).expect(201);
      await member.call(teams.join, { params, body: { ranked: true } }).expect(200);
    }
    const personIds = members.map(({ personId }) => personId);
    const together = { endpoint: teams.signUp, by: members[0], input: { params, body: { activityId, personIds } } };
    const [team, alone] = await race(together, signUp(await residentOf(one), activityId), meeting);
    const because = how(meeting, team, alone);
    expect([team.status, alone.status], because).toEqual([200, 201]);
    expect(await expectPlaces(activityId, 3, because)).toMatchObject({ places: 3, waiting: 1 });
  });

  races('nobody is checked in where it was called off', 4, async (meeting) => {
    const { activityId, version } = await runningActivity(one, town.cast);
    const ticket = await scannedTicket(one, town.cast, activityId);
    const off = { params: { activityId }, body: { version, reason: '暴雨' } };
    const [cancelled, checkedIn] = await race(
      { endpoint: activities.cancel, by: town.cast.organiser, input: off },
      { endpoint: checkIns.checkIn, by: await residentOf(one), input: { body: { ticket } } },
      meeting,
    );
    const because = how(meeting, cancelled, checkedIn);
    const state = (await activitiesOf().findOne({ _id: activityId }))?.['state'];
    // What was checked in before it was called off stands as such, and earns nothing.
    const attendances = one.database.db.collection('attendances');
    const present = await attendances.countDocuments({ activityId, state: { $ne: 'rejected' } });
    const open = await attendances.countDocuments({ activityId, open: true });
    expect(state === 'cancelled' ? [present, open] : [], because).toEqual(state === 'cancelled' ? [0, 0] : []);
    expect([cancelled.status, checkedIn.status], because).toSatisfy((both: number[]) =>
      both.some((each) => each < 300),
    );
  });
});

describe('what earns', () => {
  races('decided alone and in bulk at once is credited once, by one of the two', 5, async (meeting) => {
    const { personId, accountId } = await one.enterResident();
    const id = await fileClaim(town.cast, personId, { occurredOn: addDays(town.today(), -1), description: nextKey() });
    const alone = { params: { kind: 'claim', id }, body: { decision: 'approve' } };
    const bulk = { body: { decision: 'approve', items: [{ kind: 'claim', id }] } };
    const [single, many] = await race(
      { endpoint: reviews.decide, by: town.cast.secretary, input: alone },
      { endpoint: reviews.decideMany, by: town.cast.deputy, input: bulk },
      meeting,
    );
    const because = how(meeting, single, many);
    const { outcomes } = many.body as { outcomes: { done: boolean; code: string | null }[] };
    expect([single.status < 300, outcomes[0]?.done].filter(Boolean), because).toHaveLength(1);
    expect(single.status < 300 ? outcomes[0]?.code : codeOf(single), because).toBe('already_decided');
    expect((await one.context.ledger.view(accountId)).state.items, because).toBe(1);
    expect(await one.database.db.collection('credits').countDocuments({ 'source.id': id }), because).toBe(1);
  });

  races('is frozen by an objection or posted at the end of its window, and never both', 6, async (meeting) => {
    const { personId, accountId } = await one.enterResident();
    const departures = { ruleCode: 'ZY-03', occurredOn: addDays(town.today(), -1), description: nextKey() };
    const id = await fileClaim(town.cast, personId, departures);
    await decide(town.cast.secretary, 'claim', id).expect(200);
    const creditId = `claim:${id}`;
    const credits = one.database.db.collection<Document & { _id: string }>('credits');
    const until = (await credits.findOne({ _id: creditId }))?.['publicUntil'] as Date;
    one.clock.set(Math.max(one.clock.now(), until.getTime()));
    const [objected, posted] = await race(
      { endpoint: objections.fileOwn, by: await residentOf(one), input: { body: { creditId, reason: '没有见到他' } } },
      async (app) => ({ status: 200, body: { code: await app.context.jobs.runNow(PUBLICITY_JOB) } }),
      meeting,
    );
    const because = how(meeting, objected, posted);
    const state = (await credits.findOne({ _id: creditId }))?.['state'];
    const { items } = (await one.context.ledger.view(accountId)).state;
    expect([state, items], because).toEqual(objected.status === 201 ? ['objected', 0] : ['posted', 1]);
  });
});

describe('what is redeemed', () => {
  races('before a shop was suspended is ended as its shop says, and nothing begins after', 7, async (meeting) => {
    const opened = await openShop(one, town.office);
    const shop = { ...opened, owner: kept(one, opened.owner) };
    const offer = await addOffer(town.office, shop.shop, { stock: 10 });
    const resident = await residentOf(one, 100);
    const { redemptionId } = await startAtPoster(resident, shop, offer);
    const params = { shopId: shop.shop.shopId };
    const [suspended, confirmed] = await race(
      { endpoint: shops.suspend, by: town.office.secretary, input: { params, body: { reason: '证照过期' } } },
      { endpoint: redemptions.confirm, by: shop.owner, input: { params: { redemptionId } } },
      meeting,
    );
    const because = how(meeting, suspended, confirmed);
    expect([suspended.status, confirmed.status], because).toEqual([200, 200]);
    expect((await one.context.ledger.view(resident.accountId)).available, because).toBe(88);
    const body = { code: shop.poster, offerId: offer.offerId };
    expect((await resident.call(redemptions.startByPoster, { body })).status, because).toBe(409);
  });

  races('nothing is begun with a card once it was replaced', 8, async (meeting) => {
    const resident = await residentOf(one, 100);
    const params = { personId: resident.personId };
    const { codeUrl } = (await town.office.secretary.call(cards.issue, { params }).expect(201)).body;
    await town.office.secretary.call(redemptionPins.set, { params, body: { pin: '271828' } }).expect(200);
    const { shop, owner } = town.shop;
    const scanned = { body: { code: codeUrl, shopId: shop.shopId } };
    const scanId = (await owner.call(redemptionCodes.scan, scanned).expect(201)).body.scanId as string;
    const { offerId } = town.offer;
    const agreed = { params: { scanId }, body: { pin: '271828', offerId, quantity: 1, points: 12 } };
    const [replaced, typed] = await race(
      { endpoint: cards.issue, by: town.office.secretary, input: { params } },
      { endpoint: redemptionCodes.agree, by: owner, input: agreed },
      meeting,
    );
    const because = how(meeting, replaced, typed);
    expect(replaced.status, because).toBe(201);
    expect([204, 410], because).toContain(typed.status);
    const begun = await owner.call(redemptions.startByScan, { body: { scanId, offerId, quantity: 1 } });
    expect([begun.status < 300, begun.body.code], because).toEqual([false, expect.stringMatching(/^card_/)]);
    expect((await one.context.ledger.view(resident.accountId)).available, because).toBe(100);
  });

  races('a PIN that was set anew has all its tries, whatever was guessed meanwhile', 9, async (meeting) => {
    const resident = await residentOf(one, 100);
    const params = { personId: resident.personId };
    await town.office.secretary.call(redemptionPins.set, { params, body: { pin: '271828' } }).expect(200);
    for (let wrong = 0; wrong < 4; wrong += 1) {
      await resident.call(redemptionPins.check, { body: { pin: '314159' } }).expect(403);
    }
    const [set, guessed] = await race(
      { endpoint: redemptionPins.set, by: town.office.secretary, input: { params, body: { pin: '161803' } } },
      { endpoint: redemptionPins.check, by: resident, input: { body: { pin: '314159' } } },
      meeting,
    );
    const because = how(meeting, set, guessed);
    expect([set.status, guessed.status < 300], because).toEqual([200, false]);
    const pin = (await town.office.secretary.call(redemptionPins.get, { params }).expect(200)).body;
    expect(pin, because).toMatchObject({ set: true, locked: false });
    expect(pin.wrong, because).toBeLessThanOrEqual(1);
    expect((await resident.call(redemptionPins.check, { body: { pin: '271828' } })).status, because).toBe(403);
    await resident.call(redemptionPins.check, { body: { pin: '161803' } }).expect(201);
  });
});

describe('a statement', () => {
  /** A statement that the next word closes, and a redemption in it. */
  async function readyToClose() {
    const { handler } = town.settlers;
    const opened = await openShop(one, town.office);
    const shop = { ...opened, owner: kept(one, opened.owner) };
    const redemptionId = await redeem(await residentOf(one, 100), shop, await addOffer(town.office, shop.shop));
    one.clock.advance(1_000);
    await enterLines(one);
    const statement = await draftFor(town.settlers, shop, town.today());
    await signAll(town.settlers, statement);
    const { settlementId, version } = await readAgain(handler, statement);
    const input = { params: { settlementId }, body: { version } };
    await handler.call(settlements.proposeClosing, input).expect(200);
    return { shop, redemptionId, statement, input };
  }
  const sound = async (because: string) => {
    const { db } = one.database;
    const check = settlementCheck({ db, account: null });
    if (check === null) throw new Error('no check');
    expect((await verifyLedger({ db, checks: [check] })).bad, because).toEqual([]);
  };

  races('closed while a refund lands stays as it was signed; the refund is of the next', 10, async (meeting) => {
    const { shop, redemptionId, statement, input } = await readyToClose();
    const refund = { params: { redemptionId }, body: { points: 6, reason: '质量不好' } };
    const [closed, refunded] = await race(
      { endpoint: settlements.close, by: town.settlers.approver, input },
      { endpoint: redemptions.refund, by: shop.owner, input: refund },
      meeting,
    );
    const because = how(meeting, closed, refunded);
    expect(refunded.status, because).toBe(201);
    one.clock.advance(1_000);
    await enterLines(one);
    if (closed.status !== 200) {
      // The refund came first and was not entered yet.
      expect(codeOf(closed), because).toBe('settlement_lines_pending');
      await town.settlers.approver.call(settlements.close, input).expect(200);
    }
    const now = await readAgain(town.settlers.handler, statement);
    expect(now, because).toMatchObject({ state: 'closed', totals: { fen: 850 } });
    const next = await draftFor(town.settlers, shop, town.today());
    expect(next.totals.fen, because).toBe(-425);
    await sound(because);
  });

  races('is closed or given up, and never both', 11, async (meeting) => {
    const { input, statement } = await readyToClose();
    const { params } = input;
    const [closed, cancelled] = await race(
      { endpoint: settlements.close, by: town.settlers.approver, input },
      { endpoint: settlements.cancel, by: town.settlers.handler, input: { params, body: { reason: '重来' } } },
      meeting,
    );
    const because = how(meeting, closed, cancelled);
    const { state } = await readAgain(town.settlers.handler, statement);
    expect([closed.status, cancelled.status], because).toEqual(state === 'closed' ? [200, 409] : [409, 200]);
    await sound(because);
  });
});
