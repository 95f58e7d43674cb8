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

/**
 * What waits in a collection, for the home page. For the few that wait: the filter has to stand on an index of these.
 * @param since the field that says since when one waits
 * @param firstBy what makes one the first; `since` unless it is something else
 */
export async function waitingIn<T extends Document>(
  collection: Collection<T>,
  filter: Filter<T>,
  since: DatePath<T>,
  firstBy: DatePath<T> = since,
): Promise<Waiting> {
  const [count, first] = await Promise.all([
    collection.countDocuments(filter),
    collection.findOne(filter, { sort: { [firstBy]: 1 }, projection: { [since]: 1 } }),
  ]);
  const sinceAt = since
    .split('.')
    .reduce<unknown>((value, name) => (value as Document | null | undefined)?.[name], first);
  return { count, since: sinceAt instanceof Date ? sinceAt : null };
}
