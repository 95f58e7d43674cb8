import type { Collection } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Credits } from '../credits/index.ts';
import type { Delegations } from '../delegations/index.ts';
import type { Holidays } from '../holidays/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { ObjectionCollection, ObjectionLane } from './store.ts';

/** What the use cases of objections share. */
export interface ObjectionsDeps extends Pick<Platform, 'db' | 'clock' | 'ids' | 'personalData' | 'logger'> {
  readonly objections: ObjectionCollection;
  readonly lanes: Collection<ObjectionLane>;
  readonly credits: Pick<
    Credits,
    'byIds' | 'lines' | 'ensurePublished' | 'freeze' | 'release' | 'released' | 'handledBy'
  >;
  readonly people: Pick<People, 'byId' | 'names' | 'sameAs'>;
  readonly delegations: Pick<Delegations, 'of'>;
  readonly memberships: Pick<Memberships, 'familyOf' | 'familyOn'>;
  readonly orgUnits: Pick<OrgUnits, 'names' | 'all' | 'get'>;
  readonly users: Pick<Users, 'names' | 'byId' | 'inUnits' | 'signInsOf'>;
  readonly holidays: Pick<Holidays, 'calendar'>;
  readonly audit: Pick<Audit, 'record'>;
}
