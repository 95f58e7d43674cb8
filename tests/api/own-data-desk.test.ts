import { DATA_REQUESTS } from '@red-points/server/own-data/index';
import { dataRequests, type Endpoint, ownData, people, sessions } from '@red-points/shared/contracts';
import { COPY_LIFE_MS } from '@red-points/shared/domain/own-data';
import type { Role } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { enterGroup, lasting } from '../support/households.ts';
import { untilNoticed } from '../support/notices.ts';
import { residentWith } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

let t: TestApp;
let officer: SignedInUser;
let secretary: SignedInUser;
let elsewhere: SignedInUser;

const DAY_MS = 86_400_000;

beforeAll(async () => {
  t = await startTestApp();
  await t.app.start();
  officer = lasting(t, await t.signIn('grid_officer', 'jinxiu', { displayName: '吴网格员' }));
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
  elsewhere = lasting(t, await t.signIn('community_admin', 'hechi'));
});
afterAll(() => t.close());

/** Somebody without a phone of their own. */
async function elder(name = '王桂兰') {
  const person = await t.context.people.enter({
    ...{ kind: 'person', name, phone: null, sharedPhone: false, unitId: 'jinxiu-g1', serveUnitId: null },
    ...{ birthDate: null, address: '锦绣路 1 号 201', enteredBy: null, consentVersion: null, verified: true },
  });
  if ('refused' in person) throw new Error(person.refused);
  return person;
}

const send = (by: SignedInUser, endpoint: Endpoint, personId: string, body: object, key = nextKey()) =>
  by.call(endpoint, { params: { personId }, body, key });
const approve = (by: SignedInUser, requestId: string) => by.call(dataRequests.approve, { params: { requestId } });
const code = (answer: { status: number; body: { code?: string } }) => [answer.status, answer.body.code];

const file = (by: SignedInUser, requestId: string, format = 'json') =>
  by
    .call(dataRequests.copy, { params: { requestId }, query: { format } })
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });

const audited = (personId: string, action: string) =>
  t.database.db.collection('audit_records').find({ subjectId: personId, action }).toArray();

describe('a correction written down at the desk', () => {
  it('says who filed it, for whom and how they were known, and is decided by a colleague', async () => {
    const { personId } = await elder();
    const body = { seen: 'resident_card', changes: { name: '王桂蓝', address: '锦绣路 2 号 302' } };
    const key = nextKey();
    const filed = await send(officer, dataRequests.fileCorrection, personId, body, key);
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    expect(filed.body).toMatchObject({
      ...{ kind: 'correction', state: 'asked', channel: 'office', seen: 'resident_card' },
      ...{ personId, filedByName: '吴网格员', maskedName: '王*' },
    });
    expect(JSON.stringify(filed.body)).not.toContain('桂蓝');
    expect((await send(officer, dataRequests.fileCorrection, personId, body, key)).body).toEqual(filed.body);
    const requestId = String(filed.body.requestId);
    const [line] = await audited(personId, 'own_data.ask_correction');
    expect(line).toMatchObject({ actorId: officer.userId, detail: { seen: 'resident_card' } });
    expect(code(await approve(officer, requestId))).toEqual([403, 'forbidden']);
    expect((await approve(secretary, requestId).expect(200)).body).toMatchObject({ state: 'done' });
    expect((await t.context.people.ownProfile(personId))?.name).toBe('王桂蓝');
  });

  it('is not decided by the secretary who wrote it down, nor by another community', async () => {
    const { personId } = await elder();
    const body = { seen: 'id_card', changes: { name: '王桂英' } };
    const filed = await send(secretary, dataRequests.fileCorrection, personId, body);
    const requestId = String(filed.body.requestId);
    expect(code(await approve(secretary, requestId))).toEqual([403, 'data_request_not_independent']);
    expect(code(await approve(elsewhere, requestId))).toEqual([403, 'out_of_scope']);
    const again = await send(officer, dataRequests.fileCorrection, personId, { ...body, changes: { name: '王桂花' } });
    expect(code(again)).toEqual([409, 'correction_waiting']);
  });

  it('of the phone takes a document and the code that was sent to it', async () => {
    const { personId } = await elder();
    const phone = nextPhone();
    const ask = (body: object) => send(officer, dataRequests.fileCorrection, personId, body);
    expect(code(await ask({ seen: 'resident_card', changes: { phone } }))).toEqual([
      422,
      'data_request_document_needed',
    ]);
    expect(code(await ask({ seen: 'id_card', changes: { phone } }))).toEqual([422, 'correction_phone_code_needed']);
    await t.call(sessions.sendCode, { body: { phone } }).expect(202);
    const phoneCode = (await t.context.auth.newestCode(phone)) ?? '';
    const filed = await ask({ seen: 'household_register', changes: { phone }, phoneCode });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    await approve(secretary, String(filed.body.requestId)).expect(200);
    expect((await t.signInByPhone(phone)).me.actingPersonId).toBe(personId);
  });
});

