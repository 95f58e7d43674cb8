import { createLedger, LEDGER_COLLECTION, type VerifyResult, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { type Offer, redemptions, transactions } from '@red-points/shared/contracts';
import { entryId, type LedgerCommand } from '@red-points/shared/domain/ledger';
import type { BadCode } from '@red-points/shared/domain/verification';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  fileClaim,
  hourlyTerms,
  publishRule,
  runningActivity,
  scanIn,
  scanOut,
  signInCast,
} from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { earnCommand, ledgerContext } from '../support/ledger-commands.ts';
import { addOffer, openOffice, openShop, type Resident, startAtPoster, type TestShop } from '../support/redeeming.ts';

const HOUR_MS = 3_600_000;

let test: TestApp;
let cast: Cast;
let shop: TestShop;
let offer: Offer;
let resident: Resident;
/** Ids of the records that the story left behind. */
let made: Record<'claim' | 'attendance' | 'importRow' | 'redemption' | 'reversal', string>;

const collection = (name: string) => test.database.db.collection<Document & { _id: string }>(name);
const verify = (account: string | null = null): Promise<VerifyResult> => {
  const { db } = test.database;
  const checks = ledgerChecks({ db, account });
  return verifyLedger({ db, checks, ...(account === null ? {} : { account }) });
};

/** One resident with everything that leaves a record: a claim, an attendance, an import row, a redemption, a reversal. */
beforeAll(async () => {
  test = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(test);
  cast = {
    ...{ organiser: lasting(test, organiser), officer: lasting(test, officer) },
    ...{ secretary: lasting(test, secretary), deputy: lasting(test, deputy) },
  };
  await publishRule(cast, 'ZY-01', hourlyTerms({ points: 20 }));
  resident = lasting(test, await test.signInResident());
  const { personId, accountId } = resident;
  const claim = await fileClaim(cast, personId);
  await decide(cast.secretary, 'claim', claim).expect(200);
  const activity = await runningActivity(test, cast);
  await scanIn(test, cast, resident, activity.activityId);
  test.clock.advance(HOUR_MS);
  const left = await scanOut(test, cast, resident, activity.activityId);
  await endActivity(cast, activity.activityId);
  await decide(cast.secretary, 'attendance', left.attendanceId).expect(200);

  const office = await openOffice(test);
  shop = await openShop(test, office);
  offer = await addOffer(office, shop.shop, { points: 10 });
  const { redemptionId } = await redeem(resident);
  const refund = { params: { redemptionId }, body: { points: 4, reason: '少给了一份' } };
  await office.deputy.call(redemptions.refund, refund).expect(201);

  const importRow = await importedRow(accountId);
  const params = { entryId: entryId(accountId, importRow.seq) };
  await office.deputy.call(transactions.reverse, { params, body: { reason: '重复登记' } }).expect(201);
  const reversal = await collection('reversals').findOne({});
  made = {
    ...{ claim, attendance: left.attendanceId, importRow: importRow.id, redemption: redemptionId },
    reversal: String(reversal?._id),
  };
});
afterAll(() => test.close());

async function redeem(who: Resident) {
  const started = await startAtPoster(who, shop, offer);
  const params = { redemptionId: started.redemptionId };
  await shop.owner.call(redemptions.confirm, { params }).expect(200);
  return started;
}

/** A row of a ledger that was taken in, with its entry, as the import leaves them. */
async function importedRow(accountId: string): Promise<{ id: string; seq: number }> {
  const id = nextKey();
  const source = { kind: 'import_row', id } as const;
  const posted = await test.context.ledger.post({ ...earnCommand(accountId, `import:${id}`, 7), source });
  if (posted.status === 'refused') throw new Error(posted.refusal.code);
  const { seq } = posted.entry;
  const row = { accountId, points: 7, minutes: 60, state: 'posted', seq };
  await collection('import_rows').insertOne({ _id: id, ...row, unitId: 'jinxiu', identity: id });
  return { id, seq };
}

it('every kind of record agrees with the ledger, also of one account alone', async () => {
  expect(await verify()).toMatchObject({ bad: [], accounts: 1, transactions: 7 });
  expect((await verify(resident.accountId)).bad).toEqual([]);
});

