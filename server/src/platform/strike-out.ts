import type { Collection, Document, Filter, UpdateFilter } from 'mongodb';

/** What stands where somebody was named. */
export const STRUCK_OUT = '已注销';

/** A value with words taken out of every text in it, however deep; the same value where none stands in it. */
export function without<T>(value: T, words: readonly string[]): T {
  if (typeof value === 'string')
    return words.reduce((left, word) => left.replaceAll(word, STRUCK_OUT), value as string) as T;
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => without(item, words));
    return (items.some((item, at) => item !== value[at]) ? items : value) as T;
  }
  if (!isPlain(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, without(item, words)] as const);
  return entries.some(([name, item]) => item !== value[name]) ? (Object.fromEntries(entries) as T) : value;
}

/** Dates, bytes and the like are no objects to look into. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/**
 * Takes words about somebody out of free texts in some fields of records, which stay for what they count. A record that somebody
 * else changed at the same moment is left for another run, which the throw asks for. Safe to repeat.
 */
export async function strikeOut<R extends Document & { readonly _id: string; readonly version?: number }>(
  collection: Collection<R>,
  filter: Filter<R>,
  fields: readonly (keyof R & string)[],
  words: readonly string[],
): Promise<void> {
  if (words.length === 0) return;
  for await (const record of collection.find(filter)) {
    const read = record as unknown as R;
    const changed: Partial<Record<string, unknown>> = {};
    for (const field of fields) {
      const left = without(read[field], words);
      if (left !== read[field]) changed[field] = left;
    }
    if (Object.keys(changed).length === 0) continue;
    const asRead = { _id: read._id, ...(read.version === undefined ? {} : { version: read.version }) };
    const { matchedCount } = await collection.updateOne(
      asRead as unknown as Filter<R>,
      { $set: changed } as unknown as UpdateFilter<R>,
    );
    if (matchedCount === 0) throw new Error('a record changed while words were struck out of it');
  }
}
