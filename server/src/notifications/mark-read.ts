import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { NotificationDeps } from './deps.ts';
import { recipientOf } from './store.ts';
import type { NoticeRecipient } from './types.ts';

/** Marks one of the caller's messages as read; one that is read already stays as it is. */
export async function markRead(
  deps: NotificationDeps,
  recipients: readonly NoticeRecipient[],
  notificationId: string,
): Promise<Refusal | null> {
  const own = { _id: notificationId, recipient: { $in: recipients.map(recipientOf) } };
  const read = { unread: false, readAt: new Date(deps.clock.now()) };
  const marked = await deps.notices.updateOne({ ...own, unread: true }, { $set: read });
  if (marked.matchedCount === 1) return null;
  return (await deps.notices.findOne(own, { projection: { _id: 1 } })) === null
    ? refuse('notification_not_found')
    : null;
}

/** Marks all that happened up to an instant: what the caller has seen. */
export async function markAllRead(
  deps: NotificationDeps,
  recipients: readonly NoticeRecipient[],
  until: Date,
): Promise<void> {
  await deps.notices.updateMany(
    { recipient: { $in: recipients.map(recipientOf) }, unread: true, at: { $lte: until } },
    { $set: { unread: false, readAt: new Date(deps.clock.now()) } },
  );
}
