import { claimDrafts, claims } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  claimBody,
  decide,
  fileClaim,
  hourlyTerms,
  later,
  publishRule,
  signInCast,
} from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';

const DAY_MS = 86_400_000;
const SECRET = '三号楼陈阿姨家漏水';

let t: TestApp;
let cast: Cast;

const save = (who: SignedInUser, draftId: string, content: Record<string, unknown>, version = 0) =>
  who.call(claimDrafts.save, { params: { draftId }, body: { content, version } });
const draftsOf = async (who: SignedInUser) => (await who.call(claimDrafts.list).expect(200)).body.items;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

describe('drafts of claims', () => {
  it('are gone on with on another phone, photos and all, and are gone once the claim is filed', async () => {
    const resident = await t.signInResident();
    const evidenceId = await evidenceOf(t, resident, await photo(1));
    const content = { ruleCode: 'ZY-01', description: SECRET, evidenceIds: [evidenceId] };
    const first = (await save(resident, 'draft-a', content).expect(200)).body;
    expect(first).toMatchObject({ version: 1, keptUntil: '2026-12-23', content });
    const otherPhone = await t.signInByPhone(resident.phone);
    expect(await draftsOf(otherPhone)).toEqual([first]);
    const second = (await save(otherPhone, 'draft-a', { ...content, minutes: 90 }, 1).expect(200)).body;
    // The first phone still shows the old one: it does not overwrite what the other wrote.
    expect((await save(resident, 'draft-a', content, 1).expect(412)).body.code).toBe('version_conflict');
    expect((await save(resident, 'draft-a', content, 0).expect(412)).body.code).toBe('version_conflict');
    const fields = { ...claimBody(), ...second.content, occurredOn: '2026-11-22', draftId: 'draft-a' };
    const { personId: _one, mediation: _two, ...body } = fields;
    await otherPhone.call(claims.fileOwn, { body }).expect(201);
    expect(await draftsOf(resident)).toEqual([]);
    expect((await save(resident, 'draft-a', content, 2).expect(404)).body.code).toBe('claim_draft_not_found');
  });

  it('are seen by nobody else, and lie sealed', async () => {
    await save(cast.officer, 'draft-b', { description: SECRET }).expect(200);
    expect(await draftsOf(cast.secretary)).toEqual([]);
    await cast.secretary.call(claimDrafts.remove, { params: { draftId: 'draft-b' } }).expect(204);
    expect(await draftsOf(cast.officer)).toHaveLength(1);
    // The same id is another draft in other hands.
    await save(cast.secretary, 'draft-b', { description: '别的' }).expect(200);
    expect((await draftsOf(cast.officer))[0].content.description).toBe(SECRET);
    const stored = await t.database.db.collection('claim_drafts').find().toArray();
    expect(JSON.stringify(stored.map(({ sealed, ...rest }) => [rest, sealed.toString('utf8')]))).not.toContain('漏水');
    await cast.officer.call(claimDrafts.remove, { params: { draftId: 'draft-b' } }).expect(204);
    await cast.officer.call(claimDrafts.remove, { params: { draftId: 'draft-b' } }).expect(204);
    expect(await draftsOf(cast.officer)).toEqual([]);
  });

  it('are at most twenty, and are erased thirty days after they were saved last', async () => {
    const hoarder = await t.signIn('grid_officer', 'jinxiu');
    for (let number = 0; number < 20; number += 1) await save(hoarder, `draft-${number}`, {}).expect(200);
    expect((await save(hoarder, 'draft-20', {}).expect(409)).body.code).toBe('claim_drafts_too_many');
    const evidenceId = await evidenceOf(t, cast.officer, await photo(2));
    let now = later(t, cast, 20 * DAY_MS);
    await save(now.officer, 'draft-c', { evidenceIds: [evidenceId] }).expect(200);
    now = later(t, now, 30 * DAY_MS);
    const run = () =>
      Promise.all(['claims.erase_drafts', 'claims.erase_evidence'].map((job) => t.context.jobs.runNow(job)));
    await run();
    // The photo is older than thirty days by now: the draft keeps it.
    expect(await draftsOf(now.officer)).toHaveLength(1);
    await now.officer.call(claims.evidence, { params: { evidenceId } }).expect(200);
    now = later(t, now, DAY_MS);
    await run();
    expect(await draftsOf(now.officer)).toEqual([]);
    expect(await t.database.db.collection('claim_drafts').countDocuments()).toBe(0);
    cast = later(t, now, DAY_MS);
    await run();
    await cast.officer.call(claims.evidence, { params: { evidenceId } }).expect(404);
  });
});

describe('a returned claim', () => {
  it('says what to change, until it is filed again', async () => {
    const { personId } = await t.enterResident();
    const occurredOn = '2027-01-10';
    const claimId = await fileClaim(cast, personId, { occurredOn });
    const changes = ['length', 'evidence'];
    await decide(cast.secretary, 'claim', claimId, { decision: 'return', reason: '时长与照片不符', changes }).expect(
      200,
    );
    const find = async () =>
      (await cast.officer.call(claims.list, { query: { limit: 50 } }).expect(200)).body.items.find(
        (claim: { claimId: string }) => claim.claimId === claimId,
      );
    const returned = await find();
    expect(returned).toMatchObject({ state: 'returned', changesWanted: changes, reviewReason: '时长与照片不符' });
    const body = { ...claimBody({ occurredOn, minutes: 60 }), version: returned.version };
    await cast.officer.call(claims.resubmit, { params: { claimId }, body }).expect(200);
    expect(await find()).toMatchObject({ state: 'waiting', changesWanted: [] });
    const wrong = { decision: 'return', reason: '请改', changes: ['name'] };
    expect((await decide(cast.secretary, 'claim', claimId, wrong).expect(400)).body.code).toBe('validation_failed');
  });
});
