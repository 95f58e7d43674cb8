import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { claims, people, publicity, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  fileClaim,
  hourlyTerms,
  later,
  ledgerKeyOf,
  publishRule,
  signInCast,
} from '../support/earning.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Noon of Monday the 23rd and three working days: the end of the 26th in Shanghai. */
const WINDOW_ENDS = '2026-11-26T16:00:00.000Z';

describe('publicity and posting', () => {
  let test: TestApp;
  let cast: Cast;

  interface Waiting {
    readonly claimId: string;
    readonly personId: string;
    readonly accountId: string;
  }
  const credits = () => test.database.db.collection<{ _id: string; state: string }>('credits');
  const stateOf = async (claimId: string) => {
    const { items } = (await cast.secretary.call(claims.list, { query: { limit: 200 } }).expect(200)).body;
    return items.find((claim: { claimId: string }) => claim.claimId === claimId)?.state;
  };
  const seqOf = async (accountId: string) => (await test.context.ledger.view(accountId)).seq;
  const approved = async (ruleCode: string, resident: Record<string, unknown> = {}): Promise<Waiting> => {
    const { personId, accountId } = await test.enterResident(resident);
    const claimId = await fileClaim(cast, personId, { ruleCode });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    return { claimId, personId, accountId };
  };
  const shown = async (query: Record<string, string | number> = {}) =>
    (await test.call(publicity.list, { query: { unitId: 'jinxiu', ...query } }).expect(200)).body;

  beforeAll(async () => {
    test = await startTestApp();
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await publishRule(cast, 'ZY-03', hourlyTerms({ publicityDays: 3 }));
  });
  afterAll(() => test.close());

  it('approved, it is pending and public in a masked line; when the window closes it is posted', async () => {
    const { claimId, personId, accountId } = await approved('ZY-03');
    expect(await stateOf(claimId)).toBe('in_publicity');
    const list = await shown();
    expect(list).toMatchObject({ unitName: '锦绣社区', total: 1, people: 1, points: 3, windowUntil: WINDOW_ENDS });
    expect(list.items).toEqual([
      {
        creditId: `claim:${claimId}`,
        maskedName: '陈*',
        gridName: '锦绣社区第1网格',
        title: '环境整治志愿服务',
        category: 'volunteering',
        date: '2026-11-22',
        minutes: 90,
        points: 3,
        state: 'in_publicity',
        windowUntil: WINDOW_ENDS,
      },
    ]);
    const params = { personId };
    const pending = (await cast.secretary.call(people.statement, { params }).expect(200)).body;
    expect(pending).toMatchObject({ account: { available: 0, pending: 3 }, pending: [{ state: 'in_publicity' }] });

    cast = later(test, cast, 3 * DAY_MS);
    await test.context.jobs.runNow('credits.publicity');
    expect(await stateOf(claimId)).toBe('in_publicity');
    cast = later(test, cast, 12 * HOUR_MS);
    await test.context.jobs.runNow('credits.publicity');
    expect(await stateOf(claimId)).toBe('posted');
    expect((await test.context.ledger.view(accountId)).available).toBe(3);
    expect((await shown()).items).toEqual([]);
    const detail = await cast.secretary.call(reviews.get, { params: { kind: 'claim', id: claimId } }).expect(200);
    expect(detail.body.state).toBe('approved');
  });

  it('children are out of publicity, and their credit is posted all the same', async () => {
    const { claimId, accountId } = await approved('ZY-03', { birthDate: '2016-05-01', name: '陈小明' });
    expect((await shown()).items.map(({ creditId }: { creditId: string }) => creditId)).not.toContain(
      `claim:${claimId}`,
    );
    cast = later(test, cast, 7 * DAY_MS);
    await test.context.credits.postDue();
    expect(await seqOf(accountId)).toBe(1);
  });

  it('a credit objected to stays frozen while others are posted', async () => {
    const [frozen, free] = [await approved('ZY-03'), await approved('ZY-03')];
    await credits().updateOne({ _id: `claim:${frozen.claimId}` }, { $set: { state: 'objected' } });
    cast = later(test, cast, 7 * DAY_MS);
    await test.context.credits.postDue();
    expect([await seqOf(frozen.accountId), await seqOf(free.accountId)]).toEqual([0, 1]);
    expect((await shown()).items).toMatchObject([{ state: 'objected' }]);
    await credits().updateOne({ _id: `claim:${frozen.claimId}` }, { $set: { state: 'in_publicity' } });
    await test.context.credits.postDue();
    expect(await seqOf(frozen.accountId)).toBe(1);
  });

  it('two processes that post at once post each credit once', async () => {
    const waiting: Waiting[] = [];
    for (let index = 0; index < 8; index += 1) waiting.push(await approved('ZY-03'));
    cast = later(test, cast, 7 * DAY_MS);
    const other = await startTestApp({ sharing: test });
    await Promise.all([
      test.context.credits.postDue(),
      other.context.credits.postDue(),
      test.context.credits.postDue(),
      other.context.jobs.runNow('credits.publicity'),
    ]);
    for (const { accountId, claimId } of waiting) {
      expect(await seqOf(accountId)).toBe(1);
      expect(await stateOf(claimId)).toBe('posted');
    }
    await other.app.close();
    await other.database.close();
  });

  it('goes on from wherever a process died between two writes', async () => {
    const [noCredit, notMarked, creditBehind] = [
      await approved('ZY-03'),
      await approved('ZY-03'),
      await approved('ZY-03'),
    ];
    // Died after the decision and before its credit: no credit, and the claim still says that one is due.
    await credits().deleteOne({ _id: `claim:${noCredit.claimId}` });
    await test.database.db
      .collection('claims')
      .updateOne({ _id: noCredit.claimId as never }, { $set: { creditDue: true } });
    // Died after the ledger took it and before anybody wrote that down.
    cast = later(test, cast, 7 * DAY_MS);
    const { ledger } = test.context;
    const { post } = ledger;
    ledger.post = async (command) => {
      const outcome = await post.call(ledger, command);
      if (command.key === ledgerKeyOf('claim', notMarked.claimId)) throw new Error('the process died here');
      return outcome;
    };
    await expect(test.context.credits.postDue()).rejects.toThrow('the process died here');
    ledger.post = post;
    expect(await stateOf(notMarked.claimId)).toBe('in_publicity');
    // Died after the claim was marked and before the credit was.
    await credits().updateOne({ _id: `claim:${creditBehind.claimId}` }, { $set: { state: 'in_publicity' } });

    await test.context.credits.postDue();
    for (const { accountId, claimId } of [noCredit, notMarked, creditBehind]) {
      expect(await seqOf(accountId)).toBe(1);
      expect(await stateOf(claimId)).toBe('posted');
      expect((await credits().findOne({ _id: `claim:${claimId}` }))?.state).toBe('posted');
    }
  });

  it('an answer that was lost after the decision is given again by the same key, posted once', async () => {
    const { personId, accountId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId);
    const { ledger } = test.context;
    const { post } = ledger;
    ledger.post = async (command) => {
      await post.call(ledger, command);
      throw Object.assign(new Error('no answer in time'), { code: 'outcome_unknown' });
    };
    const lost = await decide(cast.secretary, 'claim', claimId, { decision: 'approve' }, 'lost-answer').expect(503);
    expect(lost.body.code).toBe('outcome_unknown');
    ledger.post = post;
    const again = await decide(cast.secretary, 'claim', claimId, { decision: 'approve' }, 'lost-answer').expect(200);
    expect(again.body.state).toBe('approved');
    await test.context.credits.postDue();
    expect(await seqOf(accountId)).toBe(1);
    expect(await stateOf(claimId)).toBe('posted');
  });

  it('ledger and records agree both ways after all of this', async () => {
    const result = await verifyLedger({
      db: test.database.db,
      checks: ledgerChecks({ db: test.database.db, account: null }),
    });
    expect(result).toMatchObject({ bad: [] });
    expect(result.transactions).toBeGreaterThan(10);
  });
});
