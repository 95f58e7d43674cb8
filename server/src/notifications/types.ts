import type { NOTICE_LINKS } from '@red-points/shared/contracts';
import type { NoticeData, NoticeTemplateName } from '@red-points/shared/domain/notifications';
import type { Document } from 'mongodb';
import type { Change } from '../live/index.ts';

/** Whom a message is for: a person by person id, a member of staff by user id, a shop by shop id. */
export interface NoticeRecipient {
  readonly kind: 'person' | 'user' | 'shop';
  readonly id: string;
}

/** The record that a message tells of; its title and place are looked up when the message is read. */
export interface NoticeSubject {
  readonly kind: string;
  readonly id: string;
}

export interface NoticeLink {
  readonly kind: (typeof NOTICE_LINKS)[number];
  readonly id: string | null;
}

/** A message to be kept and, where its template says so, sent: once for its recipient and cause, however often it is made. */
export interface NoticeDraft {
  readonly recipient: NoticeRecipient;
  /** What it comes from, by opaque ids: `redemption:<id>:success`. */
  readonly cause: string;
  readonly template: NoticeTemplateName;
  /** Numbers and dates: no words about anybody. */
  readonly data: NoticeData;
  readonly subject?: NoticeSubject;
  readonly link?: NoticeLink;
  /** When what it tells of happened, in milliseconds. */
  readonly atMs: number;
  /** Arrives as read: its recipient did it themselves. */
  readonly quiet?: boolean;
  /** Goes to a phone as text too, where its template alone would not: its recipient may have nothing else to read it on. */
  readonly toPhone?: boolean;
  /** The cause of an earlier message that asks for nothing any more. */
  readonly settles?: string;
}

/** What a noun tells people about the changes of one of its collections. */
export interface NoticeSource {
  readonly collection: string;
  /** Which changes may be worth telling: conditions on the change events themselves. */
  readonly match: Document;
  /** The messages of some changes, in their order. Made of the same change again, they have the same causes. */
  draftsOf(changes: readonly Change[]): Promise<readonly NoticeDraft[]> | readonly NoticeDraft[];
}

/** What records of a kind are called, by their ids, in one query. */
export type SubjectTitles = (
  ids: readonly string[],
) => Promise<ReadonlyMap<string, { readonly title: string; readonly place: string | null }>>;

/** One text message to one phone. */
export interface TextMessage {
  /** The same however often it is tried: a gateway that knows it already must not send it again. */
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  readonly language: 'zh' | 'en';
}

/**
 * The port through which text messages leave. Resolves once the message was taken. Throws `NotSentError` where it certainly
 * was not; every other error means that nobody knows.
 */
export interface TextSender {
  send(message: TextMessage): Promise<void>;
}

/** The message did not leave: it may be tried again. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError';
}
