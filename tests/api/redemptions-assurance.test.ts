import {
  cards,
  type RedemptionSettingsView,
  redemptionCodes,
  redemptionPins,
  redemptionSettings,
  redemptions,
  reports,
} from '@red-points/shared/contracts';
import { REDEMPTION_SETTINGS_DEFAULT } from '@red-points/shared/domain/redemptions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  availableOf,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  scanned,
  staffPrincipal,
  startAtPoster,
  stockOf,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const PIN = '271828';
const DAY_MS = 86_400_000;

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const shop = await openShop(t, office);
  // These tests let days pass: a token of the beginning is old by then.
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

type Rules = RedemptionSettingsView['rules'];

/** What counts at the shops of 锦绣 from now on, as the street sets it: limits go up and down here. */
async function setRules(rules: Partial<Rules> | null): Promise<RedemptionSettingsView> {
  const params = { unitId: 'jinxiu' };
  const street = callerOf(t, {
    ...staffPrincipal('of-the-street'),
    grants: [{ role: 'street_admin', unitId: 'qihe', shopId: null }],
  });
  const before = await street.call(redemptionSettings.get, { params }).expect(200);
  const wanted = rules === null ? null : { ...REDEMPTION_SETTINGS_DEFAULT, ...rules };
  const body = { rules: wanted, version: before.body.version };
  const set = await street.call(redemptionSettings.set, { params, body });
  expect(set.status, JSON.stringify(set.body)).toBe(200);
  return set.body as RedemptionSettingsView;
}

/** A resident with a printed card whose PIN was set at the office. */
async function cardHolder(points: number, name = '陈秀英'): Promise<Resident & { card: string }> {
  const resident = await residentWith(t, points, { name });
  const params = { personId: resident.personId };
  const issued = await office.secretary.call(cards.issue, { params }).expect(201);
  await office.secretary.call(redemptionPins.set, { params, body: { pin: PIN } }).expect(200);
  return { ...resident, ...callerOf(t, principalOf(resident)), card: String(issued.body.codeUrl) };
}

/** The shop scans a card. */
async function cardScan(card: string, by: TestShop = open): Promise<string> {
  const body = { code: card, shopId: by.shop.shopId };
  const scan = await by.owner.call(redemptionCodes.scan, { body });
  expect(scan.status, JSON.stringify(scan.body)).toBe(201);
  expect(scan.body.pinNeeded).toBe(true);
  return String(scan.body.scanId);
}

