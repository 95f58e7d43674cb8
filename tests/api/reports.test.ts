import { audit, reports, rollups, transactions } from '@red-points/shared/contracts';
import { addFigures, figuresOf, NO_FIGURES } from '@red-points/shared/domain/reports';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand, spendCommand } from '../support/ledger-commands.ts';
import { refused } from '../support/refused.ts';

interface Account {
  readonly accountId: string;
  readonly unitId: string;
}

describe('roll-ups, reports and transactions', () => {
  let test: TestApp;
  let secretary: SignedInUser;
  let street: SignedInUser;
  let accounts: Account[];

  const post = async ({ accountId, unitId }: Account, key: string, points: number, actor = 'somebody') => {
    const base = points > 0 ? earnCommand(accountId, key, points) : spendCommand(accountId, key, 0 - points);
    const outcome = await test.context.ledger.post({
      ...base,
      homeUnit: unitId,
      actors: [{ part: 'reviewer', id: actor }],
      ...(base.kind === 'earn' ? { rule: null } : {}),
    });
    if (outcome.status !== 'posted') throw new Error(`not posted: ${outcome.refusal.code}`);
    return outcome.entry;
  };
  const overview = async (who: SignedInUser, unitId: string) => {
    await test.context.rollups.catchUp();
    return (await who.call(reports.overview, { query: { unitId } }).expect(200)).body;
  };

  beforeAll(async () => {
    test = await startTestApp({ started: true });
    secretary = await test.signIn('community_admin', 'jinxiu');
    street = await test.signIn('street_admin', 'qihe');
    accounts = [];
    for (const unitId of ['jinxiu-g1', 'jinxiu-g2', 'hechi-g1']) {
      accounts.push({ ...(await test.enterResident({ unitId })), unitId });
    }
  });
  afterAll(() => test.close());

  it('GET overview: the numbers of a unit are the sum of its sub-units, and follow the ledger', async () => {
    const [first, second, third] = accounts as [Account, Account, Account];
    await post(first, 'a1', 8);
    await post(first, 'a2', 5);
    await post(second, 'b1', 15);
    await post(third, 'c1', 4);
    await post(first, 'a3', -6);
    const community = await overview(secretary, 'jinxiu');
    expect(community).toMatchObject({
      subjects: { value: 2, person: 2, household: 0, organisation: 0, weekChange: 2 },
      items: { value: 3 },
      issued: { value: 28 },
      redeemed: 6,
      outstanding: 22,
    });
    expect(community.weeks.at(-1)).toEqual({ from: '2026-11-23', issued: 28, redeemed: 6 });
    const above = await overview(street, 'qihe');
    expect(above.issued.value).toBe(32);
    for (const measure of ['subjects', 'items', 'issued'] as const) {
      const sum = above.children.reduce(
        (total: number, child: Record<string, number>) => total + (child[measure] ?? 0),
        0,
      );
      expect(sum).toBe(above[measure].value);
    }
  });

  it('a rebuild gives the same figures as following did, and following goes on after it', async () => {
    const before = await overview(street, 'qihe');
    await test.context.rollups.rebuild();
    expect(await overview(street, 'qihe')).toEqual(before);
    const [, , third] = accounts as [Account, Account, Account];
    await post(third, 'c2', 9);
    expect((await overview(street, 'qihe')).issued.value).toBe(before.issued.value + 9);
  });

  it('POST rollups/rebuild: counted anew by a job, once for all who ask meanwhile, and on record', async () => {
    const administrator = await test.signIn('system_admin', null);
    const before = await overview(street, 'qihe');
    const [asked, again] = await Promise.all([
      administrator.call(rollups.rebuild).expect(202),
      administrator.call(rollups.rebuild).expect(202),
    ]);
    expect(again.body.rebuild.askedAt).toBe(asked.body.rebuild.askedAt);
    const entries = await test.context.db.collection('ledger_entries').countDocuments();
    await expect
      .poll(async () => (await administrator.call(rollups.status).expect(200)).body, { timeout: 60_000 })
      .toMatchObject({ counted: entries, rebuild: { done: entries, finishedAt: expect.any(String) } });
    expect(await overview(street, 'qihe')).toEqual(before);
    const acts = await administrator.call(audit.list).expect(200);
    expect(acts.body.items.map((act: { action: string }) => act.action)).toContain('rollups.rebuild');
    for (const endpoint of [rollups.rebuild, rollups.status]) {
      expect((await street.call(endpoint).expect(403)).body.code).toBe('forbidden');
      await test.call(endpoint).expect(401);
    }
  });

  it('roll-ups equal a recount of the ledger', async () => {
    await test.context.rollups.catchUp();
    const entries = await test.context.db.collection('ledger_entries').find().toArray();
    const recount = entries.reduce((sum, entry) => addFigures(sum, figuresOf(entry as never, 'person')), NO_FIGURES);
    const totals = await test.context.rollups.read((view) => view.totals(['yunzhou']));
    expect(totals?.get('yunzhou')).toEqual(recount);
  });

  it('GET overview of a foreign unit: refused', async () => {
    const answer = await secretary.call(reports.overview, { query: { unitId: 'hechi' } }).expect(403);
    expect(answer.body.code).toBe('out_of_scope');
    await secretary.call(reports.overview, { query: { unitId: 'nowhere' } }).expect(422);
  });

  it('GET transactions: newest first, page by page, each entry once, masked', async () => {
    await test.context.rollups.catchUp();
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = {
        unitId: 'qihe',
        limit: 2,
        ...(cursor === null ? {} : { cursor }),
      };
      const { body } = await street.call(transactions.list, { query }).expect(200);
      seen.push(...body.items.map((line: { entryId: string }) => line.entryId));
      for (const line of body.items) expect(line.maskedName).toMatch(/^.\*$/);
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(await test.context.db.collection('ledger_entries').countDocuments());
  });

  it('GET transactions with a broken cursor: 400 cursor_invalid', async () => {
    const answer = await street.call(transactions.list, { query: { cursor: 'nonsense' } }).expect(400);
    expect(answer.body.code).toBe('cursor_invalid');
  });

  it('POST reversal: undone by a linked entry, once, and not by who took part', async () => {
    const [first] = accounts as [Account];
    const entry = await post(first, 'to-reverse', 7, secretary.userId);
    const input = { params: { entryId: entry._id }, body: { reason: '重复登记' } };
    const dependent = await secretary.call(transactions.reverse, input).expect(403);
    expect(dependent.body.code).toBe('reversal_not_independent');
    const key = nextKey();
    const reversed = await street.call(transactions.reverse, { ...input, key }).expect(201);
    expect(reversed.body).toMatchObject({ kind: 'reverse', points: -7, refersToSeq: entry.seq });
    const repeated = await street.call(transactions.reverse, { ...input, key }).expect(201);
    expect(repeated.body.entryId).toBe(reversed.body.entryId);
    const again = await street.call(transactions.reverse, input).expect(409);
    expect(again.body.code).toBe('ledger_already_reversed');
    const another = await test.signIn('street_admin', 'qihe');
    const params = { entryId: String(reversed.body.entryId) };
    const code = await refused((headers) =>
      another.call(transactions.reverse, { params, body: { reason: '冲正有误' }, headers }),
    );
    expect(code).toBe('ledger_reversal_not_reversible');
    const detail = await street.call(transactions.get, { params: { entryId: entry._id } }).expect(200);
    expect(detail.body.referredBy).toMatchObject([{ kind: 'reverse', points: -7 }]);
  });

  it('GET a transaction of another community: 404, as if it did not exist', async () => {
    const [, , third] = accounts as [Account, Account, Account];
    const foreign = await test.context.ledger.post({
      ...earnCommand(third.accountId, 'foreign', 3),
      issuerUnit: 'hechi',
      homeUnit: 'hechi-g1',
      rule: null,
    });
    if (foreign.status !== 'posted') throw new Error('not posted');
    const answer = await secretary.call(transactions.get, { params: { entryId: foreign.entry._id } }).expect(404);
    expect(answer.body.code).toBe('entry_not_found');
  });

  it('GET tasks: only what the caller may do, with its number and since when', async () => {
    await test.enterResident({ unitId: 'jinxiu-g2', verified: false });
    const { body } = await secretary.call(reports.tasks).expect(200);
    expect(body.items).toContainEqual(expect.objectContaining({ code: 'people_unverified', count: 1 }));
    const auditor = await test.signIn('auditor', 'jinxiu');
    const seen = await auditor.call(reports.tasks).expect(200);
    expect(seen.body.items.map((task: { code: string }) => task.code)).not.toContain('people_unverified');
  });
});
