import { randomUUID } from 'node:crypto';
import { claims, sessions, staff } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, TEST_PASSWORD, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';

let test: TestApp;
let cast: Cast;
let admin: SignedInUser;

beforeAll(async () => {
  test = await startTestApp();
  cast = await signInCast(test);
  admin = await test.signIn('district_admin', 'wanglan');
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => test.close());

/** A secretary as an installation has them: nothing is known of them as a resident. */
const newSecretary = (unitId = 'jinxiu') => test.signIn('community_admin', unitId);

/** Who signs in again after a session ended: another sign-in as the same member of staff. */
async function signInAgain(userId: string): Promise<SignedInUser> {
  const user = await test.database.db.collection('users').findOne({ _id: userId as never });
  const body = { face: 'console', username: user?.username, password: TEST_PASSWORD };
  const { accessToken: token, me } = (await test.call(sessions.signInByPassword, { body }).expect(200)).body;
  return { userId, token, me, call: (endpoint, input = {}) => test.call(endpoint, { ...input, token }) };
}

const link = (who: SignedInUser, userId: string, personId: string | null) =>
  who.call(staff.link, { params: { userId }, body: { personId } });

describe('a secretary who is a resident too', () => {
  it('approves nothing of their own once they said who they are, and cannot take that back', async () => {
    const resident = await test.signInResident({ name: '周敏' });
    const secretary = await newSecretary();
    expect((await secretary.call(staff.own).expect(200)).body).toEqual({ link: 'unknown', resident: null });
    const filed = (await resident.call(claims.fileOwn, { body: claimBody() }).expect(201)).body.claimId;
    const found = (await secretary.call(staff.find, { body: { search: resident.phone } }).expect(200)).body.items;
    expect(found).toEqual([expect.objectContaining({ personId: resident.personId, maskedName: '周*' })]);
    expect(JSON.stringify(found)).not.toContain(resident.phone);
    const said = await secretary.call(staff.sayOwn, { body: { personId: resident.personId } }).expect(200);
    expect(said.body).toMatchObject({ link: 'linked', resident: { personId: resident.personId } });
    expect((await decide(secretary, 'claim', filed)).body.code).toBe('session_ended');
    const again = await signInAgain(secretary.userId);
    expect((await decide(again, 'claim', filed)).body.code).toBe('review_own_benefit');
    expect((await again.call(staff.sayOwn, { body: { personId: null } }).expect(409)).body.code).toBe(
      'staff_link_stands',
    );
    expect((await again.call(staff.own).expect(200)).body.link).toBe('linked');
  });

  it('says once that they are none, and may still say later who they are', async () => {
    const secretary = await newSecretary();
    const none = { link: 'no_resident', resident: null };
    for (let time = 0; time < 2; time += 1) {
      expect((await secretary.call(staff.sayOwn, { body: { personId: null } }).expect(200)).body).toEqual(none);
    }
    expect(await acts(secretary.userId)).toEqual(['users.say_no_resident']);
    const { personId } = await test.enterResident();
    await secretary.call(staff.sayOwn, { body: { personId } }).expect(200);
    expect(await acts(secretary.userId)).toEqual(['users.say_no_resident', 'users.say_resident']);
  });
});

describe('whoever keeps the sign-ins of a unit', () => {
  it('links and unlinks its staff, on record; sessions end', async () => {
    const secretary = await newSecretary();
    const { personId } = await test.enterResident();
    const claimId = await fileClaim(cast, personId);
    const listed = async () => {
      const { items } = (await admin.call(staff.list, { query: { unitId: 'jinxiu' } }).expect(200)).body;
      return items.find(({ userId }: { userId: string }) => userId === secretary.userId);
    };
    expect(await listed()).toMatchObject({ link: 'unknown', mayLink: true, isYou: false });
    await link(admin, secretary.userId, personId).expect(200);
    expect(await listed()).toMatchObject({ link: 'linked', resident: { personId } });
    expect((await secretary.call(staff.own)).body.code).toBe('session_ended');
    const again = await signInAgain(secretary.userId);
    expect((await decide(again, 'claim', claimId)).body.code).toBe('review_own_benefit');
    await link(admin, secretary.userId, null).expect(200);
    expect(await acts(secretary.userId)).toEqual(['users.link_resident', 'users.unlink_resident']);
    await decide(await signInAgain(secretary.userId), 'claim', claimId).expect(200);
  });

  it('cannot do it for themselves, elsewhere, or with what is no person', async () => {
    const { personId } = await test.enterResident();
    const elsewhere = await test.signIn('district_admin', 'jinxiu');
    const { userId } = await newSecretary('hechi');
    const household = await test.context.people.enter({
      kind: 'household',
      name: '陈家',
      phone: null,
      sharedPhone: false,
      unitId: 'jinxiu-g1',
      serveUnitId: null,
      birthDate: null,
      address: null,
      enteredBy: null,
      consentVersion: null,
      verified: true,
    });
    const codes = [
      await link(admin, admin.userId, personId),
      await link(elsewhere, userId, personId),
      await link(admin, userId, 'personId' in household ? household.personId : ''),
      await link(admin, userId, randomUUID()),
      await link(admin, randomUUID(), personId),
      await elsewhere.call(staff.list, { query: { unitId: 'hechi' } }),
    ].map(({ body }) => body.code);
    expect(codes).toEqual([
      'staff_link_own',
      'out_of_scope',
      'staff_resident_unfit',
      'staff_resident_unfit',
      'staff_not_found',
      'out_of_scope',
    ]);
    expect((await link(cast.secretary, userId, personId).expect(403)).body.code).toBe('forbidden');
  });
});

async function acts(userId: string): Promise<unknown[]> {
  const found = await test.database.db
    .collection('audit_records')
    .find({ subjectId: userId, action: { $ne: 'users.find_resident' } })
    .toArray();
  // The clock stands still, so nothing orders acts of one moment.
  return found.map(({ action }) => action).sort();
}