describe('a printed card with PIN', () => {
  it('spends what its holder typed the PIN for, at once and once', async () => {
    const offer = await addOffer(office, open.shop, { points: 45 });
    const holder = await cardHolder(100);
    const scanId = await cardScan(holder.card);
    const body = { scanId, offerId: offer.offerId, quantity: 1, expectedPoints: 45 };
    expect(await refused((headers) => open.owner.call(redemptions.startByScan, { body, headers }))).toBe(
      'card_pin_needed',
    );
    const params = { scanId };
    const agreed = { pin: PIN, offerId: offer.offerId, quantity: 1, points: 45 };
    await open.owner.call(redemptionCodes.agree, { params, body: agreed }).expect(204);
    // Neither more pieces nor another offer than the holder saw.
    const other = await addOffer(office, open.shop, { points: 40 });
    for (const changed of [
      { quantity: 2, expectedPoints: 90 },
      { offerId: other.offerId, expectedPoints: 40 },
    ]) {
      const tampered = { ...body, ...changed };
      expect(await refused((headers) => open.owner.call(redemptions.startByScan, { body: tampered, headers }))).toBe(
        'card_pin_needed',
      );
    }
    const key = nextKey();
    const done = await open.owner.call(redemptions.startByScan, { body, key }).expect(201);
    expect(done.body).toMatchObject({ state: 'success', via: 'card', points: 45, personName: '陈*' });
    const again = await open.owner.call(redemptions.startByScan, { body, key }).expect(201);
    expect(again.body.redemptionId).toBe(done.body.redemptionId);
    expect(await refused((headers) => open.owner.call(redemptions.startByScan, { body, headers }))).toBe('scan_used');
    expect(await availableOf(t, holder.accountId)).toBe(55);
    const { cap } = (await t.context.redemptions.find(done.body.redemptionId)) ?? {};
    expect(cap?.assurance).toBe('card');
  });

  it('is refused without a PIN, with an old card, at another shop, and when the price was changed', async () => {
    const offer = await addOffer(office, open.shop, { points: 20 });
    const bare = await residentWith(t, 50);
    const params = { personId: bare.personId };
    const issued = await office.secretary.call(cards.issue, { params }).expect(201);
    const scan = (code: string, by = open) =>
      refused((headers) => by.owner.call(redemptionCodes.scan, { body: { code, shopId: by.shop.shopId }, headers }));
    expect(await scan(issued.body.codeUrl)).toBe('pin_not_set');
    const holder = await cardHolder(100);
    await office.secretary.call(cards.issue, { params: { personId: holder.personId } }).expect(201);
    expect(await scan(holder.card)).toBe('card_revoked');
    const fresh = await cardHolder(100);
    const scanId = await cardScan(fresh.card);
    const other = await openShop(t, office, '别家店');
    const agreed = { pin: PIN, offerId: offer.offerId, quantity: 1, points: 20 };
    const agree = (body: object, by = open, of = scanId) =>
      refused((headers) => by.owner.call(redemptionCodes.agree, { params: { scanId: of }, body, headers }));
    expect(await agree(agreed, other)).toBe('redemption_of_other_shop');
    expect(await agree({ ...agreed, points: 19 })).toBe('offer_price_changed');
    expect(await agree({ ...agreed, offerId: 'nothing' })).toBe('offer_not_found');
    expect(await agree(agreed, open, 'nothing')).toBe('scan_not_found');
    const foreign = await addOffer(office, other.shop, { points: 20 });
    expect(await agree({ ...agreed, offerId: foreign.offerId })).toBe('offer_of_other_shop');
    expect(await agree({ ...agreed, quantity: 20, points: 400, offerId: offer.offerId, pin: '000001' })).toBe(
      'pin_wrong',
    );
    t.clock.advance(180_000);
    expect(await agree(agreed)).toBe('scan_expired');
    expect(await availableOf(t, fresh.accountId)).toBe(100);
  });

  it('locks after five wrong PINs, however many are tried at once, until an officer sets a new one', async () => {
    const shop = await openShop(t, office, '试密码的店');
    const offer = await addOffer(office, shop.shop, { points: 5 });
    const holder = await cardHolder(100);
    const params = { scanId: await cardScan(holder.card, shop) };
    const body = { pin: '314159', offerId: offer.offerId, quantity: 1, points: 5 };
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => shop.owner.call(redemptionCodes.agree, { params, body })),
    );
    const codes = answers.map((answer) => answer.body.code).sort();
    expect(codes).toEqual([...Array(5).fill('pin_locked'), ...Array(4).fill('pin_wrong')]);
    // The right one does not open it any more, neither here nor on the person's own phone.
    const right = { ...body, pin: PIN };
    expect((await shop.owner.call(redemptionCodes.agree, { params, body: right })).body.code).toBe('pin_locked');
    expect(await refused((headers) => holder.call(redemptionPins.check, { body: { pin: PIN }, headers }))).toBe(
      'pin_locked',
    );
    const person = { personId: holder.personId };
    const seen = await office.deputy.call(redemptionPins.get, { params: person }).expect(200);
    expect(seen.body).toMatchObject({ set: true, locked: true, wrong: 5 });
    const scan = { code: holder.card, shopId: open.shop.shopId };
    expect((await open.owner.call(redemptionCodes.scan, { body: scan })).body.code).toBe('pin_locked');
    const set = await office.deputy.call(redemptionPins.set, { params: person, body: { pin: '161803' } }).expect(200);
    expect(set.body).toMatchObject({ locked: false, wrong: 0 });
    expect((await shop.owner.call(redemptionCodes.agree, { params, body: right })).body.code).toBe('pin_wrong');
    await shop.owner.call(redemptionCodes.agree, { params, body: { ...body, pin: '161803' } }).expect(204);
    const after = await office.deputy.call(redemptionPins.get, { params: person }).expect(200);
    expect(after.body.wrong).toBe(0);
  });

  it('limits a shop that tries PINs of many cards', async () => {
    const shop = await openShop(t, office, '很多卡的店');
    const offer = await addOffer(office, shop.shop, { points: 5 });
    const codes: string[] = [];
    for (let card = 0; card < 4; card += 1) {
      const holder = await cardHolder(20);
      const params = { scanId: await cardScan(holder.card, shop) };
      const body = { pin: '314159', offerId: offer.offerId, quantity: 1, points: 5 };
      for (let wrong = 0; wrong < 4; wrong += 1) {
        codes.push((await shop.owner.call(redemptionCodes.agree, { params, body })).body.code);
      }
    }
    expect(codes.filter((code) => code === 'pin_wrong')).toHaveLength(15);
    expect(codes.at(-1)).toBe('rate_limited');
  });

  it('keeps the PIN out of everything that is stored, and refuses simple ones and strangers', async () => {
    const holder = await cardHolder(10);
    const params = { personId: holder.personId };
    const set =
      (pin: string, by = office.secretary) =>
      (headers: Record<string, string>) =>
        by.call(redemptionPins.set, { params, body: { pin }, headers });
    expect(await refused(set('123456'))).toBe('pin_too_simple');
    const hechi = await t.signIn('community_admin', 'hechi');
    expect(await refused(set(PIN, hechi))).toBe('out_of_scope');
    const stored = await t.database.db.collection<{ _id: string }>('redemption_pins').findOne({ _id: holder.personId });
    expect(JSON.stringify(stored)).not.toContain(PIN);
    await office.secretary.call(redemptionPins.remove, { params }).expect(204);
    const gone = (headers: Record<string, string>) => office.secretary.call(redemptionPins.remove, { params, headers });
    expect(await refused(gone)).toBe('pin_not_set');
    const own = await holder.call(redemptionPins.own).expect(200);
    expect(own.body).toEqual({ set: false, locked: false });
  });
});

