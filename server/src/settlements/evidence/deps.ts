import type { SampleRule } from '@red-points/shared/domain/spot-checks';
import type { Audit } from '../../audit/index.ts';
import type { Digests } from '../../digests/index.ts';
import type { Ledger } from '../../ledger/index.ts';
import type { Offers } from '../../offers/index.ts';
import type { SettlementsDeps } from '../deps.ts';

/** What the evidence of a sample is gathered from. */
export interface EvidenceDeps extends Omit<SettlementsDeps, 'audit'> {
  readonly audit: Pick<Audit, 'record' | 'of'>;
  readonly ledger: Pick<Ledger, 'entries' | 'entryByKey'>;
  readonly digests: Pick<Digests, 'ofDay' | 'receiptFor'>;
  readonly offers: Pick<Offers, 'movementsOfRedemptions'>;
  /** How much is looked at again in a unit: the rule of its spot checks. */
  readonly sampleRule: (unitPath: readonly string[]) => Promise<SampleRule>;
}