type Harm = readonly [change: Document | null, code: BadCode];
const harms: Readonly<Record<string, { of: keyof typeof made; id?: (id: string) => string; harms: readonly Harm[] }>> =
  {
    credits: {
      of: 'claim',
      id: (id) => `claim:${id}`,
      harms: [
        [{ points: 31 }, 'record_mismatch'],
        [{ minutes: 91 }, 'record_mismatch'],
        [{ grantedPoints: 29 }, 'record_mismatch'],
        [{ entrySeq: 2 }, 'record_mismatch'],
        [{ state: 'refused' }, 'entry_without_record'],
        [{ accountId: 'somebody-else' }, 'entry_without_record'],
        [null, 'entry_without_record'],
      ],
    },
    claims: {
      of: 'claim',
      harms: [
        [{ 'priced.points': 31 }, 'record_mismatch'],
        [{ 'priced.minutes': 30 }, 'record_mismatch'],
        [{ state: 'rejected' }, 'entry_without_record'],
        [null, 'entry_without_record'],
      ],
    },
    attendances: {
      of: 'attendance',
      harms: [
        [{ 'priced.points': 40 }, 'record_mismatch'],
        [{ 'priced.minutes': 120 }, 'record_mismatch'],
        [{ state: 'returned' }, 'entry_without_record'],
        [null, 'entry_without_record'],
      ],
    },
    import_rows: {
      of: 'importRow',
      harms: [
        [{ points: 8 }, 'record_mismatch'],
        [{ minutes: 0 }, 'record_mismatch'],
        [{ seq: 1 }, 'record_mismatch'],
        [{ state: 'refused' }, 'entry_without_record'],
        [{ accountId: 'somebody-else' }, 'entry_without_record'],
        [null, 'entry_without_record'],
      ],
    },
    redemptions: {
      of: 'redemption',
      harms: [
        [{ points: 1 }, 'record_mismatch'],
        [{ captureSeq: 1 }, 'record_mismatch'],
        [{ 'refunds.0.points': 3 }, 'record_mismatch'],
        [{ 'refunds.0.state': 'refused' }, 'credited_twice'],
        [{ refunds: [] }, 'credited_twice'],
        [{ state: 'closed' }, 'credited_twice'],
        [{ accountId: 'somebody-else' }, 'entry_without_record'],
        [null, 'entry_without_record'],
      ],
    },
    reversals: {
      of: 'reversal',
      harms: [
        [{ state: 'refused' }, 'entry_without_record'],
        [{ entryId: 'somebody-else:0000000001' }, 'credited_twice'],
        [null, 'entry_without_record'],
      ],
    },
  };

describe('a record that was changed or deleted by the raw driver is found', () => {
  it.each(Object.keys(harms))('%s', async (name) => {
    const { of, id = (same: string) => same, harms: each } = harms[name] ?? { of: 'claim', harms: [] };
    const _id = id(made[of]);
    const whole = await collection(name).findOne({ _id });
    expect(whole).not.toBeNull();
    for (const [change, code] of each) {
      if (change === null) await collection(name).deleteOne({ _id });
      else await collection(name).updateOne({ _id }, { $set: change });
      const { bad } = await verify();
      const row = expect.objectContaining({ account: resident.accountId, code });
      expect(bad, `${name} ${JSON.stringify(change)}`).toContainEqual(row);
      const own = (await verify(resident.accountId)).bad;
      expect(own, `${name} ${JSON.stringify(change)}, alone`).toContainEqual(row);
      await collection(name).replaceOne({ _id }, whole ?? {}, { upsert: true });
    }
    expect((await verify()).bad).toEqual([]);
  });
});