describe('an officer who acts for somebody', () => {
  it('has the shop asked, is recorded beside the person, and may take it back', async () => {
    const offer = await addOffer(office, open.shop, { points: 12 });
    const elder = await residentWith(t, 30);
    const officer = await t.signIn('grid_officer', 'jinxiu-g1');
    const params = { personId: elder.personId };
    const body = { shopId: open.shop.shopId, offerId: offer.offerId, quantity: 1, expectedPoints: 12 };
    const key = nextKey();
    const first = await officer.call(redemptions.startForPerson, { params, body, key }).expect(201);
    expect(first.body).toMatchObject({ state: 'awaiting_confirm', via: 'officer', personName: '陈*' });
    const again = await officer.call(redemptions.startForPerson, { params, body, key }).expect(201);
    expect(again.body.redemptionId).toBe(first.body.redemptionId);
    const taken = { redemptionId: String(first.body.redemptionId) };
    expect(await refused((headers) => office.deputy.call(redemptions.revoke, { params: taken, headers }))).toBe(
      'redemption_not_yours',
    );
    expect((await officer.call(redemptions.revoke, { params: taken }).expect(200)).body.state).toBe('revoked');
    await officer.call(redemptions.revoke, { params: taken }).expect(200);
    const second = await officer.call(redemptions.startForPerson, { params, body }).expect(201);
    const done = { redemptionId: String(second.body.redemptionId) };
    await open.owner.call(redemptions.confirm, { params: done }).expect(200);
    expect(await availableOf(t, elder.accountId)).toBe(18);
    const { entries } = await t.context.ledger.statement(elder.accountId, { limit: 10 });
    const actorsOf = (kind: string, id: string) =>
      entries.find((entry) => entry.kind === kind && entry.source.id === id)?.actors;
    const both = [
      { part: 'spender', id: elder.personId },
      { part: 'officer', id: officer.userId },
    ];
    expect(actorsOf('hold', done.redemptionId)).toEqual(both);
    expect(actorsOf('release', taken.redemptionId)).toEqual(both);
  });

  it('does so neither for themselves nor for people of elsewhere', async () => {
    const offer = await addOffer(office, open.shop);
    const own = await residentWith(t, 30);
    const officer = await t.signIn('grid_officer', 'jinxiu-g1', { personId: own.personId });
    const body = { shopId: open.shop.shopId, offerId: offer.offerId };
    const start = (personId: string, changed: object = {}) =>
      refused((headers) =>
        officer.call(redemptions.startForPerson, { params: { personId }, body: { ...body, ...changed }, headers }),
      );
    expect(await start(own.personId)).toBe('assist_not_self');
    const far = await residentWith(t, 30, { unitId: 'hechi-g1' });
    expect(await start(far.personId)).toBe('out_of_scope');
    expect(await start('nobody')).toBe('person_not_found');
    const near = await residentWith(t, 30);
    expect(await start(near.personId, { shopId: 'nothing' })).toBe('shop_not_found');
    expect(await start(near.personId, { expectedPoints: 11 })).toBe('offer_price_changed');
  });
});

