import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Auth, Users } from '../auth/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { InvitationRecord } from './store.ts';

/** What the other nouns do for the staff of shops. */
export interface ShopStaffNeeds extends Pick<Platform, 'db' | 'clock' | 'ids' | 'keys' | 'personalData'> {
  readonly merchants: Pick<Merchants, 'find' | 'findMany' | 'findFor' | 'touchStaff'>;
  readonly users: Pick<Users, 'atShops' | 'byId'>;
  readonly auth: Pick<Auth, 'forgetSessions'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface ShopStaffDeps extends ShopStaffNeeds {
  readonly invitations: Collection<InvitationRecord>;
}
