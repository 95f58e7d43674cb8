import type { Offer } from '@red-points/shared/contracts';
import { cards, isRefusal, redemptionCodes, redemptionPins, redemptions } from '@red-points/shared/contracts';
import { addDays, businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  callerOf,
  expectVerified,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  type Resident,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const PIN = '271828';

let t: TestApp;
let office: Office;
let open: TestShop;
let offer: Offer;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  const shop = await openShop(t, office);
  open = { ...shop, owner: { ...shop.owner, ...callerOf(t, ownerPrincipal(shop)) } };
  offer = await addOffer(office, open.shop, { points: 1 });
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

/** The day on which somebody was born who turns so many years old tomorrow. */
function bornBeforeTomorrow(years: number): string {
  const tomorrow = addDays(businessDate(t.clock.now()), 1);
  return `${Number(tomorrow.slice(0, 4)) - years}${tomorrow.slice(4)}`;
}

type Caller = Pick<Resident, 'call'>;

/** What a phone is told that asks for a code, and that scans a poster. */
async function tries(by: Caller): Promise<string[]> {
  const body = { code: open.poster, offerId: offer.offerId };
  return [
    await refused((headers) => by.call(redemptionCodes.create, { headers })),
    await refused((headers) => by.call(redemptions.startByPoster, { body, headers })),
  ];
}

/** A phone that acts for one, and for others besides. */
const phoneOf = (acting: Resident, ...others: Resident[]): Caller => {
  const principal: Principal = principalOf(acting);
  return callerOf(t, { ...principal, personIds: [acting, ...others].map(({ personId }) => personId) });
};

describe('under fourteen', () => {
  it('nobody redeems alone up to the eve of the birthday in the business zone; on it they do', async () => {
    const child = await residentWith(t, 50, { birthDate: bornBeforeTomorrow(14) });
    const phone = phoneOf(child);
    t.clock.set(endOfBusinessDay(businessDate(t.clock.now())) - 1);
    expect(await tries(phone)).toEqual(['redeeming_alone_under14', 'redeeming_alone_under14']);
    t.clock.set(t.clock.now() + 1);
    await phone.call(redemptionCodes.create).expect(201);
    await startAtPoster(phone, open, offer);
  });

  it('a phone that acts for somebody grown up too redeems for a child, one of children does not', async () => {
    const child = await residentWith(t, 50, { birthDate: bornBeforeTomorrow(12) });
    const brother = await residentWith(t, 0, { birthDate: bornBeforeTomorrow(17) });
    const mother = await residentWith(t, 0, { name: '林芳', birthDate: '1988-03-01' });
    const grandmother = await residentWith(t, 0, { name: '陈秀英' });
    expect(await tries(phoneOf(child, brother))).toEqual(['redeeming_alone_under14', 'redeeming_alone_under14']);
    // Somebody whose account is over guards nobody.
    const gone = await residentWith(t, 0, { name: '王建国' });
    await t.context.people.close(gone.personId);
    expect((await tries(phoneOf(child, gone)))[0]).toBe('redeeming_alone_under14');
    for (const guardian of [mother, grandmother]) {
      const phone = phoneOf(child, guardian);
      const made = await phone.call(redemptionCodes.create).expect(201);
      const scan = { code: made.body.codeUrl, shopId: open.shop.shopId };
      const { scanId } = (await open.owner.call(redemptionCodes.scan, { body: scan }).expect(201)).body;
      const body = { scanId, offerId: offer.offerId };
      expect((await open.owner.call(redemptions.startByScan, { body }).expect(201)).body.state).toBe('success');
      await startAtPoster(phone, open, offer);
    }
  });

  it('an officer helps; a card says who they are and spends nothing, and there is no PIN', async () => {
    const child = await residentWith(t, 50, { birthDate: bornBeforeTomorrow(12) });
    const params = { personId: child.personId };
    const setPin = { params, body: { pin: PIN } };
    expect(await refused((headers) => office.secretary.call(redemptionPins.set, { ...setPin, headers }))).toBe(
      'under14_no_pin',
    );
    const issued = await office.secretary.call(cards.issue, { params }).expect(201);
    const body = { code: issued.body.codeUrl, shopId: open.shop.shopId };
    expect(await refused((headers) => open.owner.call(redemptionCodes.scan, { body, headers }))).toBe(
      'redeeming_alone_under14',
    );
    const started = { shopId: open.shop.shopId, offerId: offer.offerId };
    await office.secretary.call(redemptions.startForPerson, { params, body: started }).expect(201);
  });

  it('is nobody whose birthday is not known', async () => {
    const somebody = await residentWith(t, 50);
    await startAtPoster(phoneOf(somebody), open, offer);
    const request = { caller: somebody.personId, key: nextKey(), fingerprint: 'f' };
    const input = { code: open.poster, offerId: offer.offerId, quantity: 1 };
    expect(isRefusal(await t.context.redemptions.startByPoster(principalOf(somebody), input, request))).toBe(false);
  });
});
