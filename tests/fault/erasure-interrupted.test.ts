import { closingMatcher } from '@red-points/server/account-changes/index';
import { createApp } from '@red-points/server/app';
import { donationMatcher } from '@red-points/server/donations/index';
import { ERASURE_JOB } from '@red-points/server/own-data/index';
import { connectDatabase } from '@red-points/server/platform/database';
import { dataRequests, ownData } from '@red-points/shared/contracts';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { lasting } from '../support/households.ts';
import { type Resident, residentWith } from '../support/redeeming.ts';
import { badAgainst } from '../support/verified.ts';
import { dyingDatabase } from './support/dying-database.ts';

const DAY_MS = 86_400_000;

let t: TestApp;
let secretary: SignedInUser;
let deputy: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
  deputy = lasting(t, await t.signIn('community_admin', 'jinxiu'));
});
afterAll(() => t.close());

const collection = (name: string) => t.database.db.collection<Document & { _id: string }>(name);

/** Somebody with points whose erasure has had its last word and is due. */
async function dueErasure(): Promise<{ resident: Resident; requestId: string }> {
  const resident = await residentWith(t, 9, { name: '上官云舒' });
  const asked = await resident.call(ownData.askErasure, { body: { giveRest: true } }).expect(201);
  const requestId = String(asked.body.requestId);
  t.clock.set(t.clock.now() + 8 * DAY_MS);
  for (const user of [secretary, deputy]) {
    await user.call(dataRequests.approve, { params: { requestId }, key: nextKey() }).expect(200);
  }
  t.clock.set(t.clock.now() + 11 * 60_000);
  return { resident, requestId };
}

/** Erased once and wholly: one gift, one closing, no name, no sign-in. */
async function expectErased({ resident, requestId }: { resident: Resident; requestId: string }): Promise<void> {
  expect(await collection('data_requests').findOne({ _id: requestId })).toMatchObject({
    state: 'done',
    open: false,
    plan: null,
    givenPoints: 9,
  });
  const { entries } = await t.context.ledger.statement(resident.accountId, { limit: 10 });
  expect(entries.map(({ kind }) => kind)).toEqual(['close', 'donate', 'earn']);
  const record = await collection('people').findOne({ _id: resident.personId });
  expect(record).toMatchObject({ status: 'closed', phoneIndex: null, lastFourIndex: null, nameIndex: '' });
  expect(await collection('person_keys').findOne({ _id: resident.personId })).toMatchObject({ wrapped: null });
  expect(await collection('users').findOne({ _id: resident.userId })).toMatchObject({
    phoneIndex: null,
    status: 'disabled',
  });
  expect(await collection('sessions').findOne({ userId: resident.userId, endedAt: null })).toBeNull();
  const acts = { subjectId: resident.personId, action: 'own_data.erase' };
  expect(await collection('audit_records').countDocuments(acts)).toBeLessThan(2);
  expect(await badAgainst(t, [closingMatcher, donationMatcher])).toEqual([]);
}

/** Lets a process carry out what is due that is killed right after its n-th write. @returns whether it died of it */
async function eraseDying(lastWrite: number): Promise<boolean> {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const dying = dyingDatabase(real, lastWrite);
  const { context } = createApp({ config: t.config, database: dying.database, clock: t.clock });
  const ended = context.jobs.runNow(ERASURE_JOB).then(
    () => true,
    () => false,
  );
  const lived = await Promise.race([ended, dying.died.then(() => false)]);
  await real.close();
  return !lived;
}

/** The lease and the closing's own job belong to the process that died: what they wait for is not waited for here. */
async function takeOver(): Promise<void> {
  await collection('job_leases').updateMany({}, { $set: { owner: null, leaseExpiresAt: new Date(0) } });
  t.clock.set(t.clock.now() + 60_000);
  expect(await t.context.jobs.runNow(ERASURE_JOB)).toBe('done');
}

describe('an erasure', () => {
  it('that is killed between any two writes goes on elsewhere, and nothing is done twice', async () => {
    for (let lastWrite = 0; ; lastWrite += 1) {
      const one = await dueErasure();
      const died = await eraseDying(lastWrite);
      await takeOver();
      await expectErased(one);
      if (!died) {
        expect(lastWrite).toBeGreaterThan(10);
        return;
      }
    }
  });

  it('that two processes carry out at once is one erasure', async () => {
    const one = await dueErasure();
    const other = await startTestApp({ sharing: t });
    const request = await collection('data_requests').findOne({ _id: one.requestId });
    expect(request?.['state']).toBe('confirmed');
    // Without the lease: both are in the middle of it.
    await Promise.all([t.context.ownData.carryOutDue(), other.context.ownData.carryOutDue()]);
    await expectErased(one);
    await other.close();
  });
});
