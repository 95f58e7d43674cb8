import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import {
  audit,
  verifications as contract,
  reports,
  transactions,
  type Verification,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { BAD_WORDS } from '@red-points/shared/domain/verification';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';

let test: TestApp;
let auditor: SignedInUser;
let accountId: string;

/** Three entries of one resident, as they come about. */
beforeAll(async () => {
  test = await startTestApp();
  const cast = await signInCast(test);
  auditor = await test.signIn('auditor', 'wanglan', { displayName: '周审计' });
  await publishRule(cast, 'ZY-01', hourlyTerms());
  const resident = await test.enterResident({ name: '陈小兰' });
  accountId = resident.accountId;
  for (const occurredOn of ['2026-11-20', '2026-11-21', '2026-11-22']) {
    await decide(cast.secretary, 'claim', await fileClaim(cast, resident.personId, { occurredOn })).expect(200);
  }
});
afterAll(() => test.close());
beforeEach(() => runs().deleteMany({}));

interface Run {
  _id: string;
  state: string;
  open: boolean;
  attempts: number;
  requestedBy: string | null;
}
const runs = () => test.database.db.collection<Run>('ledger_verifications');
const entries = () => test.database.db.collection<{ _id: string; points: number }>(LEDGER_COLLECTION);

/** Asks for a verification and lets the job do it. */
async function verified(): Promise<Verification> {
  // Of two runs the later one counts: no two begin at the same instant.
  test.clock.advance(1_000);
  const { verificationId } = (await auditor.call(contract.start).expect(202)).body;
  await test.context.jobs.runNow('ledger.verification');
  return (await auditor.call(contract.get, { params: { verificationId } }).expect(200)).body;
}

/** A run that is over already, as the job would have left it. */
async function finishedRun(): Promise<string> {
  const at = new Date(test.clock.now());
  const run = { state: 'finished', open: false, attempts: 1, requestedBy: null };
  const times = { requestedAt: at, startedAt: at, finishedAt: at };
  const progress = { step: 'done', done: 3, total: 3 };
  const result = { accounts: 1, transactions: 3, bad: 0, digest: '0'.repeat(64) };
  await runs().insertOne({ _id: 'over', ...run, ...times, progress, result } as Run);
  return 'over';
}

/** Changes the points of the second entry by the raw driver while `work` runs. */
async function tampered<T>(work: (entry: string) => Promise<T>): Promise<T> {
  const _id = entryId(accountId, 2);
  const { points = 0 } = (await entries().findOne({ _id })) ?? {};
  await entries().updateOne({ _id }, { $set: { points: points + 1 } });
  try {
    return await work(_id);
  } finally {
    await entries().updateOne({ _id }, { $set: { points } });
  }
}

describe('a verification', () => {
  it('is done in the background, and says what it came to, who asked for it and that it was asked for', async () => {
    const run = await verified();
    expect(run).toMatchObject({
      state: 'finished',
      requestedByName: '周审计',
      progress: { done: 3, total: 3 },
      result: { accounts: 1, transactions: 3, bad: 0, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    const { items } = (await auditor.call(contract.list).expect(200)).body;
    expect(items).toEqual([run]);
    const admin = await test.signIn('system_admin', null);
    const acts = (await admin.call(audit.list).expect(200)).body.items;
    expect(acts).toContainEqual(expect.objectContaining({ action: 'ledger.verify', subjectId: run.verificationId }));
  });

  it('is one at a time: who asks meanwhile gets the one under way', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => auditor.call(contract.start).expect(202)));
    expect(new Set(answers.map(({ body }) => body.verificationId)).size).toBe(1);
    await test.context.jobs.runNow('ledger.verification');
    expect(await runs().countDocuments()).toBe(1);
  });

  it('that a process left halfway begins again in another one, and is given up after a few times', async () => {
    const { verificationId } = (await auditor.call(contract.start).expect(202)).body;
    await test.context.jobs.runNow('ledger.verification');
    const left = { state: 'running', open: true, attempts: 1 };
    await runs().updateOne({ _id: verificationId }, { $set: left });
    await test.context.jobs.runNow('ledger.verification');
    expect(await runs().findOne({ _id: verificationId })).toMatchObject({
      state: 'finished',
      open: false,
      attempts: 2,
    });
    await runs().updateOne({ _id: verificationId }, { $set: { ...left, attempts: 3 } });
    await test.context.jobs.runNow('ledger.verification');
    expect(await runs().findOne({ _id: verificationId })).toMatchObject({ state: 'failed', open: false });
  });

  it('comes by itself once a night', async () => {
    const noon = test.clock.now();
    await test.context.jobs.runNow('ledger.verification');
    expect(await runs().countDocuments()).toBe(0);
    test.clock.advance(15.5 * 3_600_000);
    await test.context.jobs.runNow('ledger.verification');
    await test.context.jobs.runNow('ledger.verification');
    expect(await runs().find().toArray()).toMatchObject([{ state: 'finished', requestedBy: null }]);
    test.clock.advance(noon - test.clock.now());
  });
});

describe('a ledger that does not hold', () => {
  it('names the first bad entry of the account and its owner, and leads to the entry', async () => {
    await tampered(async (entry) => {
      const { verificationId, result } = await verified();
      expect(result).toMatchObject({ bad: 1 });
      const { items } = (await auditor.call(contract.badRows, { params: { verificationId } }).expect(200)).body;
      expect(items).toEqual([
        {
          position: 1,
          account: accountId,
          seq: 2,
          code: 'hash_mismatch',
          about: null,
          entryId: entry,
          maskedName: '陈*',
        },
      ]);
      await auditor.call(transactions.get, { params: { entryId: entry } }).expect(200);
    });
  });

  it('stands at the head of what is to be done, until it holds again', async () => {
    const tasks = async () =>
      (await auditor.call(reports.tasks, { query: { unitId: 'wanglan' } }).expect(200)).body.items;
    await tampered(async () => {
      await verified();
      expect(await tasks()).toEqual([expect.objectContaining({ code: 'ledger_bad', count: 1 })]);
    });
    await verified();
    expect(await tasks()).toEqual([]);
  });

  it('is read page by page', async () => {
    const verificationId = await finishedRun();
    const rows = [1, 2, 3, 4, 5].map((position) => ({
      _id: `${verificationId}:0000000${position}`,
      ...{ position, account: '', seq: 0, code: 'index_missing', about: { kind: 'collection', id: `i${position}` } },
    }));
    await test.database.db.collection<{ _id: string }>('ledger_verification_rows').insertMany(rows);
    const positions: number[] = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 2, cursor };
      const page = (await auditor.call(contract.badRows, { params: { verificationId }, query }).expect(200)).body;
      positions.push(...page.items.map((row: { position: number }) => row.position));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(positions).toEqual([1, 2, 3, 4, 5]);
  });

  it('is downloaded in words', async () => {
    const { verificationId } = await tampered(() => verified());
    const { body } = await auditor
      .call(contract.result, { params: { verificationId }, headers: { 'Accept-Language': 'zh-CN' } })
      .buffer(true)
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      })
      .expect(200);
    const [sheet] = await readXlsxFile(body as Buffer);
    const cells = (sheet?.data ?? []).flat();
    expect(cells).toEqual(expect.arrayContaining(['周审计', accountId, '陈*', 'hash_mismatch']));
    expect(cells).toContain(BAD_WORDS.hash_mismatch.zh.what);
    expect(cells).toContain(BAD_WORDS.hash_mismatch.zh.todo);
  });
});

describe('refusals', () => {
  it('nobody but auditors and districts may verify or read what came of it', async () => {
    const params = { verificationId: await finishedRun() };
    const secretary = await test.signIn('community_admin', 'jinxiu');
    for (const endpoint of [contract.start, contract.list, contract.get, contract.badRows, contract.result]) {
      const refused = await secretary.call(endpoint, { params }).expect(403);
      expect(refused.body.code).toBe('forbidden');
      await test.call(endpoint, { params }).expect(401);
    }
    const district = await test.signIn('district_admin', 'wanglan');
    await district.call(contract.get, { params }).expect(200);
  });

  it('one that does not exist is not found, and one without a result is not downloaded', async () => {
    const unknown = await auditor.call(contract.get, { params: { verificationId: 'none' } }).expect(404);
    expect(unknown.body.code).toBe('verification_not_found');
    const verificationId = await finishedRun();
    await runs().updateOne({ _id: verificationId }, { $set: { state: 'failed' } });
    const early = await auditor.call(contract.result, { params: { verificationId } }).expect(409);
    expect(early.body.code).toBe('verification_not_finished');
  });
});
