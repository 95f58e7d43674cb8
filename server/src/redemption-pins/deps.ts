import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { PinCheckRecord, PinRecord } from './store.ts';

export interface PinNeeds {
  readonly people: Pick<People, 'ageBands' | 'byId'>;
  readonly users: Pick<Users, 'names'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly audit: Pick<Audit, 'record'>;
}

export interface PinDeps extends PinNeeds, Pick<Platform, 'clock' | 'ids' | 'keys'> {
  readonly pins: Collection<PinRecord>;
  readonly checks: Collection<PinCheckRecord>;
}
