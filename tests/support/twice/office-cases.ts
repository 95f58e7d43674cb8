import {
  accountChanges,
  adjustments,
  certificates,
  dataRequests,
  donations,
  offers,
  ownData,
  redemptions,
  settlements,
  transactions,
  velocity,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { nextKey } from '../app.ts';
import { earnCommand } from '../ledger-commands.ts';
import { addOffer, openShop, startAtPoster } from '../redeeming.ts';
import { draftFor, enterLines, linesOf, readAgain, redeem, signAll } from '../settling.ts';
import { type Case, kept, residentOf } from './send.ts';
import type { Town } from './town.ts';

/** Requests of the office about accounts, entries, shops and their pay, with what they need. */
export function officeCases(town: Town): Readonly<Record<string, Case>> {
  const { t, cast, street } = town;
  const proposedClosing = async () => {
    const { personId } = await t.enterResident();
    const input = { params: { personId }, body: { reason: '搬离本市' } };
    return (await cast.officer.call(accountChanges.proposeClosing, input).expect(201)).body.changeId as string;
  };
  const renamed = { name: '改过的名字' };
  const askedCorrection = async () => {
    const asked = await (await residentOf(t)).call(ownData.askCorrection, { body: { changes: renamed } }).expect(201);
    return { requestId: asked.body.requestId as string };
  };
  const entry = async () => entryId((await residentOf(t, 10)).accountId, 1);
  const correction = { points: 5, minutes: 30, reason: '工时少登记了' };
  const volunteer = async () => {
    const resident = await residentOf(t);
    const earned = { ...earnCommand(resident.accountId, nextKey(), 2), minutes: 60, effectiveAtMs: t.clock.now() };
    await t.context.ledger.post(earned);
    return resident;
  };
  const settling = settlementsOf(town);
  return {
    [accountChanges.proposeClosing.id]: async () => {
      const { personId } = await t.enterResident();
      return { by: cast.officer, input: { params: { personId }, body: { reason: '搬离本市' } } };
    },
    [accountChanges.proposeJoining.id]: async () => {
      const [{ personId }, { personId: keptPersonId }] = [await t.enterResident(), await t.enterResident()];
      return { by: cast.officer, input: { params: { personId }, body: { keptPersonId, reason: '登记了两次' } } };
    },
    [accountChanges.confirm.id]: async () => ({
      by: cast.secretary,
      input: { params: { changeId: await proposedClosing() } },
    }),
    [ownData.askErasure.id]: async () => ({ by: await residentOf(t), input: { body: {} } }),
    [ownData.askCorrection.id]: async () => ({ by: await residentOf(t), input: { body: { changes: renamed } } }),
    [dataRequests.fileErasure.id]: async () => {
      const { personId } = await t.enterResident();
      return { by: cast.officer, input: { params: { personId }, body: { seen: 'id_card' } } };
    },
    [dataRequests.fileCorrection.id]: async () => {
      const { personId } = await t.enterResident();
      return { by: cast.officer, input: { params: { personId }, body: { seen: 'id_card', changes: renamed } } };
    },
    [dataRequests.fileCopy.id]: async () => {
      const { personId } = await t.enterResident();
      return { by: cast.officer, input: { params: { personId }, body: { seen: 'id_card' } } };
    },
    [dataRequests.approve.id]: async () => ({ by: cast.secretary, input: { params: await askedCorrection() } }),
    [dataRequests.refuse.id]: async () => ({
      by: cast.secretary,
      input: { params: await askedCorrection(), body: { reason: '与身份证不符' } },
    }),
    [adjustments.propose.id]: async () => ({
      by: cast.officer,
      input: { params: { entryId: await entry() }, body: correction },
    }),
    [adjustments.confirm.id]: async () => {
      const input = { params: { entryId: await entry() }, body: correction };
      const { adjustmentId } = (await cast.officer.call(adjustments.propose, input).expect(201)).body;
      return { by: cast.secretary, input: { params: { adjustmentId } } };
    },
    [certificates.issue.id]: async () => {
      const { personId } = await volunteer();
      return { by: cast.officer, input: { params: { personId }, body: {} } };
    },
    [certificates.issueOwn.id]: async () => ({ by: await volunteer(), input: { body: {} } }),
    [donations.give.id]: async () => ({ by: await residentOf(t, 20), input: { body: { points: 8 } } }),
    [transactions.reverse.id]: async () => ({
      by: cast.secretary,
      input: { params: { entryId: await entry() }, body: { reason: '重复登记' } },
    }),
    [offers.setStock.id]: async () => {
      const { offerId } = await addOffer(town.office, town.shop.shop, { stock: 10 });
      const body = { act: 'goods_in', quantity: 5, reason: '到货' };
      return { by: town.office.secretary, input: { params: { offerId }, body } };
    },
    [velocity.lift.id]: async () => {
      const shop = await openShop(t, town.office);
      const offer = await addOffer(town.office, shop.shop, { points: 1 });
      const resident = await residentOf(t, 100);
      const params = { unitId: 'jinxiu' };
      const setTo = async (shopPerDay: number) => {
        const { limits, version } = (await street.call(velocity.settings, { params }).expect(200)).body;
        const body = { limits: { ...limits, shopPerDay }, version };
        await street.call(velocity.setSettings, { params, body }).expect(200);
      };
      await setTo(1);
      await startAtPoster(resident, shop, offer);
      const body = { code: shop.poster, offerId: offer.offerId };
      await resident.call(redemptions.startByPoster, { body }).expect(409);
      await setTo(100_000);
      const { items } = (await town.office.secretary.call(velocity.stops, { query: params }).expect(200)).body;
      const stop = items.find(({ shopId }: { shopId: string }) => shopId === shop.shop.shopId);
      const lifting = { hours: 1, reason: '社区开放日' };
      return { by: town.office.secretary, input: { params: { stopId: stop.stopId }, body: lifting } };
    },
    [settlements.draft.id]: async () => {
      const { shopId } = await settling.busyShop();
      const body = { shopId, payer: { kind: 'community', unitId: 'jinxiu' }, until: town.today() };
      return { by: town.settlers.handler, input: { body } };
    },
    ...settling.cases,
  };
}

function settlementsOf(town: Town) {
  const { t, settlers } = town;
  const { handler, approver } = settlers;
  /** A shop at which somebody redeemed. */
  const busyShop = async () => {
    const opened = await openShop(t, town.office);
    const shop = { ...opened, owner: kept(t, opened.owner) };
    const resident = await residentOf(t, 100);
    await redeem(resident, shop, await addOffer(town.office, shop.shop));
    t.clock.advance(1_000);
    await enterLines(t);
    return { shopId: shop.shop.shopId, shop };
  };
  const drafted = async () => {
    const { shop } = await busyShop();
    return { shop, statement: await draftFor(settlers, shop, town.today()) };
  };
  const proposed = async () => {
    const { statement } = await drafted();
    await signAll(settlers, statement);
    const { settlementId, version } = await readAgain(handler, statement);
    const input = { params: { settlementId }, body: { version } };
    await handler.call(settlements.proposeClosing, input).expect(200);
    return input;
  };
  const disputed = async () => {
    const { shop, statement } = await drafted();
    const [line] = await linesOf(handler, statement);
    const params = { settlementId: statement.settlementId, lineId: line?.lineId ?? '' };
    return { by: shop.owner, input: { params, body: { reason: '数量不对' } } };
  };
  const openDispute = async () => {
    const { by, input } = await disputed();
    return { by, disputeId: (await by.call(settlements.dispute, input).expect(201)).body.disputeId as string };
  };
  const cases: Record<string, Case> = {
    [settlements.sign.id]: async () => {
      const { settlementId, version } = (await drafted()).statement;
      return { by: handler, input: { params: { settlementId }, body: { part: 'handler', version } } };
    },
    [settlements.cancel.id]: async () => {
      const { settlementId } = (await drafted()).statement;
      return { by: handler, input: { params: { settlementId }, body: { reason: '重新起草' } } };
    },
    [settlements.proposeClosing.id]: async () => {
      const { statement } = await drafted();
      await signAll(settlers, statement);
      const { settlementId, version } = await readAgain(handler, statement);
      return { by: handler, input: { params: { settlementId }, body: { version } } };
    },
    [settlements.close.id]: async () => ({ by: approver, input: await proposed() }),
    [settlements.pay.id]: async () => {
      const { params, body } = await proposed();
      const closed = (await approver.call(settlements.close, { params, body }).expect(200)).body;
      const paid = {
        paidOn: town.today(),
        amountFen: closed.totals.fen,
        method: '转账',
        reference: 'P-1',
        invoice: '',
      };
      return { by: handler, input: { params, body: paid } };
    },
    [settlements.dispute.id]: disputed,
    [settlements.decideDispute.id]: async () => {
      const { disputeId } = await openDispute();
      const body = { outcome: 'corrected', correctionFen: -100, answer: '按签收单更正' };
      return { by: handler, input: { params: { disputeId }, body } };
    },
    [settlements.withdrawDispute.id]: async () => {
      const { by, disputeId } = await openDispute();
      return { by, input: { params: { disputeId } } };
    },
  };
  return { busyShop, cases };
}