describe('a copy handed over at the desk', () => {
  it('is the person’s own and nobody else’s, is read in their list of looks, and told to them', async () => {
    const resident = await residentWith(t, 9, { name: '司徒静好' });
    // The officer has a life of their own: none of it is in somebody else's copy.
    const mine = await residentWith(t, 4, { name: '公孙无忧' });
    const clerk = lasting(t, await t.signIn('grid_officer', 'jinxiu', { personId: mine.personId }));
    await t.context.notifications.notify([
      {
        ...{ recipient: { kind: 'user', id: clerk.userId }, cause: 'to-the-clerk', template: 'erasure_taken_back' },
        ...{ data: {}, atMs: t.clock.now() },
      },
    ] as Parameters<typeof t.context.notifications.notify>[0]);
    const filed = await send(clerk, dataRequests.fileCopy, resident.personId, { seen: 'id_card' });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    expect(filed.body).toMatchObject({ kind: 'copy', state: 'done', channel: 'office', seen: 'id_card' });
    const requestId = String(filed.body.requestId);
    const answer = await file(clerk, requestId).expect(200);
    const text = String(answer.body);
    const { sections } = JSON.parse(text) as { sections: Record<string, Record<string, unknown>[]> };
    expect(sections['profile']).toEqual([expect.objectContaining({ name: '司徒静好', personId: resident.personId })]);
    expect(sections['statement']).toHaveLength(1);
    expect(JSON.stringify(sections['messages'])).not.toContain('注销申请已撤回');
    for (const word of ['公孙无忧', mine.personId, mine.accountId]) expect(text).not.toContain(word);
    expect((await file(clerk, requestId, 'xlsx').expect(200)).headers['content-type']).toContain('spreadsheet');
    const looks = (await secretary.call(people.viewLog, { params: { personId: resident.personId } })).body.items;
    expect(looks.filter(({ reason }: { reason: string }) => reason === '本人到社区要求打印自己的资料')).toHaveLength(2);
    expect(await audited(resident.personId, 'data_requests.hand_over')).toHaveLength(2);
    const [asked] = await audited(resident.personId, 'own_data.ask_copy');
    expect(asked).toMatchObject({ actorId: clerk.userId, detail: { seen: 'id_card' } });
    const own = (await resident.call(ownData.overview).expect(200)).body.requests;
    expect(own).toEqual([
      expect.objectContaining({ kind: 'copy', state: 'done', seen: 'id_card', mayTakeBack: false }),
    ]);
    await untilNoticed(resident, 'data_copied');
  });

  it('is fetched by whoever wrote it down, for half an hour, and not for a card that anybody may have found', async () => {
    const { personId } = await elder();
    const ask = (by: SignedInUser, seen: string) => send(by, dataRequests.fileCopy, personId, { seen });
    expect(code(await ask(officer, 'resident_card'))).toEqual([422, 'data_request_document_needed']);
    const requestId = String((await ask(officer, 'id_card')).body.requestId);
    const params = { requestId };
    const by = (user: SignedInUser) => refused((headers) => user.call(dataRequests.copy, { params, headers }) as never);
    expect(await by(secretary)).toBe('data_copy_not_yours');
    expect(await by(elsewhere)).toBe('out_of_scope');
    await file(officer, requestId).expect(200);
    t.clock.advance(COPY_LIFE_MS);
    expect(await by(officer)).toBe('data_copy_over');
    expect(await audited(personId, 'data_requests.hand_over')).toHaveLength(1);
    expect(code(await approve(secretary, requestId))).toEqual([409, 'data_request_decided']);
  });

  it('of an officer’s own household is handed out by a colleague, and of a household by nobody', async () => {
    const { personId } = await elder();
    const relative = lasting(t, await t.signIn('grid_officer', 'jinxiu', { personId }));
    const body = { seen: 'id_card' };
    expect(code(await send(relative, dataRequests.fileCopy, personId, body))).toEqual([
      403,
      'data_request_not_independent',
    ]);
    const household = await enterGroup(officer);
    for (const [endpoint, more] of [
      [dataRequests.fileCopy, {}],
      [dataRequests.fileCorrection, { changes: { name: '新家名' } }],
    ] as const) {
      const to = household.personId;
      expect(
        await refused((headers) =>
          officer.call(endpoint, { params: { personId: to }, body: { ...body, ...more }, headers }),
        ),
      ).toBe('data_request_persons_only');
    }
  });
});