describe('caps by assurance', () => {
  it('bound a day and a month, by the way it is known who spends, and say what is left', async () => {
    await setRules({
      caps: {
        card: { day: 10, month: 15 },
        poster: { day: 20, month: 40 },
        code: { day: 30, month: 60 },
        pin: { day: 50, month: 100 },
      },
    });
    const offer = await addOffer(office, open.shop, { points: 1, stock: null });
    const holder = await cardHolder(200);
    const byCard = async (quantity: number) => {
      const params = { scanId: await cardScan(holder.card) };
      const agreed = { pin: PIN, offerId: offer.offerId, quantity, points: quantity };
      await open.owner.call(redemptionCodes.agree, { params, body: agreed }).expect(204);
      const body = { scanId: params.scanId, offerId: offer.offerId, quantity };
      return open.owner.call(redemptions.startByScan, { body });
    };
    const byPoster = (quantity: number, pinCheckId?: string) =>
      holder.call(redemptions.startByPoster, {
        body: { code: open.poster, offerId: offer.offerId, quantity, pinCheckId },
      });
    const byCode = async (quantity: number, pinCheckId?: string) => {
      const made = await holder.call(redemptionCodes.create, { body: { pinCheckId } }).expect(201);
      const scan = { code: made.body.codeUrl, shopId: open.shop.shopId };
      const { scanId } = (await open.owner.call(redemptionCodes.scan, { body: scan }).expect(201)).body;
      return open.owner.call(redemptions.startByScan, { body: { scanId, offerId: offer.offerId, quantity } });
    };
    const over = (answer: { body: { code: string; detail?: object } }) => [answer.body.code, answer.body.detail];
    const day = 'redemption_day_cap_reached';
    const month = 'redemption_month_cap_reached';

    expect((await byCard(8)).status).toBe(201);
    expect(over(await byCard(3))).toEqual([day, { left: 2, max: 10 }]);
    // What the card spent counts for the surer ways, not the other way round.
    expect(over(await byPoster(13))).toEqual([day, { left: 12, max: 20 }]);
    const waiting = await byPoster(12);
    expect(waiting.body).toMatchObject({ state: 'awaiting_confirm' });
    expect(over(await byPoster(1))).toEqual([day, { left: 0, max: 20 }]);
    expect((await byCard(2)).body.code).toBe(day);
    // What came to nothing does not count.
    const params = { redemptionId: String(waiting.body.redemptionId) };
    await holder.call(redemptions.revoke, { params }).expect(200);
    expect((await byCard(2)).status).toBe(201);
    expect((await byCode(20)).status).toBe(201);
    expect(over(await byCode(1))).toEqual([day, { left: 0, max: 30 }]);
    const checked = await holder.call(redemptionPins.check, { body: { pin: PIN } }).expect(201);
    const { pinCheckId } = checked.body;
    expect((await byCode(10, pinCheckId)).status).toBe(201);
    expect((await byPoster(9, pinCheckId)).status).toBe(201);
    expect(over(await byPoster(2, pinCheckId))).toEqual([day, { left: 1, max: 50 }]);
    t.clock.advance(300_000);
    expect(
      await refused((headers) =>
        holder.call(redemptions.startByPoster, {
          body: { code: open.poster, offerId: offer.offerId, quantity: 1, pinCheckId },
          headers,
        }),
      ),
    ).toBe('pin_check_over');

    // A new day has room again, the month goes on: 10 by card so far.
    t.clock.advance(DAY_MS);
    await t.context.jobs.runNow('redemption-repair');
    expect(over(await byCard(6))).toEqual([month, { left: 5, max: 15 }]);
    expect((await byCard(5)).status).toBe(201);
    expect(over(await byCard(1))).toEqual([month, { left: 0, max: 15 }]);
    const refusal = await refused((headers) =>
      holder.call(redemptions.startByPoster, {
        body: { code: open.poster, offerId: offer.offerId, quantity: 20 },
        headers,
      }),
    );
    expect(refusal).toBe(day);
    t.clock.advance(10 * DAY_MS);
    expect((await byCard(10)).status).toBe(201);
    await setRules(null);
  });

  it('hold when many spend at once over two processes, and a refusal leaves stock and points alone', async () => {
    const twin = await startTestApp({ sharing: t });
    await setRules({
      caps: { ...REDEMPTION_SETTINGS_DEFAULT.caps, card: { day: 0, month: 0 }, poster: { day: 25, month: 25 } },
    });
    const offer = await addOffer(office, open.shop, { points: 10, stock: 30 });
    const resident = await residentWith(t, 300);
    const body = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        callerOf(index % 2 === 0 ? t : twin, principalOf(resident)).call(redemptions.startByPoster, { body }),
      ),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
    const told = answers.filter(({ status }) => status !== 201).map((answer) => answer.body.code);
    expect(new Set(told)).toEqual(new Set(['redemption_day_cap_reached']));
    expect(await availableOf(t, resident.accountId)).toBe(280);
    expect(await stockOf(t, offer.offerId)).toBe(28);
    await setRules(null);
    await twin.close();
  });

  it('are set by the office in order, and by one at a time', async () => {
    const params = { unitId: 'jinxiu' };
    const read = await office.deputy.call(redemptionSettings.get, { params }).expect(200);
    expect(read.body).toMatchObject({ rules: REDEMPTION_SETTINGS_DEFAULT, setBy: null, maySet: true });
    const { version } = read.body;
    const send = (rules: object | null, at = version, by = office.secretary) =>
      refused((headers) => by.call(redemptionSettings.set, { params, body: { rules, version: at }, headers }));
    const caps = { ...REDEMPTION_SETTINGS_DEFAULT.caps, card: { day: 3_000, month: 3_000 } };
    expect(await send({ ...REDEMPTION_SETTINGS_DEFAULT, caps })).toBe('redemption_caps_out_of_order');
    expect(await send(REDEMPTION_SETTINGS_DEFAULT, version + 1)).toBe('redemption_settings_changed');
    const officer = await t.signIn('grid_officer', 'jinxiu');
    expect((await officer.call(redemptionSettings.get, { params }).expect(200)).body.maySet).toBe(false);
    await officer.call(redemptionSettings.set, { params, body: { rules: null, version } }).expect(403);
    const hechi = await t.signIn('community_admin', 'hechi');
    expect(await send(REDEMPTION_SETTINGS_DEFAULT, version, { ...office.secretary, ...hechi })).toBe('out_of_scope');
    const missing = { unitId: 'nowhere' };
    expect(
      await refused((headers) => office.secretary.call(redemptionSettings.get, { params: missing, headers })),
    ).toBe('unit_unknown');
    const set = await setRules({ smallAmountPoints: 0 });
    expect(set).toMatchObject({ rules: { smallAmountPoints: 0 }, setBy: { unitId: 'jinxiu' } });
    // Now the resident has a word about the smallest amount, too.
    const offer = await addOffer(office, open.shop, { points: 1 });
    const resident = await residentWith(t, 5);
    const body = { scanId: await scanned(resident, open), offerId: offer.offerId };
    const asked = await open.owner.call(redemptions.startByScan, { body }).expect(201);
    expect(asked.body.state).toBe('awaiting_resident');
    await resident.call(redemptions.revoke, { params: { redemptionId: asked.body.redemptionId } }).expect(200);
    await setRules(null);
  });
});

