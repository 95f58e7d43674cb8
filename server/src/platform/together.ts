import type { Db, Document, Filter, Sort } from 'mongodb';
import { gathered } from './gather.ts';

/** Documents wanted of one collection. */
interface Question {
  readonly collection: string;
  readonly filter: Document;
  readonly projection?: Document;
  readonly sort?: Sort;
  readonly limit?: number;
}

export type Wanted = Pick<Question, 'projection' | 'sort' | 'limit'>;

/**
 * Reads of several collections that are asked for in one turn, by whatever nouns, as one query: its way through driver,
 * sockets and database costs as much as all that it looks for. For reads of few documents by an index. As `gathered`, nothing is kept.
 */
export interface Together {
  find<T extends Document>(collection: string, filter: Filter<T>, wanted?: Wanted): Promise<T[]>;
  /** The first that is found, or null. */
  findOne<T extends Document>(collection: string, filter: Filter<T>, wanted?: Wanted): Promise<T | null>;
  /** One document by its id, or null. Ids of one collection are looked for at once. */
  byId<T extends Document>(collection: string, id: string, projection?: Document): Promise<T | null>;
}

interface ById {
  readonly collection: string;
  readonly id: string;
  readonly projection?: Document;
}

type Asked = Question | ById;

/** Questions in one query. More would make it long to plan. */
const QUESTIONS_MAX = 40;
/** So many documents come in one answer; more are fetched by the driver. */
const BATCH = 1_000;

const ofDatabases = new WeakMap<Db, Together>();

/** The reader of a database: one for all who ask it. */
export function together(db: Db): Together {
  const known = ofDatabases.get(db);
  if (known !== undefined) return known;
  const made = createTogether(db);
  ofDatabases.set(db, made);
  return made;
}

function createTogether(db: Db): Together {
  const ask = gathered((asked: readonly Asked[]) => readAll(db, asked), QUESTIONS_MAX);
  const find = async <T extends Document>(collection: string, filter: Filter<T>, wanted: Wanted = {}): Promise<T[]> =>
    (await ask({ collection, filter: filter as Document, ...wanted })) as T[];
  return {
    find,
    findOne: async (collection, filter, wanted) => (await find(collection, filter, { ...wanted, limit: 1 }))[0] ?? null,
    byId: async <T extends Document>(collection: string, id: string, projection?: Document) =>
      ((await ask({ collection, id, ...(projection === undefined ? {} : { projection }) }))[0] ?? null) as T | null,
  };
}

/** The documents of each who asked, in their order; an error for who asked what the database refuses. */
async function readAll(db: Db, asked: readonly Asked[]): Promise<(Document[] | Error)[]> {
  const { questions, placeOf } = asOneEach(asked);
  const answers = await readQuestions(db, questions);
  return asked.map((one, at) => {
    const answer = answers[placeOf[at] ?? -1] ?? [];
    return 'id' in one && !(answer instanceof Error) ? answer.filter(({ _id }) => _id === one.id) : answer;
  });
}

/** Questions with those for ids of one collection put together, and which question answers each who asked. */
function asOneEach(asked: readonly Asked[]): { questions: Question[]; placeOf: number[] } {
  const questions: Question[] = [];
  const idsOf = new Map<string, { place: number; ids: Set<string> }>();
  const placeOf = asked.map((one) => {
    if (!('id' in one)) return questions.push(one) - 1;
    const { collection, id, projection } = one;
    const alike = `${collection} ${projection === undefined ? '' : JSON.stringify(projection)}`;
    const known = idsOf.get(alike);
    if (known !== undefined) {
      known.ids.add(id);
      return known.place;
    }
    const place = questions.push({ collection, filter: {}, ...(projection === undefined ? {} : { projection }) }) - 1;
    idsOf.set(alike, { place, ids: new Set([id]) });
    return place;
  });
  for (const { place, ids } of idsOf.values()) {
    const [first = '', ...others] = ids;
    const filter = { _id: others.length === 0 ? first : { $in: [...ids] } };
    questions[place] = { ...(questions[place] as Question), filter };
  }
  return { questions, placeOf };
}

async function readQuestions(db: Db, questions: readonly Question[]): Promise<(Document[] | Error)[]> {
  const [only] = questions;
  if (only === undefined) return [];
  if (questions.length > 1) {
    try {
      return await readUnion(db, questions);
    } catch {
      // One of them may be at fault, and the others are not to suffer for it.
    }
  }
  const settled = await Promise.allSettled(questions.map((question) => readOne(db, question)));
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : asError(one.reason)));
}

const asError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

function readOne(db: Db, { collection, filter, projection, sort, limit }: Question): Promise<Document[]> {
  const found = db.collection(collection).find(filter, projection === undefined ? {} : { projection });
  if (sort !== undefined) found.sort(sort);
  if (limit !== undefined) found.limit(limit);
  return found.toArray();
}

async function readUnion(db: Db, [first, ...others]: readonly Question[]): Promise<Document[][]> {
  if (first === undefined) return [];
  const pipeline = [
    ...stagesOf(first, 0),
    ...others.map((question, at) => ({
      $unionWith: { coll: question.collection, pipeline: stagesOf(question, at + 1) },
    })),
  ];
  const answers: Document[][] = [[], ...others.map(() => [])];
  const found = db.collection(first.collection).aggregate<{ place: number; found: Document }>(pipeline, {
    batchSize: BATCH,
  });
  for (const one of await found.toArray()) answers[one.place]?.push(one.found);
  return answers;
}

function stagesOf({ filter, projection, sort, limit }: Question, place: number): Document[] {
  return [
    { $match: filter },
    ...(sort === undefined ? [] : [{ $sort: sort as Document }]),
    ...(limit === undefined ? [] : [{ $limit: limit }]),
    ...(projection === undefined ? [] : [{ $project: projection }]),
    { $project: { _id: 0, place: { $literal: place }, found: '$$ROOT' } },
  ];
}
