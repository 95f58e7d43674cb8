import type { Principal } from '@red-points/shared/domain/permissions';
import type { Document } from 'mongodb';

/** One change of a watched collection. */
export interface Change {
  readonly collection: string;
  readonly operation: 'insert' | 'update' | 'replace' | 'delete';
  readonly id: string;
  /** The document as it is now; null where it was deleted. */
  readonly document: Document | null;
  /** What an update set; null for other operations. */
  readonly updatedFields: Document | null;
}

/** What a noun tells live clients about one of its collections. */
export interface Watcher {
  readonly collection: string;
  /** The topics that a change concerns (`shop:<id>`, `person:<id>`…); none to tell nobody. */
  topicsOf(change: Change): readonly string[];
  /**
   * What changed, in opaque ids, codes and counts: clients ask the API for content. Only a topic that nobody but those may listen to
   * who would be answered the same may carry more, and never a name.
   */
  payloadOf(change: Change, topic: string): Document;
}

/** Whether the caller may see the topics of one kind; `id` is what stands behind the colon. */
export type TopicAuthorizer = (principal: Principal, id: string) => boolean | Promise<boolean>;