describe('who is bound by limits', () => {
  it('tightens them and does not loosen them; units above bound those below, whoever set theirs last', async () => {
    const of = (role: 'street_admin' | 'district_admin', unitId: string) =>
      callerOf(t, { ...staffPrincipal(`of-${unitId}`), grants: [{ role, unitId, shopId: null }] });
    const [street, district] = [of('street_admin', 'qihe'), of('district_admin', 'wanglan')];
    const usual = REDEMPTION_SETTINGS_DEFAULT;
    const read = async (by: Pick<SignedInUser, 'call'>, unitId = 'jinxiu') =>
      (await by.call(redemptionSettings.get, { params: { unitId } }).expect(200)).body as RedemptionSettingsView;
    const send = async (by: Pick<SignedInUser, 'call'>, rules: object | null, unitId = 'jinxiu') => {
      const { version } = await read(by, unitId);
      const body = { rules: rules === null ? null : { ...usual, ...rules }, version };
      const answer = await by.call(redemptionSettings.set, { params: { unitId }, body });
      return answer.status === 200 ? null : String(answer.body.code);
    };
    // The standard binds a community, too, and what it tightened itself it does not loosen again.
    expect((await read(office.secretary)).most).toMatchObject({
      by: 'office_above',
      limits: { refundAlonePoints: 200 },
    });
    expect(await send(office.secretary, { refundAlonePoints: 201 })).toBe('redemption_settings_loosened');
    expect(await send(office.secretary, { refundAlonePoints: 50 })).toBeNull();
    expect(await send(office.secretary, { refundAlonePoints: 60 })).toBe('redemption_settings_loosened');
    const noCap = { ...usual.caps, code: { day: 5_000, month: null } };
    expect(await send(office.secretary, { refundAlonePoints: 50, caps: noCap })).toBe('redemption_settings_loosened');
    expect(await send(office.secretary, null)).toBe('redemption_settings_loosened');
    expect(await send(office.secretary, { refundAlonePoints: 40, refundAnswerDays: 20 })).toBeNull();
    // From the street on they are loosened.
    expect((await read(street)).most).toBeNull();
    expect(await send(street, { refundAlonePoints: 300, caps: noCap })).toBeNull();
    expect((await read(office.secretary)).rules).toMatchObject({ refundAlonePoints: 300, refundAnswerDays: 7 });
    // A unit above that sets less bounds what was set below before, at once; and who loosens below.
    expect(await send(district, { refundAlonePoints: 100, smallAmountPoints: 40 }, 'wanglan')).toBeNull();
    const bound = await read(street);
    expect(bound.rules).toMatchObject({ refundAlonePoints: 100, smallAmountPoints: 30, caps: usual.caps });
    expect(bound.most).toMatchObject({ by: 'unit_above', limits: { refundAlonePoints: 100, smallAmountPoints: 40 } });
    expect(await send(street, { refundAlonePoints: 101 })).toBe('redemption_settings_above');
    expect(await send(street, { refundAlonePoints: 100, smallAmountPoints: 40 })).toBeNull();
    // Refunds go by it.
    const offer = await addOffer(office, open.shop, { points: 150, stock: 5 });
    const resident = await residentWith(t, 150);
    const phone = { ...resident, ...callerOf(t, principalOf(resident)) };
    const which = { params: { redemptionId: (await startAtPoster(phone, open, offer)).redemptionId } };
    await open.owner.call(redemptions.confirm, which).expect(200);
    const body = { points: 101, reason: '质量问题' };
    const proposed = await office.secretary.call(redemptions.refund, { ...which, body }).expect(201);
    expect(proposed.body.pendingRefunds).toMatchObject([{ points: 101 }]);
    const number = String(proposed.body.pendingRefunds[0].number);
    const withdrawn = { params: { ...which.params, number } };
    await office.secretary.call(redemptions.withdrawRefund, withdrawn).expect(200);
    expect(await send(district, null, 'wanglan')).toBeNull();
    await setRules(null);
  });
});

