import { businessDate } from '@red-points/shared/domain/calendar';
import type { SignedInUser, TestApp } from '../app.ts';
import { type Cast, hourlyTerms, publishRule, signInCast } from '../earning.ts';
import { addOffer, type Office, openOffice, openShop, redeemAtAnySpeed, type TestShop } from '../redeeming.ts';
import { type Settlers, settlersOf } from '../settling.ts';
import { kept } from './send.ts';

/** A community with all whom a request may be of, and what it may be about. */
export interface Town {
  readonly t: TestApp;
  readonly cast: Cast;
  /** Without a part in anything: decides. */
  readonly judge: SignedInUser;
  readonly street: SignedInUser;
  readonly office: Office;
  readonly settlers: Settlers;
  readonly shop: TestShop;
  /** Of twelve points. */
  readonly offer: Awaited<ReturnType<typeof addOffer>>;
  readonly today: () => string;
}

export async function openTown(t: TestApp): Promise<Town> {
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  const cast = {
    organiser: kept(t, organiser),
    officer: kept(t, officer),
    secretary: kept(t, secretary),
    deputy: kept(t, deputy),
  };
  const opening = await openOffice(t);
  const office = { secretary: kept(t, opening.secretary), deputy: kept(t, opening.deputy) };
  const opened = await openShop(t, office, '家政服务站');
  const shop = { ...opened, owner: kept(t, opened.owner) };
  await redeemAtAnySpeed(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  await publishRule(cast, 'TJ-01', hourlyTerms({ unit: 'case', points: 10, category: 'mediation' }));
  const { handler, witness, approver } = await settlersOf(t);
  return {
    t,
    cast,
    judge: kept(t, await t.signIn('community_admin', 'jinxiu')),
    street: kept(t, await t.signIn('street_admin', 'qihe')),
    office,
    settlers: { handler: kept(t, handler), witness: kept(t, witness), approver: kept(t, approver) },
    shop,
    offer: await addOffer(office, shop.shop, { stock: 1_000 }),
    today: () => businessDate(t.clock.now()),
  };
}
