import { claims, ownData, redemptions, transactions } from '@red-points/shared/contracts';
import { unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { evidenceOf, photo } from '../support/evidence.ts';
import { addMember, creditTo, householdOfTwo, lasting } from '../support/households.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { addOffer, openOffice, openShop, type Resident, residentWith, startAtPoster } from '../support/redeeming.ts';

let t: TestApp;
let cast: Cast;

beforeAll(async () => {
  t = await startTestApp();
  cast = await signInCast(t);
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

async function bytesOf(user: SignedInUser, query: Record<string, string>): Promise<Buffer> {
  const answer = await user
    .call(ownData.export, { query })
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    })
    .expect(200);
  return answer.body as Buffer;
}

type Rows = Record<string, unknown>[];
const sectionsOf = (bytes: Uint8Array) =>
  (JSON.parse(Buffer.from(bytes).toString()) as { sections: Record<string, Rows> }).sections;

describe('what somebody earned into and spent from an account that they share', () => {
  it('is a section of its own, with what was taken back of it, without the others’ entries and the balance', async () => {
    await creditTo(cast.secretary, 'household');
    const { household, mother, son } = await householdOfTwo(t, lasting(t, cast.officer));
    const earn = async (personId: string, points: number) => {
      const posted = await t.context.ledger.post({
        ...earnCommand(household.accountId, nextKey(), points),
        actors: [{ part: 'beneficiary', id: personId }],
      });
      if (posted.status !== 'posted') throw new Error('not posted');
      return posted.entry._id;
    };
    const [theirs] = [await earn(mother.personId, 20), await earn(son.personId, 7)];
    const mistaken = await earn(son.personId, 5);
    const reversal = { params: { entryId: mistaken }, body: { reason: '重复登记' } };
    await cast.secretary.call(transactions.reverse, reversal).expect(201);
    // More than a page, so that the section is read to its end.
    for (let turn = 0; turn < 120; turn += 1) await earn(mother.personId, 1);
    const office = await openOffice(t);
    const shop = await openShop(t, office);
    const offer = await addOffer(office, shop.shop, { points: 6 });
    const { redemptionId } = await startAtPoster(son, shop, offer);
    await shop.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    const bytes = await bytesOf(son, { format: 'json' });
    const { memberEntries = [] } = sectionsOf(bytes);
    const points = memberEntries.map(({ kind, points: each }) => [kind, each]);
    expect(points.slice(-3)).toEqual([
      ['reverse', -5],
      ['earn', 5],
      ['earn', 7],
    ]);
    expect(points.filter(([kind]) => kind === 'earn')).toHaveLength(2);
    expect(points).toContainEqual(['capture', -6]);
    expect(memberEntries.every((row) => !('balanceAfter' in row) && !('member' in row))).toBe(true);
    for (const word of [theirs, mother.personId, '陈秀英']) expect(bytes.includes(word)).toBe(false);
    expect(sectionsOf(await bytesOf(mother, { format: 'json' }))['memberEntries']).toHaveLength(121);
  });

  it('stays theirs after they moved out, and is nothing for who came later', async () => {
    const { household, son } = await householdOfTwo(t, lasting(t, cast.officer));
    await t.context.ledger.post({
      ...earnCommand(household.accountId, nextKey(), 3),
      actors: [{ part: 'beneficiary', id: son.personId }],
    });
    const late = await residentWith(t, 0);
    await addMember(cast.officer, household, late.personId);
    expect(sectionsOf(await bytesOf(late, { format: 'json' }))['memberEntries']).toEqual([]);
    const today = { $set: { until: '2026-01-01', open: false } };
    await t.database.db.collection('memberships').updateOne({ personId: son.personId }, today);
    const { memberEntries = [] } = sectionsOf(await bytesOf(son, { format: 'json' }));
    expect(memberEntries.map(({ points }) => points)).toEqual([3]);
  });
});

describe('the files that somebody filed', () => {
  const fileOwn = async (resident: Resident, evidenceIds: string[], occurredOn: string) => {
    const body = { ruleCode: 'ZY-01', minutes: 60, occurredOn, description: '清扫楼道', evidenceIds };
    const filed = await resident.call(claims.fileOwn, { body });
    expect(filed.status, JSON.stringify(filed.body)).toBe(201);
    return String(filed.body.claimId);
  };

  it('come in a zip with the workbook and the JSON file, as they are kept, without what others uploaded or was erased', async () => {
    const me = await residentWith(t, 0, { name: '东郭先生' });
    const other = await residentWith(t, 0);
    const mine = await evidenceOf(t, me, await photo(3));
    const gone = await evidenceOf(t, me, await photo(4));
    const others = await evidenceOf(t, other, await photo(5));
    // A sign-in sheet that the office uploaded names many.
    const sheet = await evidenceOf(t, cast.officer, await photo(6));
    const claimId = await fileOwn(me, [mine, gone], '2026-11-20');
    await fileOwn(other, [others], '2026-11-20');
    await t.database.db
      .collection('claims')
      .updateOne({ _id: claimId as never }, { $push: { evidenceIds: sheet } as never });
    const evidence = t.database.db.collection('evidence');
    await evidence.updateOne({ _id: gone as never }, { $set: { bytes: null, erasedAt: new Date(), eraseAt: null } });
    const files = unzipSync(new Uint8Array(await bytesOf(me, { format: 'zip' })));
    expect(Object.keys(files).sort()).toEqual(['data.json', 'data.xlsx', `files/${mine}.jpg`]);
    const kept = await evidence.findOne({ _id: mine as never });
    expect(Buffer.from(files[`files/${mine}.jpg`] ?? []).equals(Buffer.from(kept?.['bytes'].buffer))).toBe(true);
    const { claims: told = [] } = sectionsOf(files['data.json'] ?? new Uint8Array());
    expect(String(told[0]?.['evidenceIds'])).toContain(mine);
    const [profile] = await readXlsxFile(Buffer.from(files['data.xlsx'] ?? []));
    expect(profile?.data[1]).toContain('东郭先生');
    const acts = { action: 'own_data.export', subjectId: me.personId, 'detail.format': 'zip' };
    expect(await t.database.db.collection('audit_records').countDocuments(acts)).toBe(1);
  });
});
