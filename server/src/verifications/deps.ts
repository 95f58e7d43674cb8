import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { VerificationStore } from './store.ts';

export interface VerificationDeps extends Pick<Platform, 'db' | 'config' | 'clock' | 'ids' | 'jobs' | 'logger'> {
  readonly store: VerificationStore;
  readonly people: Pick<People, 'byAccounts' | 'names'>;
  readonly users: Pick<Users, 'names'>;
  readonly audit: Pick<Audit, 'record'>;
}
