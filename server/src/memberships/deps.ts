import type { Audit } from '../audit/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { HeadCollection, MembershipCollection } from './store.ts';

/** What the use cases of memberships share. */
export interface MembershipsDeps extends Pick<Platform, 'clock' | 'ids' | 'db'> {
  readonly memberships: MembershipCollection;
  readonly heads: HeadCollection;
  readonly people: Pick<People, 'byId' | 'byIds' | 'names'>;
  readonly audit: Pick<Audit, 'record'>;
}
