import {
  type digests as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
} from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { digestDueAtMs } from '@red-points/shared/domain/digests';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import { published } from './issue-receipt.ts';
import type { DigestStore } from './store.ts';

const cursorShape = z.tuple([z.int().min(1)]);

type DigestPage = ResponseOf<typeof contract.list>;

/** A page of digests, newest first, and when the next one is due. */
export async function listDigests(
  store: DigestStore,
  { cursor, limit }: QueryOf<typeof contract.list>,
): Promise<DigestPage | Refusal> {
  const before = decodeCursor(cursor, cursorShape);
  if (isRefusal(before)) return before;
  const beforeNumber = before?.[0] ?? Number.MAX_SAFE_INTEGER;
  const [found, newest] = await Promise.all([store.list(beforeNumber, limit + 1), store.newest()]);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const nextDay = newest === null ? null : addDays(newest.day, 1);
  return {
    items: page.map(published),
    nextCursor: found.length > limit && last !== undefined ? encodeCursor([last.number]) : null,
    next: nextDay === null ? null : { day: nextDay, dueAt: new Date(digestDueAtMs(nextDay)).toISOString() },
  };
}