describe('the points that a screen showed', () => {
  it('are what is taken, or nothing is', async () => {
    const offer = await addOffer(office, open.shop, { points: 12 });
    const account = await residentWith(t, 60);
    // Days have passed: a sign-in of the tests' beginning is old.
    const resident = { ...account, ...callerOf(t, principalOf(account)) };
    const body = { code: open.poster, offerId: offer.offerId, quantity: 2, expectedPoints: 20 };
    const answer = await resident.call(redemptions.startByPoster, { body }).expect(409);
    expect(answer.body).toMatchObject({ code: 'offer_price_changed', detail: { points: 24 } });
    const scanId = await scanned(resident, open);
    const byScan = { scanId, offerId: offer.offerId, expectedPoints: 11 };
    expect(await refused((headers) => open.owner.call(redemptions.startByScan, { body: byScan, headers }))).toBe(
      'offer_price_changed',
    );
    expect(await availableOf(t, resident.accountId)).toBe(60);
    // The scan is not used up by it.
    await open.owner.call(redemptions.startByScan, { body: { ...byScan, expectedPoints: 12 } }).expect(201);
    await resident.call(redemptions.startByPoster, { body: { ...body, expectedPoints: 24 } }).expect(201);
    expect(await availableOf(t, resident.accountId)).toBe(24);
  });
});

