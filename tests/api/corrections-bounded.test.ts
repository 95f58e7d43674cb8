import { accountChanges, adjustments, redemptions, refunds } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import {
  addOffer,
  availableOf,
  type Office,
  openOffice,
  openShop,
  residentWith,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';
import { badAgainst } from '../support/verified.ts';

let test: TestApp;
let secretary: SignedInUser;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  test = await startTestApp();
  secretary = await test.signIn('community_admin', 'jinxiu');
  office = await openOffice(test);
  open = await openShop(test, office);
});
afterAll(() => test.close());

const asked = (entry: string, points: number, minutes = 0) =>
  secretary.call(adjustments.propose, { params: { entryId: entry }, body: { points, minutes, reason: '核实后更正' } });

async function proposed(entry: string, points: number, minutes = 0): Promise<string> {
  const answer = await asked(entry, points, minutes);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.adjustmentId;
}

/** Proposed by one, confirmed by another; the entry that it became. */
async function corrected(entry: string, points: number, minutes = 0): Promise<string> {
  const params = { adjustmentId: await proposed(entry, points, minutes) };
  const deputy = await test.signIn('community_admin', 'jinxiu');
  return (await deputy.call(adjustments.confirm, { params }).expect(200)).body.postedEntryId ?? '';
}

/** A redemption of 40 points of a resident who had 100, and its entry. */
async function redeemed() {
  const resident = await residentWith(test, 100);
  const offer = await addOffer(office, open.shop, { points: 40 });
  const { redemptionId } = await startAtPoster(resident, open, offer);
  const params = { redemptionId };
  await open.owner.call(redemptions.confirm, { params }).expect(200);
  const { seq } = await test.context.ledger.view(resident.accountId);
  const refund = (points: number) =>
    open.owner.call(redemptions.refund, { params, body: { points, reason: '菜品有误' } });
  const leftToRefund = async () =>
    (await open.owner.call(refunds.ofRedemption, { params }).expect(200)).body.leftPoints;
  return { resident, refund, leftToRefund, capture: entryId(resident.accountId, seq) };
}

describe('what was spent is given back once', () => {
  it('a refund gives back what a correction has left, and no more', async () => {
    const { resident, refund, capture, leftToRefund } = await redeemed();
    expect(await leftToRefund()).toBe(40);
    await corrected(capture, 30);
    expect(await availableOf(test, resident.accountId)).toBe(90);
    expect(await leftToRefund()).toBe(10);
    expect((await refund(11)).body.code).toBe('ledger_refund_exceeds_original');
    await refund(10).expect(201);
    expect(await leftToRefund()).toBe(0);
    expect(await availableOf(test, resident.accountId)).toBe(100);
  });

  it('a correction gives back what refunds have left, also those that came while it waited', async () => {
    const { resident, refund, capture } = await redeemed();
    await refund(25).expect(201);
    expect((await asked(capture, 16).expect(409)).body.code).toBe('ledger_correction_exceeds_original');
    const adjustmentId = await proposed(capture, 15);
    await refund(5).expect(201);
    const late = await confirmed(adjustmentId);
    expect(late.body.code).toBe('ledger_correction_exceeds_original');
    await corrected(capture, 10);
    expect(await availableOf(test, resident.accountId)).toBe(100);
    expect(await badAgainst(test, [])).toEqual([]);
  });
});

async function confirmed(adjustmentId: string) {
  const deputy = await test.signIn('community_admin', 'jinxiu');
  return deputy.call(adjustments.confirm, { params: { adjustmentId } });
}

describe('what lands in the account that another was joined into', () => {
  it('is bounded by what landed there before, with what the ledger knows of its own', async () => {
    const [old, kept] = [await residentWith(test, 100), await residentWith(test, 10)];
    const offer = await addOffer(office, open.shop, { points: 40 });
    const { redemptionId } = await startAtPoster(old, open, offer);
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const capture = entryId(old.accountId, (await test.context.ledger.view(old.accountId)).seq);
    await corrected(capture, 10);
    const deputy = await test.signIn('community_admin', 'jinxiu');
    const joining = await secretary.call(accountChanges.proposeJoining, {
      params: { personId: old.personId },
      body: { keptPersonId: kept.personId, reason: '同一人登记了两次' },
    });
    await deputy.call(accountChanges.confirm, { params: { changeId: joining.body.changeId } }).expect(200);
    expect((await asked(capture, 31).expect(409)).body.code).toBe('ledger_correction_exceeds_original');
    await corrected(capture, 25);
    expect((await asked(capture, 6).expect(409)).body).toMatchObject({
      code: 'ledger_correction_exceeds_original',
      detail: { left: 5 },
    });
    await corrected(capture, 5);
    expect(await availableOf(test, kept.accountId)).toBe(110);
    expect(await badAgainst(test, [])).toEqual([]);
  });
});

describe('hours', () => {
  async function credited(points: number, minutes: number): Promise<string> {
    const { accountId } = await test.enterResident();
    await test.context.ledger.post({ ...earnCommand(accountId, `claim:${accountId}`, points), minutes });
    return entryId(accountId, 1);
  }

  it('of an entry with all its corrections are between none and a day', async () => {
    const entry = await credited(10, 600);
    await corrected(entry, 0, 800);
    expect((await asked(entry, 0, 41).expect(409)).body.code).toBe('ledger_correction_minutes');
    await corrected(entry, 0, 40);
    await test.context.ledger.post({ ...earnCommand(entry.split(':')[0] ?? '', 'claim:more', 1), minutes: 600 });
    expect((await asked(entry, 0, -1_441).expect(409)).body.code).toBe('ledger_correction_minutes');
    await corrected(entry, 0, -1_440);
  });

  it('and points that a correction gave are only taken back by a correction of it', async () => {
    const entry = await credited(10, 60);
    const correction = await corrected(entry, 30, 60);
    expect((await asked(correction, 1).expect(409)).body.code).toBe('ledger_correction_exceeds_original');
    expect((await asked(correction, -31).expect(409)).body.code).toBe('ledger_correction_exceeds_original');
    expect((await asked(correction, 0, 1).expect(409)).body.code).toBe('ledger_correction_minutes');
    await corrected(correction, -20, -60);
    expect((await asked(correction, -11).expect(409)).body.code).toBe('ledger_correction_exceeds_original');
    expect(await badAgainst(test, [])).toEqual([]);
  });
});
