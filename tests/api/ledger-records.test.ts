import { createLedger, LEDGER_COLLECTION, type VerifyResult, verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { accountChanges, type Offer, redemptions, transactions } from '@red-points/shared/contracts';
import { entryId, type LedgerCommand, type PairCommand } from '@red-points/shared/domain/ledger';
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

describe('closings and joinings', () => {
  const changes = () => collection('account_changes');
  const changed = async (personId: string, keptPersonId?: string): Promise<string> => {
    const [endpoint, body] =
      keptPersonId === undefined
        ? [accountChanges.proposeClosing, { reason: '搬离本市', donateRest: false }]
        : [accountChanges.proposeJoining, { reason: '同一人登记了两次', keptPersonId }];
    const { changeId } = (await cast.officer.call(endpoint, { params: { personId }, body }).expect(201)).body;
    await cast.secretary.call(accountChanges.confirm, { params: { changeId } }).expect(200);
    return changeId as string;
  };
  const entriesOf = (changeId: string) => collection(LEDGER_COLLECTION).find({ 'source.id': changeId }).toArray();

  it('an entry without its record, or with another, and a record without its entry are found', async () => {
    const [leaving, old, kept] = [await test.enterResident(), await test.enterResident(), await test.enterResident()];
    const closing = await changed(leaving.personId);
    const joining = await changed(old.personId, kept.personId);
    expect((await verify()).bad).toEqual([]);
    for (const [changeId, accounts] of [
      [closing, [leaving.accountId]],
      [joining, [old.accountId, kept.accountId]],
    ] as const) {
      const record = (await changes().findOne({ _id: changeId })) ?? {};
      const harmed: [Document, BadCode][] = [
        [{ state: 'refused' }, 'entry_without_record'],
        [{ state: 'proposed', open: true }, 'entry_without_record'],
        [{ kind: changeId === closing ? 'joining' : 'closing' }, 'entry_without_record'],
        [{ accountId: 'somebody-else' }, 'entry_without_record'],
        [{ entrySeq: 9 }, 'record_mismatch'],
      ];
      for (const [change, code] of harmed) {
        await changes().updateOne({ _id: changeId }, { $set: change });
        const row = expect.objectContaining({ account: accounts[0], code });
        expect((await verify()).bad, JSON.stringify(change)).toContainEqual(row);
        expect((await verify(accounts[0])).bad, `${JSON.stringify(change)}, alone`).toContainEqual(row);
        await changes().replaceOne({ _id: changeId }, record);
      }
      await changes().deleteOne({ _id: changeId });
      const orphans = accounts.map((account) => expect.objectContaining({ account, code: 'entry_without_record' }));
      expect((await verify()).bad).toEqual(expect.arrayContaining(orphans));
      await changes().insertOne(record as { _id: string });

      const entries = await entriesOf(changeId);
      expect(entries.map(({ account }) => account).sort()).toEqual([...accounts].sort());
      await collection(LEDGER_COLLECTION).deleteMany({ 'source.id': changeId });
      const missing = accounts.map((account) => expect.objectContaining({ account, code: 'record_without_entry' }));
      expect((await verify()).bad).toEqual(expect.arrayContaining(missing));
      await collection(LEDGER_COLLECTION).insertMany(entries);
      expect((await verify()).bad).toEqual([]);
    }
  });

  it('on its way, it may have its entry or not', async () => {
    const { personId, accountId } = await test.enterResident();
    const changeId = await changed(personId);
    await changes().updateOne({ _id: changeId }, { $set: { state: 'confirmed', open: true, entrySeq: null } });
    expect((await verify()).bad).toEqual([]);
    const entries = await entriesOf(changeId);
    await collection(LEDGER_COLLECTION).deleteMany({ account: accountId });
    expect((await verify()).bad).toEqual([]);
    await collection(LEDGER_COLLECTION).insertMany(entries);
    await changes().updateOne({ _id: changeId }, { $set: { state: 'done', open: false, entrySeq: 1 } });
  });
});

describe('a credit whose window has not closed accounts for no entry, by the clock that wrote the entry', () => {
  const credits = () => collection('credits');

  it('the database’s clock and the verifier’s being past it change nothing', async () => {
    const _id = `claim:${made.claim}`;
    const whole = (await credits().findOne({ _id })) ?? {};
    const [entry] = await collection(LEDGER_COLLECTION).find({ account: resident.accountId, key: _id }).toArray();
    const recordedAtMs: number = entry?.recordedAtMs;
    const onItsWay = { state: 'in_publicity', grantedPoints: null, entrySeq: null };
    const until = (ms: number) =>
      credits().updateOne({ _id }, { $set: { ...onItsWay, publicUntil: new Date(recordedAtMs + ms) } });
    await until(0);
    expect((await verify()).bad).toEqual([]);
    await until(1);
    const early = expect.objectContaining({ account: resident.accountId, code: 'entry_without_record' });
    expect((await verify()).bad).toEqual([early]);
    await credits().replaceOne({ _id }, whole);
    expect((await verify()).bad).toEqual([]);
  });

  it('and so does their being behind it: the process that posted was ahead', async () => {
    const { accountId: account } = await test.enterResident();
    const aheadMs = Date.now() + 365 * 24 * HOUR_MS;
    const whole = (await credits().findOne({ _id: `claim:${made.claim}` })) ?? {};
    const _id = 'claim:ahead';
    const source = { kind: 'claim', id: 'ahead' } as const;
    const onItsWay = { state: 'in_publicity', grantedPoints: null, entrySeq: null, publicUntil: new Date(aheadMs) };
    await credits().insertOne({ ...whole, ...onItsWay, _id, source, accountId: account, points: 6, minutes: 60 });
    const ahead = createLedger({ db: test.database.db, clock: { now: () => aheadMs } });
    await ahead.post({ ...earnCommand(account, _id, 6), source });
    await ahead.close();
    expect((await verify()).bad).toEqual([]);
    expect((await verify(account)).bad).toEqual([]);
    await collection(LEDGER_COLLECTION).deleteMany({ account });
    await credits().deleteOne({ _id });
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

  it('of a closing, and of both halves of a joining', async () => {
    const [one, two, three] = [await test.enterResident(), await test.enterResident(), await test.enterResident()];
    const accounts = [one.accountId, two.accountId, three.accountId];
    const { ledger } = test.context;
    const source = { kind: 'closing', id: 'none' } as const;
    await ledger.post({ ...ledgerContext(one.accountId, 'closing:none'), source, kind: 'close' });
    const { actors, issuerUnit, effectiveAtMs } = ledgerContext(two.accountId, 'joining:none');
    const join: PairCommand = {
      ...{ kind: 'join', from: two.accountId, to: three.accountId, key: 'joining:none' },
      ...{ source: { kind: 'joining', id: 'none' }, actors, issuerUnit, effectiveAtMs },
      homeUnits: { from: 'jinxiu-g1', to: 'jinxiu-g1' },
    };
    await ledger.postPair(join);
    const rows = accounts.map((account) => expect.objectContaining({ account, code: 'entry_without_record' }));
    const { bad } = await verify();
    expect(bad).toHaveLength(3);
    expect(bad).toEqual(expect.arrayContaining(rows));
    await collection(LEDGER_COLLECTION).deleteMany({ account: { $in: accounts } });
  });

  it('of a kind that leaves a record, from a source that leaves none', async () => {
    const { accountId: account } = await test.enterResident();
    await test.context.ledger.post({ ...ledgerContext(account, 'close'), kind: 'close' });
    expect((await verify()).bad).toEqual([expect.objectContaining({ account, code: 'entry_without_record' })]);
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
