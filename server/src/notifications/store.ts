import { createHash } from 'node:crypto';
import type { NoticeData, NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { Collection, Db, ResumeToken, Timestamp } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';
import type { NoticeLink, NoticeRecipient, NoticeSubject } from './types.ts';

export const NOTIFICATIONS = 'notifications';

/**
 * - `queued`: to be sent when it is due
 * - `sending`: a process is at it; found so after its time, nobody knows whether it left
 * - `sent`; `failed`: it did not leave, however often it was tried; `unknown`: it may have left, and is not tried again
 * - `skipped`: the channel is off, or there is no phone
 */
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';

/** The way of a message to a phone. */
export interface Delivery {
  readonly state: DeliveryState;
  /** Whether the delivery job has to look at it. */
  readonly open: boolean;
  /** When the job looks at it next. */
  readonly dueAt: Date;
  readonly attempts: number;
  readonly endedAt: Date | null;
}

/** A message as it is stored: no words, no names. */
export interface NoticeRecord {
  /** Made of recipient and cause: a message is kept once. */
  _id: string;
  /** `person:<id>`, `user:<id>` or `shop:<id>`: the live topic too. */
  recipient: string;
  cause: string;
  template: NoticeTemplateName;
  data: NoticeData;
  subject: NoticeSubject | null;
  link: NoticeLink | null;
  /** When what it tells of happened. */
  at: Date;
  madeAt: Date;
  unread: boolean;
  readAt: Date | null;
  delivery: Delivery | null;
}

/** What a recipient has chosen; absent where they left all as it is. */
export interface SettingsRecord {
  /** The recipient. */
  _id: string;
  inApp: boolean;
  sms: boolean;
  language: 'zh' | 'en';
  changedBy: string;
  changedAt: Date;
}

/** How far the changes of other nouns were followed. */
export interface FollowRecord {
  _id: 'changes';
  resumeToken: ResumeToken | null;
  /** Where to begin before there is a token. */
  startAt: Timestamp | null;
}

export const SETTINGS_DEFAULT = { inApp: true, sms: true, language: 'zh' } as const;

export type NoticeCollection = Collection<NoticeRecord>;
export type SettingsCollection = Collection<SettingsRecord>;

export const noticesOf = (db: Db): NoticeCollection => db.collection<NoticeRecord>(NOTIFICATIONS);
export const settingsOf = (db: Db): SettingsCollection => db.collection<SettingsRecord>('notification_settings');
export const followStateOf = (db: Db): Collection<FollowRecord> => db.collection<FollowRecord>('notification_follow');

export function recipientOf({ kind, id }: NoticeRecipient): string {
  return `${kind}:${id}`;
}

/** The id of a recipient's message of a cause: short enough for an address, and the same whoever makes it. */
export function noticeIdOf(recipient: string, cause: string): string {
  return createHash('sha256').update(`${recipient}|${cause}`).digest('base64url').slice(0, 32);
}

/** Makes the collections of messages, of what people chose, of messages kept instead of sent, and of the position in the changes. */
export async function ensureNotifications(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: NOTIFICATIONS,
    indexes: [
      { key: { recipient: 1, at: -1, _id: -1 } },
      { name: 'unread', key: { recipient: 1, at: -1, _id: -1, unread: 1 }, partialFilterExpression: { unread: true } },
      { name: 'to_deliver', key: { 'delivery.dueAt': 1 }, partialFilterExpression: { 'delivery.open': true } },
      { name: 'retention', key: { at: 1 } },
    ],
  });
  await ensureCollection(db, { name: 'notification_settings' });
  await ensureCollection(db, { name: 'notification_follow' });
  await ensureCollection(db, {
    name: 'text_outbox',
    indexes: [{ key: { phoneIndex: 1, sentAt: -1 } }, { key: { sentAt: 1 } }],
  });
}
