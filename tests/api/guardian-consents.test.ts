import { activities, checkIns, claims, consents } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../support/activities.ts';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { fileBatch, itemsOf } from '../support/batches.ts';
import {
  type Cast,
  claimBody,
  decide,
  hourlyTerms,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  scannedTicket,
  signInCast,
} from '../support/earning.ts';

/** The code with which something was refused. */
const codeOf = async (call: PromiseLike<{ body: { code?: string } }>) => (await call).body.code;

let t: TestApp;
let cast: Cast;

/** Born so that they are so many years old today. */
const aged = async (years: number) => signedIn(t, await t.enterResident({ birthDate: `${2026 - years}-06-21` }));
/** The same phone, acting for one of those who share it. */
function sharing(owner: SignedInUser, personIds: readonly string[], actingPersonId: string): SignedInUser {
  const { accessToken: token } = t.context.tokens.issue({
    userId: owner.userId,
    sessionId: `session-of-${actingPersonId}`,
    face: 'resident',
    grants: [{ role: 'resident', unitId: null, shopId: null }],
    personIds,
    actingPersonId,
  });
  return { ...owner, token, call: (endpoint, input = {}) => t.call(endpoint, { ...input, token }) };
}
const record = (who: SignedInUser, personId: string, category: string, given = true) =>
  who.call(consents.record, { params: { personId, category }, body: { given } });
const signUp = (person: SignedInUser, activityId: string) => person.call(activities.signUp, { params: { activityId } });

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
  await publishRule(cast, 'WH-01', hourlyTerms({ category: 'culture', title: '读书分享' }));
});
afterAll(() => t.close());

