import { together } from '@red-points/server/platform/together';
import fc from 'fast-check';
import type { Db, Document } from 'mongodb';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;
let db: Db;
const NAMES = ['together_a', 'together_b', 'together_c'] as const;

beforeAll(async () => {
  test = await startTestApp();
  db = test.context.db;
  for (const [nth, name] of NAMES.entries()) {
    const made = Array.from({ length: 30 }, (_, at) => ({
      _id: `id${at}`,
      group: at % 4,
      rank: (at * 7 + nth) % 30,
      name,
    }));
    await db.collection<Document & { _id: string }>(name).insertMany(made);
  }
});
afterAll(() => test.close());

/** How many queries some reads were. */
async function counted<T>(reads: () => Promise<T>): Promise<{ answer: T; queries: number }> {
  const asked = vi.spyOn(db, 'collection');
  const answer = await reads();
  const queries = asked.mock.calls.length;
  asked.mockRestore();
  return { answer, queries };
}

it('reads what several ask of several collections in one turn by one query', async () => {
  const all = together(db);
  const { answer, queries } = await counted(() =>
    Promise.all([
      all.byId(NAMES[0], 'id3'),
      all.byId(NAMES[0], 'id5', { rank: 1 }),
      all.byId(NAMES[0], 'id4'),
      all.byId(NAMES[1], 'nobody'),
      all.find(NAMES[2], { group: 1 }, { sort: { rank: -1 }, limit: 2, projection: { rank: 1, _id: 0 } }),
      all.findOne(NAMES[1], { group: { $gt: 2 }, rank: { $lt: 15 } }, { sort: { rank: 1 } }),
    ]),
  );
  expect(queries).toBe(1);
  expect(answer).toEqual([
    { _id: 'id3', group: 3, rank: 21, name: NAMES[0] },
    { _id: 'id5', rank: 5 },
    { _id: 'id4', group: 0, rank: 28, name: NAMES[0] },
    null,
    [{ rank: 29 }, { rank: 27 }],
    { _id: 'id27', group: 3, rank: 10, name: NAMES[1] },
  ]);
});

it('answers as each question alone would be answered', async () => {
  const question = fc.record({
    collection: fc.constantFrom(...NAMES),
    filter: fc.oneof(
      fc.record({ _id: fc.constantFrom('id1', 'id9', 'id29', 'id30') }),
      fc.record({ group: fc.integer({ min: 0, max: 4 }) }),
      fc.record({ rank: fc.record({ $gte: fc.integer({ min: 0, max: 30 }) }) }),
    ),
    wanted: fc.record({
      limit: fc.integer({ min: 1, max: 5 }),
      sort: fc.constantFrom({ rank: 1 as const }, { rank: -1 as const }),
    }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(question, { minLength: 1, maxLength: 9 }), async (questions) => {
      const answers = await Promise.all(
        questions.map(({ collection, filter, wanted }) => together(db).find(collection, filter as Document, wanted)),
      );
      for (const [at, { collection, filter, wanted }] of questions.entries()) {
        const alone = await db
          .collection(collection)
          .find(filter as Document)
          .sort(wanted.sort)
          .limit(wanted.limit)
          .toArray();
        expect(answers[at]).toEqual(alone);
      }
    }),
    { numRuns: 60 },
  );
});

it('lets a question that the database refuses fail for who asked it, and for nobody else', async () => {
  const all = together(db);
  const settled = await Promise.allSettled([
    all.byId(NAMES[0], 'id1', { rank: 1 }),
    all.find(NAMES[1], { group: { $nonsense: 1 } } as Document),
    all.find(NAMES[2], { _id: 'id2' } as Document, { projection: { rank: 1 } }),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(settled[0]).toMatchObject({ value: { _id: 'id1', rank: 7 } });
  expect(settled[2]).toMatchObject({ value: [{ _id: 'id2', rank: 16 }] });
});
