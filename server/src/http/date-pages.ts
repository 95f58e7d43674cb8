import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Collection, Filter, Sort } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

/** A page of records with the marker of the next; null where there is none. */
export interface DatePage<R> {
  readonly page: R[];
  readonly nextCursor: string | null;
}

/** Fields of a record that hold a date, or none. */
type DateField<R> = { [K in keyof R]-?: R[K] extends Date | null ? K : never }[keyof R] & string;

export interface DatePageQuery<R> {
  /** The date that orders them; `<date>, _id` must end the index that answers the filter. */
  readonly by: DateField<R>;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** The oldest first; otherwise the newest. */
  readonly oldest?: boolean;
}

/** Reads one page of what a filter finds, by a date and then by id, so that a page costs the same however far down it is. */
export async function pageByDate<R extends { readonly _id: string }>(
  collection: Collection<R>,
  filter: Filter<R>,
  { by, limit, cursor, oldest = false }: DatePageQuery<R>,
): Promise<DatePage<R> | Refusal> {
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const beyond = oldest ? '$gt' : '$lt';
  const at = new Date(after?.[0] ?? 0);
  const rest = after === null ? [] : [{ $or: [{ [by]: { [beyond]: at } }, { [by]: at, _id: { [beyond]: after[1] } }] }];
  const direction = oldest ? 1 : -1;
  const order: Sort = { [by]: direction, _id: direction };
  const found = (await collection
    .find({ $and: [filter, ...rest] } as Filter<R>)
    .sort(order)
    .limit(limit + 1)
    .toArray()) as R[];
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const more = found.length > limit && last !== undefined;
  const lastAt = more ? (last[by] as Date | null) : null;
  return { page, nextCursor: more ? encodeCursor([lastAt?.getTime() ?? 0, last._id]) : null };
}
