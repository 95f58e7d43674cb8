import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { rollupPorts } from '@red-points/server/rollup-ports';
import { rollupCheck } from '@red-points/server/rollups/index';
import type { BadEntry } from '@red-points/shared/domain/verification';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { tokenOfNothing } from '../support/lost-history.ts';
import { type HistoryAccount, postRandomHistory, printedRandom } from '../support/random-history.ts';

const HOUR_MS = 3_600_000;
const random = printedRandom('roll-ups beside the ledger');

let test: TestApp;
let accounts: HistoryAccount[];

beforeAll(async () => {
  test = await startTestApp({ started: true });
  accounts = [];
  for (const unitId of ['jinxiu-g1', 'jinxiu-g2', 'hechi-g1', 'wangjiang']) {
    accounts.push({ ...(await test.enterResident({ unitId })), unitId });
  }
  const tick = () => {
    test.clock.advance(random.pick([0, 1, 30]) * HOUR_MS);
    return test.clock.now();
  };
  await postRandomHistory(test.context.ledger, { accounts, known: [], entries: 150, random, tick });
  await test.context.rollups.catchUp();
});
afterAll(() => test.close());

/** What a verification of the whole ledger says of the roll-ups. `between` runs while it reads. */
async function badRollups(between?: () => Promise<unknown>): Promise<BadEntry[]> {
  const { db } = test.context;
  const checks = ledgerChecks({ db, account: null }).filter(({ name }) => name === 'rollups');
  expect(checks).toHaveLength(1);
  const [check] = checks;
  let first = true;
  const wrapped = checks.map((each) => ({
    ...each,
    take: async (stored: Parameters<typeof each.take>[0]) => {
      await each.take(stored);
      if (first) await between?.();
      first = false;
    },
  }));
  expect(check).toBeDefined();
  return [...(await verifyLedger({ db, checks: wrapped })).bad];
}

/** Resolves once the database cannot read any more what it can read now; `meanwhile` moves its time on. */
async function forgotten(meanwhile: () => Promise<void>): Promise<void> {
  const { db } = test.context;
  const session = db.client.startSession({ snapshot: true });
  const read = () => db.collection('rollup_cells').findOne({}, { session });
  try {
    await read();
    const isForgotten = () =>
      read().then(
        () => false,
        ({ code }: { code?: number }) => code === 239,
      );
    await expect.poll(async () => meanwhile().then(isForgotten), { timeout: 60_000, interval: 500 }).toBe(true);
  } finally {
    await session.endSession();
  }
}

describe('the check of the roll-ups', () => {
  it('finds nothing where they are right', async () => {
    expect(await badRollups()).toEqual([]);
  });

  it('raises no false alarm about entries that are written while it reads, before and behind it', async () => {
    let posted = 0;
    const post = async () => {
      const all = await test.context.db.collection('ledger_entries').distinct('account');
      const known = accounts.filter(({ accountId }) => all.includes(accountId));
      for (const { accountId, unitId } of known) {
        posted += 1;
        const command = { ...earnCommand(accountId, `meanwhile${posted}`, 3), rule: null, homeUnit: unitId };
        await test.context.ledger.post({ ...command, effectiveAtMs: test.clock.now() });
      }
    };
    for (let round = 0; round < 3; round += 1) expect(await badRollups(post)).toEqual([]);
    expect(posted).toBe(12);
    // And where the follower is behind: nobody counts any more.
    await test.context.jobs.stop();
    expect(await badRollups(post)).toEqual([]);
    expect(await badRollups(post)).toEqual([]);
  });

  it('compares a later instant where the database no longer keeps the one that it began with', async () => {
    const { db, ledger } = test.context;
    const [{ accountId, unitId } = { accountId: '', unitId: '' }] = accounts;
    const ports = rollupPorts(db);
    const begun = vi.spyOn(db.client, 'startSession');
    let waits = 0;
    const check = rollupCheck(
      { db, account: null },
      {
        ...ports,
        unitPath: async (unit) => {
          if (waits === 0 && begun.mock.calls.some(([options]) => options?.snapshot === true)) {
            waits += 1;
            await forgotten(async () => {
              const command = { ...earnCommand(accountId, `slow${test.context.ids.next()}`, 1), rule: null };
              await ledger.post({ ...command, homeUnit: unitId, effectiveAtMs: test.clock.now() });
            });
          }
          return ports.unitPath(unit);
        },
      },
    );
    if (check === null) throw new Error('there is no check');
    const finish = () => {
      begun.mockClear();
      return check.finish();
    };
    expect((await verifyLedger({ db, checks: [{ ...check, finish }] })).bad).toEqual([]);
    begun.mockRestore();
    expect(waits).toBe(1);
  });

  it('names a unit and the days of a figure that was changed, is missing, or has nothing behind it', async () => {
    const cells = test.context.db.collection('rollup_cells');
    const about = async () =>
      (await badRollups()).map(({ code, account, about: of }) => [code, account, of?.kind, of?.id]);
    const cell = await cells.findOne({ unit: 'qihe', effective: '*', recorded: /^d/ });
    const id = { _id: cell?._id };
    await cells.updateOne(id, { $inc: { issued: 1 } });
    expect(await about()).toEqual([['rollup_mismatch', '', 'rollup', `qihe *|${cell?.recorded}`]]);
    await cells.updateOne(id, { $inc: { issued: -1 } });
    expect(await about()).toEqual([]);
    await cells.deleteOne(id);
    expect(await about()).toEqual([['rollup_mismatch', '', 'rollup', `qihe *|${cell?.recorded}`]]);
    if (cell !== null) await cells.insertOne(cell);
    const people = await cells.findOne({ unit: 'hechi', effective: /^pw/, people: { $gt: 0 } });
    await cells.updateOne({ _id: people?._id }, { $inc: { people: 1 } });
    expect(await about()).toEqual([
      ['rollup_mismatch', '', 'rollup', `hechi ${people?.effective}|${people?.recorded}`],
    ]);
    await cells.updateOne({ _id: people?._id }, { $inc: { people: -1 } });
    const { _id, ...copied } = { ...cell };
    await cells.insertOne({ ...copied, unit: 'linjiang' });
    expect(await about()).toEqual([['rollup_mismatch', '', 'rollup', `linjiang *|${cell?.recorded}`]]);
    await cells.deleteOne({ unit: 'linjiang' });
    expect(await about()).toEqual([]);
  });

  it('says so where the history is lost that it would need', async () => {
    const { db, ledger } = test.context;
    const [first] = accounts as [HistoryAccount];
    const resumeToken = await tokenOfNothing(db.collection('ledger_entries'), () =>
      ledger.post({ ...earnCommand(first.accountId, 'for its token', 1), rule: null, homeUnit: first.unitId }),
    );
    await db.collection('rollup_state').updateOne({ layout: { $exists: true } }, { $set: { resumeToken } });
    const bad = await badRollups();
    expect(bad).toMatchObject([{ code: 'rollup_unknown', about: { kind: 'rollup', id: 'history' } }]);
  });
});
