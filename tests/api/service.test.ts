import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import {
  accountChanges,
  adjustments,
  type Certificate,
  certificates,
  people,
  type ServiceRecord,
  service,
  transactions,
} from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Document } from 'mongodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { creditTo, householdOfTwo, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import type { Resident } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  officer = lasting(t, await t.signIn('grid_officer', 'jinxiu'));
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
});
afterAll(() => t.close());

interface Served {
  readonly hours: number;
  readonly day?: string;
  readonly category?: string;
  readonly beneficiary?: string;
}

/** Posts hours to an account; returns the entry's id. */
async function served(accountId: string, { hours, day, category, beneficiary }: Served): Promise<string> {
  const outcome = await t.context.ledger.post({
    ...earnCommand(accountId, nextKey(), 2),
    minutes: hours * 60,
    category: category ?? 'volunteering',
    effectiveAtMs: day === undefined ? t.clock.now() : Date.parse(`${day}T04:00:00Z`),
    actors: beneficiary === undefined ? [] : [{ part: 'beneficiary', id: beneficiary }],
  });
  if (outcome.status !== 'posted') throw new Error(outcome.refusal.code);
  return outcome.entry._id;
}

const ownRecord = async (user: SignedInUser): Promise<ServiceRecord> =>
  (await user.call(service.own, {}).expect(200)).body;

async function volunteer(...days: Served[]): Promise<Resident> {
  const resident = lasting(t, await t.signInResident());
  for (const day of days) await served(resident.accountId, day);
  return resident;
}

describe('somebody’s hours', () => {
  it('are those that stand, by category, with the star level and since when it is held', async () => {
    const resident = await volunteer(
      { hours: 60, day: '2026-03-01' },
      { hours: 50, day: '2026-05-01', category: 'culture' },
    );
    const mistaken = await served(resident.accountId, { hours: 20, day: '2026-02-01' });
    expect(await ownRecord(resident)).toMatchObject({
      minutes: 130 * 60,
      items: 3,
      stars: 1,
      reached: [{ stars: 1, hours: 100, day: '2026-05-01' }],
      firstDay: '2026-02-01',
      lastDay: '2026-05-01',
    });
    await secretary
      .call(transactions.reverse, { params: { entryId: mistaken }, body: { reason: '重复登记' } })
      .expect(201);
    expect(await ownRecord(resident)).toMatchObject({
      minutes: 110 * 60,
      items: 2,
      byCategory: [
        { category: 'volunteering', minutes: 3600, items: 1 },
        { category: 'culture', minutes: 3000, items: 1 },
      ],
      next: { stars: 2, hours: 300, minutesLeft: 190 * 60 },
      firstDay: '2026-03-01',
    });
    const asked = await officer.call(service.ofPerson, { params: { personId: resident.personId } }).expect(200);
    expect(asked.body).toEqual(await ownRecord(resident));
  });

  it('of a shared account are whose they are, a reversal’s too', async () => {
    await creditTo(secretary, 'household');
    const { household, mother, son } = await householdOfTwo(t, officer);
    await served(mother.accountId, { hours: 5 });
    await served(household.accountId, { hours: 100, beneficiary: mother.personId });
    const mistaken = await served(household.accountId, { hours: 7, beneficiary: son.personId });
    await served(household.accountId, { hours: 3, beneficiary: son.personId });
    await served(household.accountId, { hours: 1 });
    expect(await ownRecord(mother)).toMatchObject({ minutes: 105 * 60, stars: 1 });
    expect(await ownRecord(son)).toMatchObject({ minutes: 10 * 60, stars: 0 });
    await secretary
      .call(transactions.reverse, { params: { entryId: mistaken }, body: { reason: '记错了人' } })
      .expect(201);
    expect(await ownRecord(son)).toMatchObject({ minutes: 3 * 60, items: 1 });
    expect(await ownRecord(mother)).toMatchObject({ minutes: 105 * 60 });
    await creditTo(secretary, 'person');
  });

  it('of a record that was found to be the same person count once, where they were earned', async () => {
    const [resident, twin] = [await volunteer({ hours: 10 }), await volunteer({ hours: 4, category: 'culture' })];
    const params = { personId: twin.personId };
    const body = { keptPersonId: resident.personId, reason: '重复登记' };
    const proposed = await officer.call(accountChanges.proposeJoining, { params, body }).expect(201);
    const change = { changeId: String(proposed.body.changeId) };
    expect((await secretary.call(accountChanges.confirm, { params: change }).expect(200)).body.state).toBe('done');
    expect(await ownRecord(resident)).toMatchObject({ minutes: 14 * 60, items: 2 });
  });

  it('with a correction by two persons are more or fewer, under no category', async () => {
    const resident = await volunteer({ hours: 10 });
    const params = { entryId: entryId(resident.accountId, 1) };
    const body = { minutes: -90, points: 0, reason: '多记了一个半小时' };
    const proposed = await officer.call(adjustments.propose, { params, body }).expect(201);
    await secretary.call(adjustments.confirm, { params: { adjustmentId: proposed.body.adjustmentId } }).expect(200);
    expect(await ownRecord(resident)).toMatchObject({
      minutes: 510,
      items: 1,
      byCategory: [
        { category: 'volunteering', minutes: 600 },
        { category: 'none', minutes: -90, items: 0 },
      ],
    });
  });

  it('are counted once, however many ask at the same moment and however long the history is', async () => {
    const resident = await volunteer();
    await Promise.all(Array.from({ length: 450 }, () => served(resident.accountId, { hours: 1 })));
    const other = await startTestApp({ sharing: t });
    const elsewhere = () =>
      other.call(service.ofPerson, { params: { personId: resident.personId }, token: officer.token });
    const all = await Promise.all([...Array.from({ length: 6 }, () => ownRecord(resident)), elsewhere(), elsewhere()]);
    for (const answer of all)
      expect('body' in answer ? answer.body : answer).toMatchObject({ minutes: 27_000, items: 450 });
    await other.app.close();
    await other.database.close();
  });

  it('beyond what one request waits for are counted by those that follow', async () => {
    const resident = await volunteer({ hours: 1 });
    await ownRecord(resident);
    await Promise.all(Array.from({ length: 4_200 }, () => served(resident.accountId, { hours: 1 })));
    const asking = (headers: Record<string, string>) => resident.call(service.own, { headers });
    expect((await asking({})).body.code).toBe('service_counting');
    expect(await ownRecord(resident)).toMatchObject({ minutes: 4_201 * 60, stars: 5 });
  });

  it('are nobody else’s to read', async () => {
    const resident = await volunteer({ hours: 1 });
    const params = { personId: resident.personId };
    await resident.call(service.ofPerson, { params }).expect(403);
    const stranger = await t.signIn('community_admin', 'other');
    expect(await refused((headers) => stranger.call(service.ofPerson, { params, headers }))).toBe('out_of_scope');
    const none = { personId: 'nobody' };
    expect(await refused((headers) => officer.call(service.ofPerson, { params: none, headers }))).toBe(
      'person_not_found',
    );
  });
});

