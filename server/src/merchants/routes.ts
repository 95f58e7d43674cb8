import { shops as contract, isRefusal, shopOpening } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import { sendVersion } from '../http/version.ts';
import { confirmAgreement, listAgreements, proposeAgreement } from './agree.ts';
import { approveShop } from './approve-shop.ts';
import { listBranches } from './branches.ts';
import { createShop } from './create-shop.ts';
import type { MerchantDeps } from './deps.ts';
import { getShop, listShops } from './list-shops.ts';
import { getOpening, setOpening } from './opening.ts';
import { readPoster, replacePoster } from './poster.ts';
import { listNearby, lookPosterUp } from './public-shops.ts';
import { setAccepting } from './set-accepting.ts';
import { suspendShop } from './suspend-shop.ts';

export function merchantRoutes(router: ApiRouter, deps: MerchantDeps): void {
  route(router, contract.create, ({ principal, body }) => createShop(deps, principal, body));
  route(router, contract.approve, ({ principal, params }) => approveShop(deps, principal, params.shopId));
  route(router, contract.suspend, ({ principal, params, body }) =>
    suspendShop(deps, principal, params.shopId, body.reason),
  );
  route(router, contract.agreements, ({ principal, params }) => listAgreements(deps, principal, params.shopId));
  route(router, contract.proposeAgreement, ({ principal, params, body }) =>
    proposeAgreement(deps, principal, params.shopId, body),
  );
  route(router, contract.confirmAgreement, ({ principal, params, body }) =>
    confirmAgreement(deps, principal, params.shopId, body.number),
  );
  route(router, contract.list, ({ principal, query }) => listShops(deps, principal, query));
  route(router, contract.get, async ({ principal, params, res }) => {
    const shop = await getShop(deps, principal, params.shopId);
    if (!isRefusal(shop)) sendVersion(res, shop.version);
    return shop;
  });
  route(router, contract.branches, ({ principal, params }) => listBranches(deps, principal, params.shopId));
  route(router, shopOpening.get, ({ principal, params }) => getOpening(deps, principal, params.shopId));
  route(router, shopOpening.set, ({ principal, params, body }) => setOpening(deps, principal, params.shopId, body));
  route(router, contract.setAccepting, ({ principal, params, body }) =>
    setAccepting(deps, principal, params.shopId, body.accepting),
  );
  route(router, contract.poster, ({ principal, params }) => readPoster(deps, principal, params.shopId));
  route(router, contract.replacePoster, ({ principal, params, body, identity }) =>
    replacePoster(deps, principal, params.shopId, body.reason, identity()),
  );
  route(router, contract.byPoster, ({ principal, body }) => lookPosterUp(deps, principal, body.code));
  route(router, contract.nearby, ({ principal, query }) => listNearby(deps, principal, query));
}
