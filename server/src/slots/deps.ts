import type { Collection } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { Merchants } from '../merchants/index.ts';
import type { Offers } from '../offers/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { SlotRecord } from './store.ts';

/** What the other nouns do for slots. */
export interface SlotNeeds {
  readonly platform: Pick<Platform, 'db' | 'connection' | 'clock' | 'ids'>;
  readonly merchants: Pick<Merchants, 'find' | 'findFor'>;
  readonly offers: Pick<Offers, 'find'>;
  readonly people: Pick<People, 'byId' | 'names' | 'mayNotSpend'>;
  readonly rules: Pick<Rules, 'inForce'>;
}

export interface SlotDeps extends SlotNeeds {
  readonly slots: Collection<SlotRecord>;
  readonly requestedSlots: Collection<SlotRecord & { request: RequestIdentity }>;
}
