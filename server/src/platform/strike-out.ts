import type { Binary, Collection, Document, Filter, UpdateFilter } from 'mongodb';
import type { PersonalData, PersonalFields } from './personal-data.ts';

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

/** A sealed field of a record, and what its seal is bound to. */
export interface SealedText<R> {
  readonly field: keyof R & string;
  readonly kind: string;
  readonly ownerOf: (record: R) => string;
}

/**
 * As `strikeOut`, for texts that are sealed under somebody else's key: these would outlive whom they name. What went with an
 * owner who was erased themselves stays as it is. Safe to repeat.
 */
export async function strikeOutSealed<R extends Document & { readonly _id: string }>(
  personalData: Pick<PersonalData, 'open' | 'seal'>,
  collection: Collection<R>,
  filter: Filter<R>,
  texts: readonly SealedText<R>[],
  words: readonly string[],
): Promise<void> {
  if (words.length === 0) return;
  for await (const found of collection.find(filter)) {
    const record = found as unknown as R;
    for (const { field, kind, ownerOf } of texts) {
      const sealed: Binary | null | undefined = record[field];
      const read = sealed ? await personalData.open<PersonalFields>(ownerOf(record), kind, sealed) : null;
      if (read === null) continue;
      const left = without(read, words);
      if (left === read) continue;
      const changed = { [field]: await personalData.seal(ownerOf(record), kind, left) };
      const asRead = { _id: record._id, [field]: sealed } as unknown as Filter<R>;
      const { matchedCount } = await collection.updateOne(asRead, { $set: changed } as unknown as UpdateFilter<R>);
      if (matchedCount === 0) throw new Error('a record changed while words were struck out of it');
    }
  }
}
