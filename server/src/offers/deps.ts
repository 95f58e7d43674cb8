import type { Collection } from 'mongodb';
import type { Connection } from 'mongoose';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Merchants } from '../merchants/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type {
  OfferModel,
  OfferPictureRecord,
  OfferRecord,
  OfferUseRecord,
  requestedMovementsOf,
  StockMovementRecord,
} from './store.ts';

/** What the other nouns do for offers. */
export interface OfferNeeds {
  readonly platform: Platform;
  readonly orgUnits: OrgUnits;
  readonly audit: Pick<Audit, 'record'>;
  readonly merchants: Pick<Merchants, 'find' | 'findMany' | 'findFor'>;
  readonly ages: People['ages'];
  readonly personById: People['byId'];
  readonly userNames: Users['names'];
}

export interface OfferDeps extends OfferNeeds {
  readonly connection: Connection;
  readonly model: OfferModel;
  readonly offers: Collection<OfferRecord>;
  readonly uses: Collection<OfferUseRecord>;
  readonly movements: Collection<StockMovementRecord>;
  readonly requestedMovements: ReturnType<typeof requestedMovementsOf>;
  readonly pictures: Collection<OfferPictureRecord>;
}
