import { offers as contract, isRefusal, type Offer, type Refusal } from '@red-points/shared/contracts';
import type { Response } from 'express';
import { type ApiRouter, route } from '../http/route.ts';
import { sendVersion } from '../http/version.ts';
import { changeOffer } from './change-offer.ts';
import { createOffer } from './create-offer.ts';
import type { OfferDeps } from './deps.ts';
import { listOffers, listOfShop } from './list-offers.ts';
import { setStock } from './set-stock.ts';

function withVersion(res: Response, offer: Offer | Refusal): Offer | Refusal {
  if (!isRefusal(offer)) sendVersion(res, offer.version);
  return offer;
}

export function offerRoutes(router: ApiRouter, deps: OfferDeps): void {
  route(router, contract.create, async ({ principal, params, body, res }) =>
    withVersion(res, await createOffer(deps, principal, params.shopId, body)),
  );
  route(router, contract.change, async ({ principal, params, body, res }) =>
    withVersion(res, await changeOffer(deps, principal, params.offerId, body)),
  );
  route(router, contract.setStock, async ({ principal, params, body, res }) =>
    withVersion(res, await setStock(deps, principal, params.offerId, body)),
  );
  route(router, contract.listOfShop, ({ principal, params }) => listOfShop(deps, principal, params.shopId));
  route(router, contract.list, ({ principal, query }) => listOffers(deps, principal, query));
}
