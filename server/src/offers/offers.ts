import type { BodyOf, offers as contract, Offer, PublicOffer, Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ClientSession } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import type { ApiRouter } from '../http/route.ts';
import type { ShopRecord } from '../merchants/index.ts';
import type { Person } from '../people/index.ts';
import { whyNotForPerson } from './audience.ts';
import { changeOffer } from './change-offer.ts';
import { createOffer } from './create-offer.ts';
import type { OfferDeps, OfferNeeds } from './deps.ts';
import { findOffer } from './find-offer.ts';
import { giveBack } from './give-back.ts';
import { onSale } from './list-offers.ts';
import { movementsOfRedemptions } from './movements-of.ts';
import { type PayerOfOffer, payerOf } from './payer.ts';
import { type ReservedPieces, release, reserve, settle } from './reserve.ts';
import { offerRoutes } from './routes.ts';
import { setStock } from './set-stock.ts';
import {
  type OfferRecord,
  offerModel,
  offerPicturesOf,
  offersOf,
  offerUsesOf,
  requestedMovementsOf,
  type StockMovementRecord,
  stockMovementsOf,
} from './store.ts';
import { takeAtOnce } from './take-at-once.ts';
import { leftOf, withdrawAll } from './withdraw-all.ts';

/** What shops give for points: terms, stock, and what each person has taken. */
export interface Offers {
  create(principal: Principal, shopId: string, input: BodyOf<typeof contract.create>): Promise<Offer | Refusal>;
  change(principal: Principal, offerId: string, input: BodyOf<typeof contract.change>): Promise<Offer | Refusal>;
  setStock(
    principal: Principal,
    offerId: string,
    input: BodyOf<typeof contract.setStock>,
    request: RequestIdentity,
  ): Promise<Offer | Refusal>;
  find(offerId: string): Promise<OfferRecord | null>;
  /** Who pays the shop for it; null where there is no such payer above the shop any more. */
  payerOf(offer: OfferRecord): Promise<PayerOfOffer | null>;
  /** Why a person may not redeem an offer, by where they live and their age; or null. */
  whyNotFor(offer: OfferRecord, person: Pick<Person, 'personId' | 'unitPath'>): Promise<Refusal | null>;
  /** What shops offer now to a person, as residents see it, by shop id. */
  onSale(
    shops: readonly Pick<ShopRecord, '_id' | 'name'>[],
    personId: string | null,
  ): Promise<ReadonlyMap<string, PublicOffer[]>>;
  /** Takes pieces for an open redemption, once; or says why it cannot. */
  reserve(pieces: ReservedPieces, nowMs: number): Promise<Refusal | null>;
  /** Takes pieces for good as part of a transaction; false, or a duplicate key, where there are not enough. */
  takeAtOnce(session: ClientSession, pieces: ReservedPieces, nowMs: number): Promise<boolean>;
  /** The pieces of a redemption are gone for good. */
  settle(pieces: ReservedPieces): Promise<void>;
  /** Gives back what a redemption has reserved and not settled. */
  release(pieces: ReservedPieces): Promise<void>;
  /** Puts the pieces of a fully refunded redemption back on the shelf, once. */
  giveBack(pieces: ReservedPieces & { readonly userId: string }): Promise<void>;
  /** Withdraws what shops offer, in the transaction that closes them. */
  withdrawAll(session: ClientSession, shopIds: readonly string[]): Promise<void>;
  /** What these shops offer, and what of it is counted and still there. */
  leftOf(shopIds: readonly string[]): Promise<{ offers: number; stockOffers: number; stockPieces: number }>;
  /** What these redemptions took off the shelf and what came back of them, by redemption. */
  movementsOfRedemptions(redemptionIds: readonly string[]): Promise<ReadonlyMap<string, StockMovementRecord[]>>;
  routes(router: ApiRouter): void;
}

export function createOffers(needs: OfferNeeds): Offers {
  const { db, connection } = needs.platform;
  const deps: OfferDeps = {
    ...needs,
    connection,
    model: offerModel(connection),
    offers: offersOf(db),
    uses: offerUsesOf(db),
    movements: stockMovementsOf(db),
    requestedMovements: requestedMovementsOf(db),
    pictures: offerPicturesOf(db),
  };
  return {
    create: (principal, shopId, input) => createOffer(deps, principal, shopId, input),
    change: (principal, offerId, input) => changeOffer(deps, principal, offerId, input),
    setStock: (principal, offerId, input, request) => setStock(deps, principal, offerId, input, request),
    find: (offerId) => findOffer(deps, offerId),
    payerOf: (offer) => payerOf(deps, offer),
    whyNotFor: (offer, person) => whyNotForPerson(deps, offer, person),
    onSale: (shops, personId) => onSale(deps, shops, personId),
    reserve: (pieces, nowMs) => reserve(deps, pieces, nowMs),
    takeAtOnce: (session, pieces, nowMs) => takeAtOnce(deps, session, pieces, nowMs),
    settle: (pieces) => settle(deps, pieces),
    release: (pieces) => release(deps, pieces),
    giveBack: (pieces) => giveBack(deps, pieces),
    withdrawAll: (session, shopIds) => withdrawAll(deps, session, shopIds),
    leftOf: (shopIds) => leftOf(deps, shopIds),
    movementsOfRedemptions: (redemptionIds) => movementsOfRedemptions(deps, redemptionIds),
    routes: (router) => offerRoutes(router, deps),
  };
}