describe('a refund above what one word gives back', () => {
  it('waits for a second person of the office, whoever splits it, and never exceeds the original', async () => {
    await setRules({ refundAlonePoints: 20 });
    const offer = await addOffer(office, open.shop, { points: 50, stock: 9 });
    const resident = await residentWith(t, 50);
    const { redemptionId } = await startAtPoster({ ...resident, ...callerOf(t, principalOf(resident)) }, open, offer);
    const params = { redemptionId };
    await open.owner.call(redemptions.confirm, { params }).expect(200);
    const give = (points: number, by = office.secretary, key = nextKey()) =>
      by.call(redemptions.refund, { params, body: { points, reason: '质量问题' }, key });
    const alone = await give(15).expect(201);
    expect(alone.body).toMatchObject({ refundedPoints: 15, pendingRefunds: [] });
    const key = nextKey();
    const proposed = await give(10, office.secretary, key).expect(201);
    expect(proposed.body).toMatchObject({ state: 'partially_refunded', refundedPoints: 15 });
    expect(proposed.body.pendingRefunds).toMatchObject([
      { number: 2, points: 10, mayConfirm: false, mayWithdraw: true, proposedByYou: true },
    ]);
    const reader = await t.signIn('grid_officer', 'jinxiu');
    expect((await reader.call(redemptions.get, { params }).expect(200)).body.pendingRefunds).toMatchObject([
      { number: 2, mayConfirm: false, mayWithdraw: false, proposedByYou: false },
    ]);
    await give(10, office.secretary, key).expect(201);
    expect(await availableOf(t, resident.accountId)).toBe(15);
    // What waits counts: all of them together never exceed what was taken.
    expect((await give(26)).body).toMatchObject({ code: 'refund_exceeds_redemption', detail: { left: 25, asked: 26 } });
    const waiting = { params: { ...params, number: '2' } };
    const confirm = (by: { call: typeof office.deputy.call }, input: object = waiting) =>
      refused((headers) => by.call(redemptions.confirmRefund, { ...input, headers }));
    expect(await confirm(office.secretary)).toBe('refund_own_proposal');
    await open.owner.call(redemptions.confirmRefund, waiting).expect(403);
    // The shop has no second word, and does not keep from a resident what the office means to give back.
    const atShop = await open.owner.call(redemptions.get, { params }).expect(200);
    expect(atShop.body.pendingRefunds).toMatchObject([{ number: 2, mayConfirm: false, mayWithdraw: false }]);
    expect(await refused((headers) => open.owner.call(redemptions.withdrawRefund, { ...waiting, headers }))).toBe(
      'refund_not_yours',
    );
    const beneficiary = await t.signIn('community_admin', 'jinxiu', { personId: resident.personId });
    expect(await confirm(beneficiary)).toBe('refund_not_independent');
    expect((await give(1, beneficiary)).body.code).toBe('refund_not_independent');
    expect(await confirm(office.deputy, { params: { ...params, number: '9' } })).toBe('refund_not_found');
    const query = { waiting: 'refund', shopId: open.shop.shopId };
    const list = await office.deputy.call(redemptions.list, { query }).expect(200);
    expect(list.body.items).toMatchObject([
      { redemptionId, pendingRefunds: [{ number: 2, mayConfirm: true, mayWithdraw: true, proposedByYou: false }] },
    ]);
    const waitingFor = async (by: Pick<SignedInUser, 'call'>) =>
      (await by.call(reports.tasks).expect(200)).body.items.find(
        ({ code }: { code: string }) => code === 'refunds_waiting',
      );
    expect(await waitingFor(office.deputy)).toMatchObject({ count: 1 });
    expect((await waitingFor(office.secretary))?.count ?? 0).toBe(0);
    const second = nextKey();
    const done = await office.deputy.call(redemptions.confirmRefund, { ...waiting, key: second }).expect(200);
    expect(done.body).toMatchObject({ refundedPoints: 25, pendingRefunds: [] });
    await office.deputy.call(redemptions.confirmRefund, { ...waiting, key: second }).expect(200);
    expect(await confirm(office.deputy)).toBe('refund_decided');
    expect(await availableOf(t, resident.accountId)).toBe(25);
    expect((await office.deputy.call(redemptions.list, { query }).expect(200)).body.items).toEqual([]);
    const { entries } = await t.context.ledger.statement(resident.accountId, { limit: 1 });
    expect(entries[0]?.actors).toEqual([
      { part: 'spender', id: resident.personId },
      { part: 'refunder', id: office.secretary.userId },
      { part: 'confirmer', id: office.deputy.userId },
    ]);
    // One that is turned down gives its room back.
    await give(25).expect(201);
    const last = { params: { ...params, number: '3' } };
    const turned = await office.deputy.call(redemptions.withdrawRefund, last).expect(200);
    expect(turned.body.pendingRefunds).toEqual([]);
    expect(await refused((headers) => office.deputy.call(redemptions.withdrawRefund, { ...last, headers }))).toBe(
      'refund_decided',
    );
    expect(await confirm(office.deputy, last)).toBe('refund_decided');
    expect(
      await refused((headers) =>
        office.deputy.call(redemptions.withdrawRefund, { params: { ...params, number: '9' }, headers }),
      ),
    ).toBe('refund_not_found');
    await give(25).expect(201);
    await office.deputy.call(redemptions.confirmRefund, { params: { ...params, number: '4' } }).expect(200);
    expect(await stockOf(t, offer.offerId)).toBe(9);
    expect(await availableOf(t, resident.accountId)).toBe(50);
    await setRules(null);
  });
});
