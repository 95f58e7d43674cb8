import { createHash } from 'node:crypto';
import { digests, type PublishedDigest, people, receiptSchema } from '@red-points/shared/contracts';
import { businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import { checkReceipt, LEAF_EVERY, type Receipt } from '@red-points/shared/domain/digests';
import { entryId, type Sha256 } from '@red-points/shared/domain/ledger';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { householdOfTwo } from '../support/households.ts';
import { earnCommand, newAccountId, spendCommand } from '../support/ledger-commands.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const sha256: Sha256 = (data) => createHash('sha256').update(data).digest();

describe('receipts', () => {
  let test: TestApp;
  let resident: Awaited<ReturnType<TestApp['signInResident']>>;
  let day: string;
  const profile = { name: '欧阳秀英', address: '锦绣路 8 号 3 单元 502', birthDate: '1951-03-04' };

  const earn = async (account: string, points = 3): Promise<string> => {
    const { seq } = await test.context.ledger.view(account);
    const outcome = await test.context.ledger.post(earnCommand(account, `k${seq + 1}`, points));
    if (outcome.status !== 'posted') throw new Error(outcome.refusal.code);
    return outcome.entry._id;
  };
  const own = (user: SignedInUser, id: string) => user.call(digests.ownReceipt, { params: { entryId: id } });
  const ofStaff = (user: SignedInUser, id: string) => user.call(digests.receipt, { params: { entryId: id } });
  const digestOfDay = async (id: string) =>
    (await test.call(digests.get, { params: { digestId: id } }).expect(200)).body as PublishedDigest;
  const readyReceipt = async (user: SignedInUser, id: string): Promise<Receipt> => {
    const { body } = await own(user, id).expect(200);
    expect(body).toMatchObject({ state: 'ready' });
    return receiptSchema.parse(body.receipt);
  };
  /** A day later, a quarter past midnight, with a token of then. */
  const nextDay = async (): Promise<void> => {
    test.clock.set(endOfBusinessDay(businessDate(test.clock.now())) + 15 * MINUTE_MS);
    await test.context.digests.makeDue();
    resident = { ...resident, ...(await test.signInByPhone(resident.phone)) };
  };

  beforeAll(async () => {
    test = await startTestApp();
    resident = await test.signInResident(profile);
    day = businessDate(test.clock.now());
    for (let index = 0; index < 4; index += 1) await earn(resident.accountId);
    await Promise.all(Array.from({ length: 300 }, () => earn(newAccountId())));
  });
  afterAll(() => test.close());

  it('before the digest of its day is there, it is said when it will be', async () => {
    const { body } = await own(resident, entryId(resident.accountId, 2)).expect(200);
    expect(body).toEqual({
      state: 'waiting',
      code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}$/),
      day,
      dueAt: new Date(endOfBusinessDay(day) + 10 * MINUTE_MS).toISOString(),
    });
  });

  it('afterwards each entry has one that holds with the published digest and no other', async () => {
    await nextDay();
    const { digest } = await digestOfDay(day);
    for (const seq of [1, 2, 3, 4]) {
      const receipt = await readyReceipt(resident, entryId(resident.accountId, seq));
      expect(receipt.laterContentHashes).toHaveLength(4 - seq);
      const check = checkReceipt(receipt, digest, sha256);
      expect(check).toMatchObject({ holds: true, entry: { account: resident.accountId, seq, points: 3 } });
      expect(checkReceipt(receipt, '0'.repeat(64), sha256).failed).toEqual({
        step: 'published',
        fault: 'not_the_published_one',
      });
    }
  });

  it('carries nothing about a person, nor does a digest', async () => {
    const receipt = await readyReceipt(resident, entryId(resident.accountId, 3));
    const texts = [JSON.stringify(receipt), JSON.stringify(await digestOfDay(day))];
    const { phone } = resident;
    const hashed = createHash('sha256').update(phone).digest('hex');
    for (const text of texts) {
      for (const personal of [profile.name, '欧阳', phone, phone.slice(-4), hashed, '502', '1951']) {
        expect(text.replace(/[0-9a-f]{64}/g, ''), personal).not.toContain(personal);
      }
      expect(text).not.toContain(hashed);
      expect(text).not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('holds after the person was erased, and after the account went on', async () => {
    const saved = await readyReceipt(resident, entryId(resident.accountId, 2));
    const gone = await test.signInResident({ name: '孙志强' });
    const goneId = await earn(gone.accountId);
    await earn(resident.accountId);
    await nextDay();
    const receipts = [saved, await readyReceipt(resident, entryId(resident.accountId, 5))];
    const auditor = await test.signIn('auditor', 'wanglan');
    const ofGone = (await ofStaff(auditor, goneId).expect(200)).body.receipt;

    await test.context.personalData.erase(resident.personId);
    await test.context.personalData.erase(gone.personId);
    const profileNow = await auditor.call(people.get, { params: { personId: gone.personId } }).expect(200);
    expect(profileNow.body.maskedName).toBe('已注销');
    for (const receipt of [...receipts, receiptSchema.parse(ofGone)]) {
      const { digest } = await digestOfDay(receipt.digest.day);
      expect(checkReceipt(receipt, digest, sha256).holds).toBe(true);
    }
    expect((await ofStaff(auditor, goneId).expect(200)).body.receipt).toEqual(ofGone);
  });

  it('is given to whom the entry belongs, and to staff who may read it; others do not learn that it exists', async () => {
    const id = entryId(resident.accountId, 1);
    const neighbour = await test.signInResident();
    expect((await own(neighbour, id).expect(404)).body.code).toBe('entry_not_found');
    expect((await own(resident, entryId(resident.accountId, 99)).expect(404)).body.code).toBe('entry_not_found');
    const here = await test.signIn('community_admin', 'jinxiu');
    const there = await test.signIn('community_admin', 'wangjiang');
    const auditor = await test.signIn('auditor', 'wanglan');
    for (const user of [here, auditor]) {
      expect((await ofStaff(user, id).expect(200)).body.state).toBe('ready');
    }
    expect((await ofStaff(there, id).expect(404)).body.code).toBe('entry_not_found');
    await own(here, id).expect(403);
    await ofStaff(neighbour, id).expect(403);
    await test.call(digests.ownReceipt, { params: { entryId: id } }).expect(401);
  });

  it('of a shared household account is for every member of it', async () => {
    const officer = await test.signIn('grid_officer', 'jinxiu');
    const { household, mother } = await householdOfTwo(test, officer);
    const id = await earn(household.accountId);
    await nextDay();
    const again = await test.signInByPhone(mother.phone);
    expect((await readyReceipt(again, id)).content).toContain(household.accountId);
    expect((await own(resident, id).expect(404)).body.code).toBe('entry_not_found');
    const unregistered = await test.signInByPhone(nextPhone());
    expect((await own(unregistered, id).expect(403)).body.code).toBe('registration_needed');
  });

  it('of an account with hundreds of entries a day reads and carries a bounded number', async () => {
    const busy = await test.signInResident({ name: '郑大有' });
    await Promise.all(
      Array.from({ length: LEAF_EVERY + 20 }, (_none, index) =>
        test.context.ledger.post(earnCommand(busy.accountId, `b${index}`, 1)),
      ),
    );
    await nextDay();
    const again = await test.signInByPhone(busy.phone);
    for (const [seq, later] of [
      [1, LEAF_EVERY - 1],
      [LEAF_EVERY, 0],
      [LEAF_EVERY + 1, 19],
    ] as const) {
      const receipt = await readyReceipt(again, entryId(busy.accountId, seq));
      expect(receipt.laterContentHashes).toHaveLength(later);
      const { digest } = await digestOfDay(receipt.digest.day);
      expect(checkReceipt(receipt, digest, sha256).holds).toBe(true);
    }
  });

  it('needs one step on an index to find the digest that covers an entry', async () => {
    const leaves = test.database.db.collection<{ _id: string }>('ledger_digest_leaves');
    const range = { $gte: entryId(resident.accountId, 2), $lt: `${resident.accountId};` };
    const plan = await leaves.find({ _id: range }).sort({ _id: 1 }).limit(1).explain('executionStats');
    expect(plan.executionStats).toMatchObject({ totalKeysExamined: 1, totalDocsExamined: 1 });
  });

  it('is refused where the ledger does not agree with its digest any more', async () => {
    const db = test.database.db;
    const entries = db.collection<{ _id: string }>('ledger_entries');
    const victim = await test.signInResident({ name: '何秀兰' });
    const [first, second] = [await earn(victim.accountId), await earn(victim.accountId)];
    await test.context.ledger.post(spendCommand(victim.accountId, 'r1', 2));
    await nextDay();
    const auditor = await test.signIn('auditor', 'wanglan');
    const refused = async (id: string): Promise<void> => {
      const answer = await ofStaff(auditor, id).expect(409);
      expect(answer.body.code).toBe('receipt_does_not_hold');
    };
    const tamper = async (id: string, change: Document, check: () => Promise<void>): Promise<void> => {
      const before = await entries.findOne({ _id: id });
      if (before === null) throw new Error(`${id} is not there`);
      await entries.updateOne({ _id: id }, change);
      await check();
      await entries.replaceOne({ _id: id }, before);
    };
    await tamper(first, { $set: { points: 9 } }, () => refused(first));
    await tamper(second, { $set: { points: 9 } }, () => refused(first));
    await tamper(second, { $set: { actors: 'x' } }, () => refused(first));
    await tamper(second, { $set: { hash: Buffer.alloc(32, 7) } }, () => refused(second));
    expect((await ofStaff(auditor, first).expect(200)).body.state).toBe('ready');
    const third = entryId(victim.accountId, 3);
    const deleted = await entries.findOneAndDelete({ _id: third });
    await refused(second);
    if (deleted !== null) await entries.insertOne(deleted);

    const pages = db.collection<{ _id: string; hashes: unknown }>('ledger_digest_pages');
    const yesterday = businessDate(test.clock.now() - DAY_MS);
    const page = await pages.findOneAndDelete({ _id: `${yesterday}:0:0000000000` });
    await refused(first);
    if (page !== null) await pages.insertOne({ ...page, hashes: Buffer.alloc(64, 1) });
    await refused(first);
  });
});