describe('a certificate of service', () => {
  const issue = (user: SignedInUser, body: Document = {}, key = nextKey()) =>
    user.call(certificates.issueOwn, { body, key });
  const check = (code: string) => t.call(certificates.check, { params: { code } });

  it('says hours by category of a period, once per request, and is checked by anybody without the name', async () => {
    const resident = await volunteer(
      { hours: 8, day: '2026-03-01' },
      { hours: 2, day: '2026-03-02', category: 'culture' },
      { hours: 5, day: '2026-09-01' },
    );
    const key = nextKey();
    const period = { from: '2026-03-01', until: '2026-03-31' };
    const paper = (await issue(resident, period, key).expect(201)).body as Certificate;
    expect(paper).toMatchObject({
      name: '陈秀英',
      maskedName: '陈*',
      unitName: '锦绣社区',
      minutes: 600,
      items: 2,
      byCategory: [
        { category: 'volunteering', minutes: 480, items: 1 },
        { category: 'culture', minutes: 120, items: 1 },
      ],
      ...period,
      stars: 0,
    });
    expect(paper.checkUrl).toBe(`${t.config.publicUrl}/certificate/${paper.code}`);
    expect((await issue(resident, period, key).expect(201)).body).toEqual(paper);
    expect((await issue(resident, {}, key).expect(422)).body.code).toBe('idempotency_key_reused');
    const checked = await check(paper.code.toLowerCase().replaceAll('-', ' ')).expect(200);
    expect(checked.body).toMatchObject({ maskedName: '陈*', minutes: 600, code: paper.code, now: null });
    for (const secret of ['陈秀英', resident.personId, resident.accountId, resident.phone]) {
      expect(JSON.stringify(checked.body)).not.toContain(secret);
    }
    const stored = await t.database.db.collection<Document>('service_certificates').find().toArray();
    expect(JSON.stringify(stored)).not.toContain('陈秀英');
  });

  it('says so where what it counted was taken back since, and not where more came', async () => {
    const resident = await volunteer({ hours: 3, day: '2026-03-01' });
    const mistaken = await served(resident.accountId, { hours: 2, day: '2026-03-02' });
    const paper = (await issue(resident).expect(201)).body as Certificate;
    expect(paper).toMatchObject({ minutes: 300, from: null, until: null });
    t.clock.advance(1_000);
    await served(resident.accountId, { hours: 1, day: '2026-03-03' });
    expect((await check(paper.code).expect(200)).body).toMatchObject({ minutes: 300, now: null });
    const params = { entryId: mistaken };
    await secretary.call(transactions.reverse, { params, body: { reason: '活动没有办' } }).expect(201);
    expect((await check(paper.code).expect(200)).body).toMatchObject({ minutes: 300, now: { minutes: 240, items: 2 } });
  });

  it('says so where the hours of a category were taken back, although more came of another', async () => {
    const resident = await volunteer({ hours: 3, day: '2026-03-01' });
    const mistaken = await served(resident.accountId, { hours: 2, day: '2026-03-02' });
    const paper = (await issue(resident).expect(201)).body as Certificate;
    await served(resident.accountId, { hours: 5, day: '2026-03-03', category: 'culture' });
    expect((await check(paper.code).expect(200)).body.now).toBeNull();
    await secretary
      .call(transactions.reverse, { params: { entryId: mistaken }, body: { reason: '活动没有办' } })
      .expect(201);
    expect((await check(paper.code).expect(200)).body.now).toMatchObject({ minutes: 480, items: 2, stars: 0 });
  });

  it('says so where its star level is not held any more, for hours outside its period too', async () => {
    const resident = await volunteer({ hours: 20, day: '2026-03-01' });
    const mistaken = await served(resident.accountId, { hours: 90, day: '2025-05-01' });
    const paper = (await issue(resident, { from: '2026-01-01', until: null }).expect(201)).body as Certificate;
    expect(paper).toMatchObject({ minutes: 1_200, stars: 1 });
    await secretary
      .call(transactions.reverse, { params: { entryId: mistaken }, body: { reason: '活动没有办' } })
      .expect(201);
    const checked = (await check(paper.code).expect(200)).body;
    expect(checked).toMatchObject({ minutes: 1_200, stars: 1, now: { minutes: 1_200, items: 1, stars: 0 } });
  });

  it('is handed out and printed again by the office, each time on record', async () => {
    const resident = await volunteer({ hours: 3 });
    const params = { personId: resident.personId };
    const paper = (await officer.call(certificates.issue, { params, body: {} }).expect(201)).body as Certificate;
    const again = { ...params, certificateId: paper.certificateId };
    expect((await officer.call(certificates.get, { params: again }).expect(200)).body).toEqual(paper);
    const acts = await t.database.db
      .collection<Document>('audit_records')
      .find({ subjectId: paper.certificateId })
      .toArray();
    expect(acts.map(({ action }) => action).sort()).toEqual(['certificates.issue', 'certificates.print']);
    const own = (await resident.call(certificates.listOwn, {}).expect(200)).body.items;
    expect(own).toEqual([expect.objectContaining({ code: paper.code, issuedByName: officer.me.displayName })]);
    const mine = { certificateId: paper.certificateId };
    expect((await resident.call(certificates.getOwn, { params: mine }).expect(200)).body).toEqual(paper);
    await issue(resident).expect(201);
    const listed = (await officer.call(certificates.ofPerson, { params }).expect(200)).body.items;
    expect(listed.map(({ issuedByName }: Document) => issuedByName)).toContain(null);
    expect(JSON.stringify(listed)).not.toContain('陈秀英');
  });

  it('is compared with the name on the paper, some times an hour', async () => {
    const paper = (await issue(await volunteer({ hours: 1 })).expect(201)).body as Certificate;
    const compare = (name: string) => t.call(certificates.checkName, { params: { code: paper.code }, body: { name } });
    expect((await compare(' 陈 秀英').expect(200)).body).toEqual({ matches: true });
    expect((await compare('陈秀兰').expect(200)).body).toEqual({ matches: false });
    const rest = await Promise.all(Array.from({ length: 20 }, () => compare('陈秀芳')));
    expect(rest.filter(({ status }) => status === 429)).toHaveLength(2);
  });

  it('is refused for what is no period, has no hours, is no person, is unknown or somebody else’s', async () => {
    const resident = await volunteer({ hours: 1, day: '2026-03-01' });
    const asking = (body: Document) => (headers: Record<string, string>) =>
      resident.call(certificates.issueOwn, { body, headers });
    expect(await refused(asking({ from: '2026-03-02', until: '2026-03-01' }))).toBe('certificate_period_invalid');
    expect(await refused(asking({ from: '2030-01-01' }))).toBe('certificate_period_invalid');
    expect(await refused(asking({ from: '2026-04-01' }))).toBe('certificate_empty');
    const group = (
      await officer.call(people.enter, { body: { kind: 'household', name: '林家', unitId: 'jinxiu-g1' } }).expect(201)
    ).body;
    const of =
      (personId: string, user = officer) =>
      (headers: Record<string, string>) =>
        user.call(certificates.issue, { params: { personId }, body: {}, headers });
    expect(await refused(of(group.personId))).toBe('certificate_not_person');
    expect(await refused(of(resident.personId, await t.signIn('grid_officer', 'other')))).toBe('out_of_scope');
    expect(
      (
        await (
          await t.signIn('auditor', 'jinxiu')
        )
          .call(certificates.issue, { params: { personId: resident.personId }, body: {} })
          .expect(403)
      ).body.code,
    ).toBe('forbidden');
    for (const code of ['0000-0000-0000-0000', 'no such code']) {
      expect(await refused((headers) => t.call(certificates.check, { params: { code }, headers }))).toBe(
        'certificate_not_found',
      );
    }
    const paper = (await issue(resident).expect(201)).body as Certificate;
    const stranger = await volunteer();
    const params = { certificateId: paper.certificateId };
    expect(await refused((headers) => stranger.call(certificates.getOwn, { params, headers }))).toBe(
      'certificate_not_found',
    );
  });
});

