import type { RedemptionSettings } from '@red-points/shared/domain/redemptions';
import type { VelocityLimits } from '@red-points/shared/domain/velocity';
import type { Spender } from '../accounts/index.ts';
import type { ShopRecord } from '../merchants/index.ts';
import type { OfferRecord } from '../offers/index.ts';
import { early } from '../platform/early.ts';
import type { RedemptionDeps } from './deps.ts';

/** Whose points are to be spent on what, and where. */
export interface Parties {
  readonly shopId: string;
  readonly personId: string;
  readonly offerId: string;
}

/** What is set for the shops of a unit. */
export interface UnitRules {
  readonly settings: RedemptionSettings;
  readonly limits: VelocityLimits;
}

/** All that a redemption is decided by, asked for in one turn, which is one query, as soon as it is known or supposed who its parties are. */
export interface Asked extends Parties {
  readonly shop: Promise<ShopRecord | null>;
  readonly staffPersons: Promise<readonly string[]>;
  readonly offer: Promise<OfferRecord | null>;
  readonly spender: Promise<Spender | null>;
  /** For the unit that the shop was supposed to be in, root first; null where nothing was supposed. */
  readonly rules: { readonly unitPath: readonly string[]; readonly read: Promise<UnitRules> } | null;
}

export function ask(deps: RedemptionDeps, parties: Parties, unitPath: readonly string[] | null = null): Asked {
  const { shopId, personId, offerId } = parties;
  return {
    shopId,
    personId,
    offerId,
    shop: early(deps.merchants.find(shopId)),
    staffPersons: early(deps.users.personIdsOfShop(shopId)),
    offer: early(deps.offers.find(offerId)),
    spender: early(deps.accounts.spender(personId)),
    rules: unitPath === null ? null : { unitPath, read: early(readRules(deps, unitPath)) },
  };
}

/** What was asked for these parties, or asked for now: what was supposed of them and is not so counts for nothing. */
export function askedFor(deps: RedemptionDeps, parties: Parties, asked: Asked | null): Asked {
  const isSame =
    asked?.shopId === parties.shopId && asked.personId === parties.personId && asked.offerId === parties.offerId;
  return isSame ? asked : ask(deps, parties);
}

/** What is set where the shop is. */
export function rulesAt(deps: RedemptionDeps, { rules }: Asked, unitPath: readonly string[]): Promise<UnitRules> {
  return rules?.unitPath.join() === unitPath.join() ? rules.read : readRules(deps, unitPath);
}

async function readRules(deps: RedemptionDeps, unitPath: readonly string[]): Promise<UnitRules> {
  const [{ value: settings }, limits] = await Promise.all([
    deps.settings.inForce(unitPath),
    deps.velocity.limits(unitPath),
  ]);
  return { settings, limits };
}
