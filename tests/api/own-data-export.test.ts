import { EXPORTS_MAX } from '@red-points/server/own-data/index';
import { contests, notifications, ownData, people, redemptions } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { addMember, enterGroup } from '../support/households.ts';
import { addOffer, openOffice, openShop, type Resident, residentWith, startAtPoster } from '../support/redeeming.ts';

let t: TestApp;
let cast: Cast;
let me: Resident;
let neighbour: Resident;

const MINE = { name: '司马听雨', address: '锦绣花园 3 幢 502', birthDate: '1970-02-03' };
const THEIRS = { name: '诸葛晚晴', address: '锦绣花园 9 幢 901' };

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  me = await residentWith(t, 30, MINE);
  neighbour = await residentWith(t, 30, THEIRS);
  // Both are in everything: whatever is read by the wrong id shows.
  const office = await openOffice(t);
  const shop = await openShop(t, office);
  const offer = await addOffer(office, shop.shop, { points: 3 });
  const household = await enterGroup(cast.officer, 'household', '听雨家');
  for (const one of [me, neighbour]) {
    await addMember(cast.officer, household, one.personId);
    const claimId = await fileClaim(cast, one.personId, { description: `${one === me ? '我' : '他'}扫了楼道` });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const { redemptionId } = await startAtPoster(one, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const body = { entryId: entryId(one.accountId, 1), reason: one === me ? '我的疑问在这里' : '他的疑问在那里' };
    await one.call(contests.fileOwn, { body }).expect(201);
    const params = { personId: one.personId };
    const reason = one === me ? '核对我的住址' : '核对他的住址';
    await cast.officer.call(people.unmask, { params, body: { reason } }).expect(200);
  }
});
afterAll(() => t.close());

type Sections = Record<string, Record<string, unknown>[]>;

const download = (user: SignedInUser, query: Record<string, string>) =>
  user.call(ownData.export, { query, headers: { 'Accept-Language': 'zh-CN' } }).buffer(true);

async function json(
  user: SignedInUser,
  query: Record<string, string> = {},
): Promise<{ text: string; sections: Sections }> {
  const answer = await download(user, { format: 'json', ...query })
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts).toString()));
    })
    .expect(200);
  const text = String(answer.body);
  return { text, sections: (JSON.parse(text) as { sections: Sections }).sections };
}

describe('everything held about oneself', () => {
  it('is handed out as JSON: profile, entries, claims, redemptions, doubts, looks and the rest', async () => {
    const { sections } = await json(me);
    expect(sections['profile']).toEqual([
      expect.objectContaining({ ...MINE, phone: me.phone, personId: me.personId, consentVersion: '1' }),
    ]);
    expect(sections['statement']).toHaveLength(4);
    expect(sections['claims']).toEqual([expect.objectContaining({ description: '我扫了楼道', state: 'posted' })]);
    expect(sections['redemptions']).toEqual([expect.objectContaining({ points: 3, state: 'success' })]);
    expect(sections['contests']).toEqual([expect.objectContaining({ reason: '我的疑问在这里' })]);
    expect(sections['looks']).toEqual([
      expect.objectContaining({ reason: '核对我的住址', by: expect.stringContaining('grid_officer') }),
    ]);
    expect(sections['households']).toEqual([expect.objectContaining({ groupKind: 'household', until: null })]);
    expect(sections['consents']).toContainEqual(expect.objectContaining({ what: 'joining', version: '1' }));
    const acts = { action: 'own_data.export', subjectId: me.personId };
    expect(await t.database.db.collection('audit_records').countDocuments(acts)).toBeGreaterThan(0);
  });

  it('says nothing of anybody else', async () => {
    const { text } = await json(neighbour);
    const officer = (await t.context.users.names([cast.officer.userId])).get(cast.officer.userId) ?? '';
    for (const word of [MINE.name, MINE.address, MINE.birthDate, me.phone, me.personId, me.accountId, me.userId]) {
      expect(text).not.toContain(word);
    }
    for (const word of ['我扫了楼道', '我的疑问', '核对我的住址', officer]) expect(text).not.toContain(word);
    expect(text).toContain(THEIRS.name);
  });

  it('is handed out as a workbook with a sheet for each kind, in the language asked for', async () => {
    const read = async (language: string) => {
      const answer = await me
        .call(ownData.export, { query: { format: 'xlsx' }, headers: { 'Accept-Language': language } })
        .buffer(true)
        .parse((response, done) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.on('end', () => done(null, Buffer.concat(parts)));
        })
        .expect(200);
      return readXlsxFile(answer.body as Buffer);
    };
    const zh = await read('zh-CN');
    expect(zh.map(({ sheet }) => sheet)).toEqual(expect.arrayContaining(['基本资料', '积分明细', '谁看过我的资料']));
    const [profile] = zh;
    expect(profile?.data[0]).toContain('出生日期');
    expect(profile?.data[1]).toEqual(expect.arrayContaining([MINE.name, MINE.birthDate]));
    expect((await read('en')).map(({ sheet }) => sheet)).toContain('Who saw my data');
  });

  it('is read page by page to its end', async () => {
    const many = await residentWith(t, 0);
    const drafts = Array.from({ length: 230 }, (_, at) => ({
      recipient: { kind: 'person' as const, id: many.personId },
      cause: `many:${at}`,
      template: 'erasure_taken_back' as const,
      data: {},
      atMs: t.clock.now() - at * 1000,
    }));
    await t.context.notifications.notify(drafts);
    expect((await many.call(notifications.list).expect(200)).body.items).toHaveLength(20);
    expect((await json(many)).sections['messages']).toHaveLength(230);
  });

  it('is for a guardian the child’s only, and for nobody else who shares the phone', async () => {
    const parent = await residentWith(t, 5, { name: '欧阳修远', birthDate: '1985-01-01' });
    const share = async (name: string, birthDate: string) => {
      const person = await t.context.people.enter({
        ...{ kind: 'person', name, phone: parent.phone, sharedPhone: true, unitId: 'jinxiu-g1', serveUnitId: null },
        ...{ birthDate, address: null, enteredBy: null, consentVersion: '1', verified: true },
      });
      if ('refused' in person) throw new Error(person.refused);
      return person.personId;
    };
    const child = await share('欧阳小满', '2019-06-01');
    const elder = await share('欧阳老先生', '1950-06-01');
    const user = await t.signInByPhone(parent.phone);
    const { sections, text } = await json(user, { personId: child });
    expect(sections['profile']).toEqual([expect.objectContaining({ name: '欧阳小满' })]);
    expect(sections['statement']).toEqual([]);
    for (const word of ['欧阳修远', '欧阳老先生', parent.accountId]) expect(text).not.toContain(word);
    const refused = await user.call(ownData.export, { query: { personId: elder } });
    expect([refused.status, refused.body.code]).toEqual([403, 'own_data_adult_themselves']);
    const strange = await user.call(ownData.export, { query: { personId: me.personId } });
    expect([strange.status, strange.body.code]).toEqual([403, 'person_not_yours']);
  });

  it('is handed out so often and no more', async () => {
    const eager = await residentWith(t, 0);
    for (let turn = 0; turn < EXPORTS_MAX; turn += 1) await download(eager, { format: 'json' }).expect(200);
    const answer = await eager.call(ownData.export, { query: { format: 'json' } });
    expect([answer.status, answer.body.code]).toEqual([429, 'rate_limited']);
  });
});