describe('a guardian’s consent', () => {
  it('is wanted from 14 to 17 before anybody signs up or checks in, for each kind of activity', async () => {
    const teenager = await aged(15);
    const { activityId } = await openActivity(t, cast);
    const running = await runningActivity(t, cast);
    expect(await codeOf(signUp(teenager, activityId))).toBe('guardian_consent_missing');
    const ticket = await scannedTicket(t, cast, running.activityId);
    const come = teenager.call(checkIns.checkIn, { body: { ticket } });
    expect(await codeOf(come)).toBe('guardian_consent_missing');
    const witnessed = cast.organiser.call(checkIns.witness, {
      params: { activityId: running.activityId },
      body: { personId: teenager.personId },
    });
    expect(await codeOf(witnessed)).toBe('guardian_consent_missing');
    // Consent to reading circles is none to cleaning a river.
    await record(cast.officer, teenager.personId, 'culture').expect(200);
    expect(await codeOf(signUp(teenager, activityId))).toBe('guardian_consent_missing');
    const given = (await record(cast.officer, teenager.personId, 'volunteering').expect(200)).body;
    expect(given).toMatchObject({ asked: true });
    expect(given.items).toContainEqual({
      category: 'volunteering',
      given: true,
      byName: cast.officer.me.displayName,
      at: new Date(t.clock.now()).toISOString(),
    });
    await signUp(teenager, activityId).expect(201);
    await scanIn(t, cast, teenager, running.activityId);
    await record(cast.officer, teenager.personId, 'volunteering', false).expect(200);
    const other = await openActivity(t, cast);
    expect(await codeOf(signUp(teenager, other.activityId))).toBe('guardian_consent_missing');
  });

  it('is asked of nobody else', async () => {
    const { activityId } = await openActivity(t, cast);
    const [adult, child, ageless] = [await aged(18), await aged(13), signedIn(t, await t.enterResident())];
    for (const person of [adult, child, ageless]) {
      await signUp(person, activityId).expect(201);
      const known = (await cast.officer.call(consents.of, { params: { personId: person.personId } }).expect(200)).body;
      expect(known.asked).toBe(false);
    }
    // A guardian may sign before the child is fourteen; for adults there is nothing to sign.
    await record(cast.officer, child.personId, 'culture').expect(200);
    for (const { personId } of [adult, ageless]) {
      expect(await codeOf(record(cast.officer, personId, 'culture'))).toBe('guardian_consent_not_asked');
    }
  });

  it('is written down by staff of where they live, for kinds that there are, and stands in the log of acts', async () => {
    const { personId } = await aged(16);
    const stranger = await t.signIn('grid_officer', 'hechi-g1');
    expect(await codeOf(record(stranger, personId, 'culture'))).toBe('out_of_scope');
    expect(await codeOf(stranger.call(consents.of, { params: { personId } }))).toBe('out_of_scope');
    expect(await codeOf(record(cast.officer, personId, 'chess'))).toBe('category_not_found');
    expect(await codeOf(record(cast.officer, 'nobody', 'culture'))).toBe('person_not_found');
    for (let times = 0; times < 2; times += 1) await record(cast.officer, personId, 'culture').expect(200);
    const acts = await t.database.db.collection('audit_records').find({ subjectId: personId }).toArray();
    expect(acts.map(({ action }) => action)).toEqual(['consents.give']);
  });

  it('is given by a guardian on their own phone, for a child that they act for, and not by the child', async () => {
    const parent = await aged(41);
    const child = await aged(15);
    const stranger = await aged(15);
    const { activityId } = await openActivity(t, cast);
    const personIds = [parent.personId, child.personId];
    const asParent = sharing(parent, personIds, parent.personId);
    const asChild = sharing(parent, personIds, child.personId);
    const give = (who: SignedInUser, personId: string, category = 'volunteering', given = true) =>
      who.call(consents.giveOwn, { params: { personId, category }, body: { given } });
    expect(await codeOf(give(asChild, child.personId))).toBe('guardian_consent_by_minor');
    expect((await asChild.call(consents.ofOwn).expect(200)).body.items).toEqual([]);
    expect(await codeOf(give(asParent, stranger.personId))).toBe('person_not_yours');
    expect(await codeOf(give(asParent, parent.personId))).toBe('guardian_consent_not_asked');
    expect(await codeOf(give(asParent, child.personId, 'chess'))).toBe('category_not_found');
    const [shown] = (await give(asParent, child.personId).expect(200)).body.items;
    expect(shown).toMatchObject({ personId: child.personId, name: '陈秀英', asked: true });
    expect(shown.items).toContainEqual(expect.objectContaining({ category: 'volunteering', given: true }));
    await signUp(child, activityId).expect(201);
    await give(asParent, child.personId, 'volunteering', false).expect(200);
    const other = await openActivity(t, cast);
    expect(await codeOf(signUp(child, other.activityId))).toBe('guardian_consent_missing');
    const acts = await t.database.db.collection('audit_records').find({ subjectId: child.personId }).toArray();
    expect(acts.map(({ action, actorId }) => [action, actorId])).toEqual([
      ['consents.give', parent.userId],
      ['consents.take_back', parent.userId],
    ]);
  });

  it('is wanted for a claim, too', async () => {
    const teenager = await aged(16);
    const file = () => teenager.call(claims.fileOwn, { body: claimBody() });
    expect(await codeOf(file())).toBe('guardian_consent_missing');
    await record(cast.officer, teenager.personId, 'volunteering').expect(200);
    await file().expect(201);
  });

  it('is wanted again where a returned claim is filed again, of another kind or after it was taken back', async () => {
    const teenager = await aged(15);
    await record(cast.officer, teenager.personId, 'volunteering').expect(200);
    const { claimId } = (await teenager.call(claims.fileOwn, { body: claimBody() }).expect(201)).body;
    await decide(cast.secretary, 'claim', claimId, { decision: 'return', reason: '请写明地点' }).expect(200);
    const again = (ruleCode = 'ZY-01') =>
      teenager.call(claims.resubmit, { params: { claimId }, body: { ...claimBody({ ruleCode }), version: 2 } });
    expect(await codeOf(again('WH-01'))).toBe('guardian_consent_missing');
    await record(cast.officer, teenager.personId, 'volunteering', false).expect(200);
    expect(await codeOf(again())).toBe('guardian_consent_missing');
    await record(cast.officer, teenager.personId, 'volunteering').expect(200);
    await again().expect(200);
  });

  it('is wanted for what a batch gives by a rule, for each of its kind; others in it are given theirs', async () => {
    const [without, other, having, adult] = [await aged(15), await aged(14), await aged(17), await aged(18)];
    await record(cast.officer, other.personId, 'culture').expect(200);
    await record(cast.officer, having.personId, 'volunteering').expect(200);
    const items = [without, other, having, adult].map(({ personId }) => ({
      personId,
      date: '2026-11-20',
      minutes: 60,
    }));
    const filed = await fileBatch(cast.officer, items);
    expect(filed).toMatchObject({ counts: { accepted: 2, problems: 2 } });
    const codes = (await itemsOf(cast.secretary, filed.batchId)).map(({ code }) => code);
    expect(codes).toEqual(['guardian_consent_missing', 'guardian_consent_missing', null, null]);
    // What was signed for a record that was found to be somebody else's counts for them.
    const people = t.database.db.collection<{ _id: string }>('people');
    const twin = await aged(15);
    await record(cast.officer, twin.personId, 'volunteering').expect(200);
    await people.updateOne({ _id: twin.personId }, { $set: { joinedInto: without.personId, status: 'closed' } });
    const later = await fileBatch(cast.officer, [{ personId: without.personId, date: '2026-11-20', minutes: 60 }]);
    expect(later).toMatchObject({ counts: { accepted: 1, problems: 0 } });
  });
});
