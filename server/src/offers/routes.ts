import { offers as contract, isRefusal, type Offer, type Refusal } from '@red-points/shared/contracts';
import type { Response } from 'express';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { sendVersion } from '../http/version.ts';
import { changeOffer } from './change-offer.ts';
import { createOffer } from './create-offer.ts';
import type { OfferDeps } from './deps.ts';
import { listOffers, listOfShop } from './list-offers.ts';
import { keepPicture, sendPicture } from './pictures.ts';
import { searchOffers } from './search-offers.ts';
import { setStock } from './set-stock.ts';
import { listMovements, stockReport } from './stock-report.ts';

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
  route(router, contract.setStock, async ({ principal, params, body, res, identity }) =>
    withVersion(res, await setStock(deps, principal, params.offerId, body, identity())),
  );
  route(router, contract.movements, ({ principal, params, query }) =>
    listMovements(deps, principal, params.offerId, query),
  );
  route(router, contract.stockReport, ({ principal, params, query }) =>
    stockReport(deps, principal, params.shopId, query),
  );
  route(router, contract.uploadPicture, ({ principal, params, req }) =>
    keepPicture(deps, principal, params.shopId, req),
  );
  publicRoute(router, contract.picture, ({ params, res }) => sendPicture(deps, params.pictureId, res));
  route(router, contract.search, ({ principal, query }) => searchOffers(deps, principal, query));
  route(router, contract.listOfShop, ({ principal, params }) => listOfShop(deps, principal, params.shopId));
  route(router, contract.list, ({ principal, query }) => listOffers(deps, principal, query));
}
