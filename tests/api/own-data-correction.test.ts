import { type DataRequestDetail, dataRequests, ownData, people, sessions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { lasting } from '../support/households.ts';
import { type Resident, residentWith } from '../support/redeeming.ts';

let t: TestApp;
let secretary: SignedInUser;

beforeAll(async () => {
  t = await startTestApp();
  secretary = lasting(t, await t.signIn('community_admin', 'jinxiu'));
});
afterAll(() => t.close());

const refused = ({ status, body }: { readonly status: number; readonly body: { readonly code?: string } }) => [
  status,
  body.code,
];
const ask = (user: SignedInUser, changes: object, more: object = {}, key = nextKey()) =>
  user.call(ownData.askCorrection, { body: { changes, ...more }, key });
const approve = (requestId: string, user = secretary, key = nextKey()) =>
  user.call(dataRequests.approve, { params: { requestId }, key });

async function codeFor(phone: string): Promise<string> {
  await t.call(sessions.sendCode, { body: { phone } }).expect(202);
  return (await t.context.auth.newestCode(phone)) ?? '';
}

async function asked(user: Resident, changes: object, more: object = {}): Promise<string> {
  const answer = await ask(user, changes, more);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body.requestId);
}

describe('a correction of the profile', () => {
  it('is asked with old and new values, looked at with a reason, applied by the office, and on record', async () => {
    const resident = await residentWith(t, 0, { name: '张小明', address: '锦绣路 1 号 201' });
    const key = nextKey();
    const changes = { name: '张晓明', address: '锦绣路 2 号 302', birthDate: '1980-05-06', unitId: 'jinxiu-g2' };
    const first = await ask(resident, changes, {}, key).expect(201);
    expect((await ask(resident, changes, {}, key).expect(201)).body).toEqual(first.body);
    expect(first.body.changes).toEqual([
      { field: 'name', from: '张小明', to: '张晓明' },
      { field: 'birthDate', from: null, to: '1980-05-06' },
      { field: 'address', from: '锦绣路 1 号 201', to: '锦绣路 2 号 302' },
      { field: 'unitId', from: '锦绣社区第1网格', to: '锦绣社区第2网格' },
    ]);
    expect(first.body.officeName).toBe('锦绣社区');
    const requestId = String(first.body.requestId);
    const read = await secretary.call(dataRequests.get, { params: { requestId } }).expect(200);
    const detail = read.body as DataRequestDetail;
    expect(detail).toMatchObject({ kind: 'correction', mayApprove: true, approvalsNeeded: 1 });
    expect(JSON.stringify(detail)).not.toContain('晓明');
    expect(detail.changes).toContainEqual({ field: 'birthDate', from: null, to: '1980-**-**' });
    const seen = await secretary
      .call(dataRequests.values, { params: { requestId }, body: { reason: '核对身份证' } })
      .expect(200);
    expect(seen.body.changes).toEqual(first.body.changes);
    const params = { personId: resident.personId };
    const looks = (await secretary.call(people.viewLog, { params }).expect(200)).body.items;
    expect(looks).toContainEqual(expect.objectContaining({ reason: '核对身份证' }));
    const again = nextKey();
    const done = await approve(requestId, secretary, again).expect(200);
    expect(done.body).toMatchObject({ state: 'done' });
    expect((await approve(requestId, secretary, again).expect(200)).body.state).toBe('done');
    const own = (await resident.call(ownData.overview).expect(200)).body;
    expect(own.profile).toMatchObject(changes);
    expect((await secretary.call(people.list, { query: { search: '张晓明' } }).expect(200)).body.total).toBe(1);
    expect((await secretary.call(people.list, { query: { search: '张小明' } }).expect(200)).body.total).toBe(0);
  });

  it('of the phone is proved by a code, moves the sign-in, and leaves the old phone with nothing', async () => {
    const resident = await residentWith(t, 0);
    const phone = nextPhone();
    expect(refused(await ask(resident, { phone }))).toEqual([422, 'correction_phone_code_needed']);
    expect(refused(await ask(resident, { phone }, { phoneCode: '000000' }))).toEqual([401, 'code_wrong']);
    const requestId = await asked(resident, { phone }, { phoneCode: await codeFor(phone) });
    await approve(requestId).expect(200);
    const signedIn = await t.signInByPhone(phone);
    expect(signedIn.me.persons.map(({ personId }) => personId)).toEqual([resident.personId]);
    const old = await t.signInByPhone(resident.phone);
    expect(old.me.registrationNeeded).toBe(true);
    expect(refused(await resident.call(people.ownAccount))).toEqual([401, 'session_ended']);
    // The old number may be somebody else's from now on.
    const joined = { name: '新号主', unitId: 'jinxiu-g1', consentVersion: '1' };
    expect((await old.call(people.registerSelf, { body: joined }).expect(201)).body.personId).not.toBe(
      resident.personId,
    );
  });

  it('hands no account over: a phone that somebody has is refused, also where it became so meanwhile', async () => {
    const [resident, other] = [await residentWith(t, 0), await residentWith(t, 0)];
    expect(refused(await ask(resident, { phone: other.phone }, { phoneCode: await codeFor(nextPhone()) }))).toEqual([
      409,
      'phone_in_use',
    ]);
    const phone = nextPhone();
    const requestId = await asked(resident, { phone }, { phoneCode: await codeFor(phone) });
    await t.enterResident({ phone });
    const answer = await approve(requestId).expect(200);
    expect(answer.body).toMatchObject({ state: 'asked', approvals: [] });
    expect((await t.signInByPhone(resident.phone)).me.actingPersonId).toBe(resident.personId);
  });

  it('leaves those who share the old phone signed in, and takes a shop’s sign-in from nobody', async () => {
    const owner = await residentWith(t, 0, { birthDate: '1980-01-01' });
    const shared = await t.context.people.enter({
      ...{ kind: 'person', name: '陈奶奶', phone: owner.phone, sharedPhone: true, unitId: 'jinxiu-g1' },
      ...{ serveUnitId: null, birthDate: '1950-01-01', address: null, enteredBy: null, consentVersion: '1' },
      verified: true,
    });
    if ('refused' in shared) throw new Error(shared.refused);
    const phone = nextPhone();
    await approve(await asked(owner, { phone }, { phoneCode: await codeFor(phone) })).expect(200);
    const elder = await t.signInByPhone(owner.phone);
    expect(elder.me.actingPersonId).toBe(shared.personId);
    // With the phone to herself she asks for herself now.
    await elder.call(ownData.overview).expect(200);
    const clerk = await residentWith(t, 0);
    const grants = [{ role: 'merchant_staff', unitId: null, shopId: 's' }];
    await t.database.db.collection('users').updateOne({ _id: clerk.userId as never }, { $set: { grants } });
    const next = nextPhone();
    expect(refused(await ask(clerk, { phone: next }, { phoneCode: await codeFor(next) }))).toEqual([
      409,
      'correction_works_in_shop',
    ]);
  });

  it('is refused where nothing changes, twice at once, with values that cannot be, and by those who have a part in it', async () => {
    const resident = await residentWith(t, 0, { name: '赵敏' });
    expect(refused(await ask(resident, { name: '赵敏' }))).toEqual([422, 'correction_empty']);
    expect(refused(await ask(resident, { birthDate: '2099-01-01' }))).toEqual([422, 'birth_date_invalid']);
    expect(refused(await ask(resident, { unitId: 'nowhere' }))).toEqual([422, 'unit_unknown']);
    expect(refused(await ask(resident, { unitId: 'qihe' }))).toEqual([422, 'correction_unit']);
    const requestId = await asked(resident, { name: '赵明敏' });
    expect(refused(await ask(resident, { name: '赵大敏' }))).toEqual([409, 'correction_waiting']);
    const relative = await t.signIn('community_admin', 'jinxiu', { personId: resident.personId });
    expect(refused(await approve(requestId, relative))).toEqual([403, 'data_request_not_independent']);
    const elsewhere = await t.signIn('community_admin', 'hechi');
    const see = { params: { requestId }, body: { reason: '看看' } };
    expect(refused(await elsewhere.call(dataRequests.values, see))).toEqual([403, 'out_of_scope']);
    const no = { params: { requestId }, body: { reason: '与身份证不符' } };
    await secretary.call(dataRequests.refuse, no).expect(200);
    const own = (await resident.call(ownData.overview).expect(200)).body;
    expect(own.requests[0]).toMatchObject({ state: 'refused', answer: '与身份证不符' });
    expect(own.profile.name).toBe('赵敏');
  });
});
