import type { PublicOffer } from '@red-points/shared/contracts';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { QrTokens } from '../platform/qr-tokens.ts';
import type { ShopModel, ShopRecord } from './store.ts';

/** What a shop turned over in the current business month. */
export interface ShopFigures {
  /** Fen that the community owes for it: agreed prices of what was redeemed, less refunds. */
  readonly owedFenThisMonth: number;
  readonly redeemedThisMonth: number;
  /** Points of what was redeemed, less refunds. */
  readonly pointsThisMonth: number;
}

/** What the other nouns do for shops. */
export interface MerchantNeeds {
  readonly platform: Platform;
  readonly orgUnits: OrgUnits;
  readonly audit: Pick<Audit, 'record'>;
  readonly users: Pick<Users, 'names' | 'signInsOf' | 'inUnits'>;
  /** What shops offer a person now, as residents see it, by shop id. */
  readonly offersOnSale: (
    shops: readonly ShopRecord[],
    personId: string | null,
  ) => Promise<ReadonlyMap<string, PublicOffer[]>>;
  /** Figures of shops, by shop id; shops without any may be left out. */
  readonly figuresOf: (shopIds: readonly string[]) => Promise<ReadonlyMap<string, ShopFigures>>;
  /** The unit of a person, to show what is near first; null where there is no such person. */
  readonly unitOfPerson: (personId: string) => Promise<string | null>;
  /** Whoever has booked a service at these shops for later. */
  readonly bookedAhead: (
    shopIds: readonly string[],
  ) => Promise<readonly { readonly redemptionId: string; readonly personId: string; readonly startsAtMs: number }[]>;
}

export interface MerchantDeps extends MerchantNeeds {
  readonly model: ShopModel;
  readonly tokens: QrTokens;
}