describe('an entry that the ledger itself posted without a record is found', () => {
  /** What somebody could have the ledger post who may run code beside it: every chain is whole. */
  const forged = (account: string): LedgerCommand[] => {
    const context = (key: string) => ledgerContext(account, key);
    const shopSide = { counterparty: { kind: 'shop', id: 's' }, source: { kind: 'redemption', id: 'none' } } as const;
    const never = { kind: 'never', from: 'effective' } as const;
    return [
      earnCommand(account, 'claim:none', 100),
      { ...earnCommand(account, 'op', 5), source: { kind: 'operation', id: 'none' } },
      { ...earnCommand(account, 'attendance:none', 5), source: { kind: 'attendance', id: 'none' } },
      { ...earnCommand(account, 'import:none', 5), source: { kind: 'import_row', id: 'none' } },
      { ...context('adjust'), kind: 'adjust', points: 50, minutes: 0, expiry: never },
      { ...context('hold'), ...shopSide, kind: 'hold', holdId: 'h', points: 2, holdExpiresAtMs: 0 },
      { ...context('capture'), ...shopSide, kind: 'capture', holdId: 'h' },
      { ...context('refund'), ...shopSide, kind: 'refund', originalSeq: 7, points: 1 },
      { ...context('spend'), ...shopSide, kind: 'spend', points: 1 },
      { ...context('reverse'), kind: 'reverse', originalSeq: 1 },
    ];
  };

  it('of every kind that comes from a record', async () => {
    const { accountId: account } = await test.enterResident();
    for (const [index, command] of forged(account).entries()) {
      const posted = await test.context.ledger.post(command);
      expect(posted.status, command.key).toBe('posted');
      // The first bad entry is named: what came before it is taken out of its sight.
      const { bad } = await verify(account);
      expect(bad).toEqual([expect.objectContaining({ account, seq: 1, code: 'entry_without_record' })]);
      expect(await codesOf(account)).toEqual(Array.from({ length: index + 1 }, () => 'entry_without_record'));
    }
    await collection(LEDGER_COLLECTION).deleteMany({ account });
  });

  it('a second time for the same record, and for somebody else', async () => {
    const { accountId: account } = resident;
    const source = { kind: 'claim', id: made.claim } as const;
    const { seq } = await test.context.ledger.view(account);
    await test.context.ledger.post({ ...earnCommand(account, 'again', 30), source });
    const about = { kind: 'claim', id: made.claim };
    expect((await verify()).bad).toEqual([{ account, seq: seq + 1, code: 'credited_twice', about }]);
    await collection(LEDGER_COLLECTION).deleteOne({ _id: entryId(account, seq + 1) });

    const { accountId: other } = await test.enterResident();
    await test.context.ledger.post({ ...earnCommand(other, `claim:${made.claim}`, 30), source });
    expect((await verify()).bad).toEqual([{ account: other, seq: 1, code: 'entry_without_record', about }]);
    await collection(LEDGER_COLLECTION).deleteOne({ _id: entryId(other, 1) });
  });

  /** Every entry's code by itself, in the order of entries: not only the first of the account. */
  async function codesOf(account: string): Promise<string[]> {
    const { db } = test.database;
    const codes: string[] = [];
    for await (const entry of collection(LEDGER_COLLECTION).find({ account }).sort({ _id: 1 })) {
      const checks = ledgerChecks({ db, account });
      for (const check of checks) await check.take(entry as never);
      const rows = (await Promise.all(checks.map((check) => check.finish()))).flat();
      codes.push(...rows.filter(({ seq }) => seq === entry.seq).map(({ code }) => code));
    }
    return codes;
  }
});

describe('an account written anew from its beginning, every hash as it should be, is found by its records', () => {
  it('a credit worth more, the newest entries left out', async () => {
    const other = await test.signInResident();
    const { accountId: account } = other;
    const claims: string[] = [];
    for (const occurredOn of ['2026-11-20', '2026-11-21', '2026-11-22']) {
      const claim = await fileClaim(cast, other.personId, { occurredOn });
      await decide(cast.secretary, 'claim', claim).expect(200);
      claims.push(claim);
    }
    expect((await verify()).bad).toEqual([]);
    const whole = await collection(LEDGER_COLLECTION).find({ account }).toArray();
    const again = async (points: number[]) => {
      await collection(LEDGER_COLLECTION).deleteMany({ account });
      for (const [index, amount] of points.entries()) {
        const source = { kind: 'claim', id: String(claims[index]) } as const;
        const command = { ...earnCommand(account, `claim:${claims[index]}`, amount), minutes: 90, source };
        // Another ledger: this one remembers the history that was.
        await createLedger({ db: test.database.db, clock: test.clock }).post(command);
      }
      const { bad } = await verify();
      await collection(LEDGER_COLLECTION).deleteMany({ account });
      await collection(LEDGER_COLLECTION).insertMany(whole);
      return bad;
    };
    expect(await again([30, 30, 30])).toEqual([]);
    expect(await again([30, 3_000, 30])).toEqual([
      expect.objectContaining({ account, seq: 2, code: 'record_mismatch' }),
    ]);
    expect(await again([30, 30])).toEqual([expect.objectContaining({ account, seq: 0, code: 'record_without_entry' })]);
    expect(await again([])).toEqual([expect.objectContaining({ account, seq: 0, code: 'record_without_entry' })]);
  });
});
