import {
  type notifications as contract,
  isRefusal,
  type Language,
  type Notification,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  UNREAD_COUNT_MAX,
} from '@red-points/shared/contracts';
import { NOTICE_TEMPLATES, noticeText } from '@red-points/shared/domain/notifications';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { NotificationDeps } from './deps.ts';
import { type NoticeRecord, recipientOf } from './store.ts';
import type { NoticeRecipient } from './types.ts';
import { withNames } from './with-names.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

/** A page of messages, newest first, in the language asked for. */
export async function listNotices(
  deps: NotificationDeps,
  recipients: readonly NoticeRecipient[],
  query: QueryOf<typeof contract.list>,
  language: Language,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const after = decodeCursor(query.cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const own: Filter<NoticeRecord> = {
    recipient: { $in: recipients.map(recipientOf) },
    ...(query.show === 'unread' ? { unread: true } : {}),
  };
  const found = await deps.notices
    .find(after === null ? own : { $and: [own, olderThan(after)] })
    .sort({ at: -1, _id: -1 })
    .limit(query.limit + 1)
    .toArray();
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: await viewsOf(deps, page, language),
    nextCursor: found.length > query.limit && last ? encodeCursor([last.at.getTime(), last._id]) : null,
  };
}

/** How many are unread, counted up to the bound that is shown. */
export async function countUnread(deps: NotificationDeps, recipients: readonly NoticeRecipient[]): Promise<number> {
  return deps.notices.countDocuments(
    { recipient: { $in: recipients.map(recipientOf) }, unread: true },
    { limit: UNREAD_COUNT_MAX },
  );
}

function olderThan([atMs, id]: readonly [number, string]): Filter<NoticeRecord> {
  const at = new Date(atMs);
  return { $or: [{ at: { $lt: at } }, { at, _id: { $lt: id } }] };
}

async function viewsOf(
  deps: NotificationDeps,
  page: readonly NoticeRecord[],
  language: Language,
): Promise<Notification[]> {
  const nowMs = deps.clock.now();
  const named = await withNames(deps, page);
  return page.map(({ _id, template, link, at, unread }, index) => ({
    notificationId: _id,
    template,
    group: NOTICE_TEMPLATES[template].group,
    ...noticeText(template, language, named[index] ?? {}, nowMs),
    link,
    at: at.toISOString(),
    unread,
  }));
}
