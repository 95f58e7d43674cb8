import type { Collection, Document, Filter } from 'mongodb';

/** The fields of a document that are dates. */
type DateField<T> = { [K in keyof T]-?: T[K] extends Date | null | undefined ? K : never }[keyof T] & string;

/** A date of its own, or one inside of another field, by its path. */
type DatePath<T> = DateField<T> | `${keyof T & string}.${string}`;

/** How many wait, and since when the first does; null where nothing waits. */
export interface Waiting {
  readonly count: number;
  readonly since: Date | null;
}

interface Asking<T> {
  /** What makes one the first; `since` unless it is something else. */
  readonly firstBy?: DatePath<T>;
  /** The index of those that wait, by its name: wanted where what else is asked could make the database read by another one. */
  readonly index?: string;
}

/**
 * What waits in a collection, for the home page. For the few that wait: the filter has to stand on an index of these.
 * @param since the field that says since when one waits
 */
export async function waitingIn<T extends Document>(
  collection: Collection<T>,
  filter: Filter<T>,
  since: DatePath<T>,
  { firstBy = since, index }: Asking<T> = {},
): Promise<Waiting> {
  const by = index === undefined ? {} : { hint: index };
  const [count, first] = await Promise.all([
    collection.countDocuments(filter, by),
    collection.findOne(filter, { sort: { [firstBy]: 1 }, projection: { [since]: 1 }, ...by }),
  ]);
  const sinceAt = since
    .split('.')
    .reduce<unknown>((value, name) => (value as Document | null | undefined)?.[name], first);
  return { count, since: sinceAt instanceof Date ? sinceAt : null };
}
