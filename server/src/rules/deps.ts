import type { Audit } from '../audit/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { RuleCollection } from './store.ts';

export interface RulesDeps {
  readonly rules: RuleCollection;
  readonly clock: Clock;
  /** Told the code of a rule whose versions have changed. */
  readonly changed: (code: string) => void;
  readonly orgUnits: Pick<OrgUnits, 'pathOf'>;
  readonly audit: Pick<Audit, 'record'>;
  /** The unit where a person lives; null where the person is not known. */
  readonly homeUnitOf: (personId: string) => Promise<string | null>;
}