describe('hours of the star levels', () => {
  it('are set for all by one at a time, rise, and count everywhere at once', async () => {
    const city = await t.signIn('city_admin', 'yunzhou');
    const resident = await volunteer({ hours: 3 });
    const set =
      (body: Document, user = city) =>
      (headers: Record<string, string>) =>
        user.call(service.setSettings, { body, headers });
    expect((await t.call(service.settings, {}).expect(200)).body).toEqual({
      hours: [100, 300, 600, 1000, 1500],
      version: 0,
    });
    expect(await refused(set({ hours: [1, 2, 2, 3, 4], version: 0 }))).toBe('star_hours_invalid');
    expect((await set({ hours: [1, 2, 3, 4, 5], version: 0 }, secretary)({})).status).toBe(403);
    const [one, other] = await Promise.all([
      set({ hours: [1, 2, 3, 4, 5], version: 0 })({}),
      set({ hours: [1, 2, 4, 5, 6], version: 0 })({}),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    expect(await refused(set({ hours: [7, 8, 9, 10, 11], version: 0 }))).toBe('star_settings_changed');
    await set({ hours: [1, 2, 3, 4, 5], version: 1 })({}).expect(200);
    expect(await ownRecord(resident)).toMatchObject({ stars: 3, next: { stars: 4, hours: 4, minutesLeft: 60 } });
    const line = (await officer.call(people.get, { params: { personId: resident.personId } }).expect(200)).body;
    expect([line.stars, line.account.stars]).toEqual([3, 3]);
  });
});

describe('hours beside the ledger', () => {
  const badHours = async (): Promise<string[]> => {
    const { db } = t.database;
    const checks = ledgerChecks({ db, account: null }).filter(({ name }) => name === 'service');
    const { bad } = await verifyLedger({ db, checks });
    return bad.filter(({ code }) => code === 'service_mismatch').map(({ account }) => account);
  };

  it('are held against the entries day by day; what was changed, lost or made up is found', async () => {
    const owner = await volunteer({ hours: 3, day: '2026-08-01' }, { hours: 2, day: '2026-08-02' });
    const mistaken = await served(owner.accountId, { hours: 5, day: '2026-08-03' });
    await secretary
      .call(transactions.reverse, { params: { entryId: mistaken }, body: { reason: '登记错了人' }, key: nextKey() })
      .expect(201);
    await ownRecord(owner);
    // Posted after it was counted: not a difference.
    await served(owner.accountId, { hours: 1, day: '2026-08-04' });
    expect(await badHours()).toEqual([]);
    const days = t.database.db.collection<{ _id: string; minutes: number; person: string }>('service_days');
    const one = await days.findOne({ person: owner.personId, minutes: 180 });
    if (one === null) throw new Error('a day was not counted');
    await days.updateOne({ _id: one._id }, { $inc: { minutes: 60 } });
    expect(await badHours()).toEqual([owner.accountId]);
    await days.deleteOne({ _id: one._id });
    expect(await badHours()).toEqual([owner.accountId]);
    await days.insertOne(one);
    expect(await badHours()).toEqual([]);
    const madeUp = { ...one, _id: `nobody|${owner.personId}|2026-08-09|culture`, minutes: 6_000 };
    await days.insertOne(madeUp);
    expect(await badHours()).toEqual(['nobody']);
    await days.deleteOne({ _id: madeUp._id });
  });
});