describe('an erasure written down at the desk', () => {
  it('takes a document, and is taken back at the desk too until it was decided', async () => {
    const { personId } = await elder();
    const card = await send(officer, dataRequests.fileErasure, personId, { seen: 'resident_card' });
    expect(code(card)).toEqual([422, 'data_request_document_needed']);
    const filed = await send(officer, dataRequests.fileErasure, personId, { seen: 'household_register' });
    expect(filed.body).toMatchObject({ kind: 'erasure', seen: 'household_register', channel: 'office' });
    const params = { requestId: String(filed.body.requestId) };
    expect((await officer.call(dataRequests.get, { params })).body).toMatchObject({ mayTakeBack: true });
    const body = { seen: 'id_card' };
    expect(code(await elsewhere.call(dataRequests.takeBack, { params, body }))).toEqual([403, 'out_of_scope']);
    const back = await officer.call(dataRequests.takeBack, { params, body }).expect(200);
    expect(back.body).toMatchObject({ state: 'withdrawn' });
    expect((await officer.call(dataRequests.takeBack, { params, body }).expect(200)).body.state).toBe('withdrawn');
    const [line] = await audited(personId, 'data_requests.take_back');
    expect(line).toMatchObject({ actorId: officer.userId, detail: { seen: 'id_card' } });
    t.clock.advance(8 * DAY_MS);
    expect(code(await approve(secretary, params.requestId))).toEqual([409, 'data_request_decided']);
  });

  it('that was asked for on a phone is taken back there only', async () => {
    const resident = lasting(t, await residentWith(t, 0));
    const { requestId } = (await resident.call(ownData.askErasure, { body: {} }).expect(201)).body;
    const input = { params: { requestId }, body: { seen: 'id_card' } };
    expect(await refused((headers) => officer.call(dataRequests.takeBack, { ...input, headers }))).toBe(
      'data_request_take_back_themselves',
    );
    expect((await t.database.db.collection(DATA_REQUESTS).findOne({ _id: requestId }))?.['state']).toBe('asked');
  });
});

describe('who may write down what at the desk', () => {
  const ROLES = {
    allowed: [
      ['grid_officer', 'jinxiu-g1'],
      ['community_admin', 'jinxiu'],
      ['street_admin', 'qihe'],
    ],
    other: [
      ['grid_officer', 'hechi'],
      ['community_admin', 'hechi'],
    ],
    never: [
      ['organiser', 'jinxiu'],
      ['auditor', 'jinxiu'],
      ['district_admin', 'wanglan'],
      ['city_admin', 'yunzhou'],
      ['system_admin', null],
    ],
  } as const;
  const ACTS = [
    ['a correction', dataRequests.fileCorrection, { seen: 'id_card', changes: { name: '改过的名字' } }],
    ['a copy', dataRequests.fileCopy, { seen: 'id_card' }],
    ['an erasure', dataRequests.fileErasure, { seen: 'id_card' }],
  ] as const;

  it.each(ACTS)('%s: the office of where they live, and nobody else', async (_what, endpoint, body) => {
    const answers = async (roles: readonly (readonly [Role, string | null])[]) => {
      const told: unknown[] = [];
      for (const [role, unitId] of roles) {
        const { personId } = await elder();
        const answer = await send(await t.signIn(role, unitId), endpoint, personId, body);
        told.push([role, answer.status, answer.body.code]);
      }
      return told;
    };
    expect(await answers(ROLES.allowed)).toEqual(ROLES.allowed.map(([role]) => [role, 201, undefined]));
    expect(await answers(ROLES.other)).toEqual(ROLES.other.map(([role]) => [role, 403, 'out_of_scope']));
    expect(await answers(ROLES.never)).toEqual(ROLES.never.map(([role]) => [role, 403, 'forbidden']));
    const resident = await residentWith(t, 0);
    expect(code(await send(resident, endpoint, resident.personId, body))).toEqual([403, 'forbidden']);
    expect((await send(officer, endpoint, resident.personId, { ...body, seen: undefined })).status).toBe(400);
  });
});
