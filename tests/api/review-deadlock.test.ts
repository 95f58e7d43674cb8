import { claims, reviews } from '@red-points/shared/contracts';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { type Cast, claimBody, decide, hourlyTerms, publishRule } from '../support/earning.ts';
import { addMember, enterGroup } from '../support/households.ts';
import { setOffice, watch } from '../support/reviewing.ts';

const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);

/** Who takes which part in one item; numbers are those of the office's people. */
interface Mix {
  readonly filer: number;
  readonly organiser: number | null;
  readonly coOrganisers: readonly number[];
  /** One of the office's own people, one of somebody's household, or a neighbour. */
  readonly beneficiary: number | 'household' | 'neighbour';
  readonly takesTwo: boolean;
}

const person = fc.integer({ min: 0, max: 4 });
const mixes: fc.Arbitrary<Mix> = fc.record({
  filer: person,
  organiser: fc.option(person),
  coOrganisers: fc.subarray([0, 1, 2, 3, 4]),
  beneficiary: fc.oneof(person, fc.constantFrom('household' as const, 'neighbour' as const)),
  takesTwo: fc.boolean(),
});

describe('an office of five with a street above', () => {
  let test: TestApp;
  /** Secretary, deputy, two officers, organiser. */
  let office: SignedInUser[];
  let street: SignedInUser[];
  let own: string[];
  let mate: string;
  let neighbour: string;
  let number = 0;

  beforeAll(async () => {
    process.stderr.write(`an office of five by seed ${seed} (FC_SEED)\n`);
    test = await startTestApp();
    const roles = ['community_admin', 'community_admin', 'grid_officer', 'grid_officer', 'organiser'] as const;
    own = [];
    office = [];
    for (const role of roles) {
      const { personId } = await test.enterResident();
      own.push(personId);
      office.push(await test.signIn(role, 'jinxiu', { personId }));
    }
    street = [await test.signIn('street_admin', 'qihe'), await test.signIn('street_admin', 'qihe')];
    mate = (await test.enterResident()).personId;
    neighbour = (await test.enterResident()).personId;
    const household = await enterGroup(at(office, 2));
    // The secretary and the deputy are of one household with a third: the worst that can be.
    for (const personId of [at(own, 0), at(own, 1), mate]) await addMember(at(office, 2), household, personId);
    const cast = { secretary: at(office, 0), deputy: at(office, 1) } as Cast;
    await publishRule(cast, 'ZY-01', hourlyTerms());
    await setOffice(at(street, 0), 'jinxiu', { secondApprovalFrom: 5 });
  });
  afterAll(() => test.close());

  it('has somebody who may decide every item, whoever filed, organised and benefits; and nobody whom it concerns', async () => {
    await fc.assert(
      fc.asyncProperty(mixes, async (mix) => {
        const id = await file(mix);
        await watch(test);
        const barred = barredBy(mix);
        const staff = [...office, ...street];
        const may: SignedInUser[] = [];
        for (const [index, user] of staff.entries()) {
          const answer = await user.call(reviews.get, { params: { kind: 'claim', id } });
          if (answer.status === 403) continue;
          if (answer.body.mayDecide) may.push(user);
          if (barred.has(index)) expect(answer.body.mayDecide, `person ${index}`).toBe(false);
        }
        const inOffice = may.filter((user) => office.includes(user)).length;
        const needed = mix.takesTwo ? 2 : 1;
        expect(may.length).toBeGreaterThanOrEqual(needed);
        const record = await test.database.db.collection('claims').findOne({ _id: id as never });
        // The street is asked exactly where the office cannot do it alone.
        expect(record?.escalation?.cause ?? null).toBe(inOffice >= needed ? null : 'nobody');
        for (const user of may.slice(0, needed)) await decide(user, 'claim', id).expect(200);
        const decided = await test.database.db.collection('claims').findOne({ _id: id as never });
        expect(decided?.state).toBe('posted');
      }),
      { numRuns: 40, seed },
    );
  });

  async function file({ filer, organiser, coOrganisers, beneficiary, takesTwo }: Mix): Promise<string> {
    number += 1;
    const personId =
      beneficiary === 'household' ? mate : beneficiary === 'neighbour' ? neighbour : at(own, beneficiary);
    const body = claimBody({ personId, minutes: takesTwo ? 180 : 60, description: `第 ${number} 件` });
    const { claimId } = (await at(office, filer).call(claims.file, { body }).expect(201)).body;
    await test.database.db.collection('claims').updateOne(
      { _id: claimId as never },
      {
        $set: {
          organiserUserId: organiser === null ? null : at(office, organiser).userId,
          coOrganiserUserIds: coOrganisers.map((index) => at(office, index).userId),
        },
      },
    );
    return claimId;
  }
});

/** Whom the rule of the house bars from an item, told here once more and apart from the server. */
function barredBy({ filer, organiser, coOrganisers, beneficiary }: Mix): Set<number> {
  const barred = new Set([filer, ...coOrganisers, ...(organiser === null ? [] : [organiser])]);
  if (typeof beneficiary === 'number') barred.add(beneficiary);
  if (beneficiary === 'household' || beneficiary === 0 || beneficiary === 1) for (const one of [0, 1]) barred.add(one);
  return barred;
}

function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new Error(`nobody at ${index}`);
  return found;
}
