import { adjustments, reports } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { availableOf, residentWith } from '../support/redeeming.ts';
import { setOffice } from '../support/reviewing.ts';

let test: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let street: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  officer = await test.signIn('grid_officer', 'jinxiu');
  secretary = await test.signIn('community_admin', 'jinxiu');
  street = await test.signIn('street_admin', 'qihe');
  await setOffice(street, 'jinxiu', { secondApprovalFrom: 40 });
});
afterAll(() => test.close());

/** A resident with points, and the entry that gave them. */
async function credited(points: number) {
  const { accountId } = await residentWith(test, points);
  return { accountId, entry: entryId(accountId, 1) };
}

async function proposed(entry: string, points: number, by = officer) {
  const body = { points, minutes: 0, reason: '核实后更正' };
  const answer = await by.call(adjustments.propose, { params: { entryId: entry }, body });
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body;
}

const confirm = (adjustmentId: string, by: SignedInUser) => by.call(adjustments.confirm, { params: { adjustmentId } });
const seenBy = async (by: SignedInUser, adjustmentId: string) =>
  (await by.call(adjustments.get, { params: { adjustmentId } }).expect(200)).body;

async function waitingFor(by: SignedInUser): Promise<number> {
  const { items } = (await by.call(reports.tasks).expect(200)).body;
  return items.find(({ code }: { code: string }) => code === 'adjustments_waiting')?.count ?? 0;
}

describe('a correction that gives many points', () => {
  it('is confirmed by the street, which finds it among what waits; the community does not', async () => {
    const { accountId, entry } = await credited(10);
    const { adjustmentId, needsStreet } = await proposed(entry, 40);
    expect(needsStreet).toBe(true);
    expect(await seenBy(secretary, adjustmentId)).toMatchObject({ needsStreet: true, mayConfirm: false });
    expect(await waitingFor(secretary)).toBe(0);
    expect((await confirm(adjustmentId, secretary).expect(403)).body.code).toBe('adjustment_needs_street');
    expect(await availableOf(test, accountId)).toBe(10);

    expect(await waitingFor(street)).toBe(1);
    const { items } = (await street.call(adjustments.list).expect(200)).body;
    expect(items).toEqual([expect.objectContaining({ adjustmentId, mayConfirm: true })]);
    await confirm(adjustmentId, street).expect(200);
    expect(await availableOf(test, accountId)).toBe(50);
  });

  it('is not the word of the street where it proposed it itself', async () => {
    const { entry } = await credited(10);
    const { adjustmentId } = await proposed(entry, 40, street);
    expect((await confirm(adjustmentId, street).expect(403)).body.code).toBe('adjustment_own_proposal');
    await confirm(adjustmentId, await test.signIn('street_admin', 'qihe')).expect(200);
  });

  it('may not be split: those upward of one entry weigh together, and what was taken makes no room', async () => {
    const { entry } = await credited(10);
    for (const points of [39, -39]) {
      const { adjustmentId, needsStreet } = await proposed(entry, points);
      expect(needsStreet).toBe(false);
      await confirm(adjustmentId, secretary).expect(200);
      test.clock.advance(1_000);
    }
    const { adjustmentId } = await proposed(entry, 1);
    expect((await confirm(adjustmentId, secretary).expect(403)).body.code).toBe('adjustment_needs_street');
    await confirm(adjustmentId, street).expect(200);
  });

  it('was not given where it was withdrawn', async () => {
    const { entry } = await credited(10);
    const { adjustmentId } = await proposed(entry, 39);
    await officer.call(adjustments.withdraw, { params: { adjustmentId } }).expect(200);
    expect(await proposed(entry, 1)).toMatchObject({ needsStreet: false });
  });

  it('takes a colleague where it takes points, or gives fewer than take two approvals', async () => {
    const { entry } = await credited(100);
    const less = await proposed(entry, -90);
    expect(less.needsStreet).toBe(false);
    await confirm(less.adjustmentId, secretary).expect(200);
    const other = await credited(100);
    const more = await proposed(other.entry, 39);
    expect(await seenBy(secretary, more.adjustmentId)).toMatchObject({ needsStreet: false, mayConfirm: true });
    await confirm(more.adjustmentId, secretary).expect(200);
  });

  it('goes on as it was where it was proposed before there was this, or before the setting', async () => {
    const { entry } = await credited(10);
    const { adjustmentId } = await proposed(entry, 40);
    const records = test.database.db.collection<{ _id: string }>('adjustments');
    await records.updateOne({ _id: adjustmentId }, { $unset: { needsStreet: '' } });
    expect(await seenBy(secretary, adjustmentId)).toMatchObject({ needsStreet: false, mayConfirm: true });
    await confirm(adjustmentId, secretary).expect(200);

    const other = await credited(10);
    const large = await proposed(other.entry, 40);
    await setOffice(street, 'jinxiu', { secondApprovalFrom: null });
    expect((await confirm(large.adjustmentId, secretary).expect(403)).body.code).toBe('adjustment_needs_street');
    await setOffice(street, 'jinxiu', { secondApprovalFrom: 40 });
    await confirm(large.adjustmentId, street).expect(200);
  });
});
