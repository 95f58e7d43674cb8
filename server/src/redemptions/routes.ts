import {
  redemptionCodes as codesContract,
  redemptions as contract,
  isRefusal,
  type Redemption,
  type Refusal,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import { approve, confirm, decline, revoke } from './act.ts';
import { createCode } from './create-code.ts';
import type { RedemptionDeps } from './deps.ts';
import { getByKey, getRedemption, listForStaff, listOfShop, listOwn } from './read.ts';
import { refund } from './refund.ts';
import { scanCode } from './scan-code.ts';
import { startByPoster } from './start-by-poster.ts';
import { startByScan } from './start-by-scan.ts';
import type { RedemptionRecord } from './store.ts';
import { viewFor } from './view.ts';

export function redemptionRoutes(router: ApiRouter, deps: RedemptionDeps): void {
  const shown = async (principal: Principal, outcome: RedemptionRecord | Refusal): Promise<Redemption | Refusal> =>
    isRefusal(outcome) ? outcome : viewFor(deps, principal, outcome);

  route(router, codesContract.create, ({ principal }) => createCode(deps, principal));
  route(router, codesContract.scan, ({ principal, body }) => scanCode(deps, principal, body));

  route(router, contract.startByScan, async ({ principal, body, identity }) =>
    shown(principal, await startByScan(deps, principal, body, identity())),
  );
  route(router, contract.startByPoster, async ({ principal, body, identity }) =>
    shown(principal, await startByPoster(deps, principal, body, identity())),
  );
  route(router, contract.approve, async ({ principal, params }) =>
    shown(principal, await approve(deps, principal, params.redemptionId)),
  );
  route(router, contract.confirm, async ({ principal, params }) =>
    shown(principal, await confirm(deps, principal, params.redemptionId)),
  );
  route(router, contract.decline, async ({ principal, params, body, identity }) =>
    shown(principal, await decline(deps, principal, params.redemptionId, body.reason, identity())),
  );
  route(router, contract.revoke, async ({ principal, params }) =>
    shown(principal, await revoke(deps, principal, params.redemptionId)),
  );
  route(router, contract.refund, async ({ principal, params, body, identity }) =>
    shown(principal, await refund(deps, principal, params.redemptionId, body, identity())),
  );
  route(router, contract.byKey, ({ principal, params }) => getByKey(deps, principal, params.key));
  route(router, contract.get, ({ principal, params }) => getRedemption(deps, principal, params.redemptionId));
  route(router, contract.listOwn, ({ principal, query }) => listOwn(deps, principal, query));
  route(router, contract.listOfShop, ({ principal, params, query }) =>
    listOfShop(deps, principal, params.shopId, query),
  );
  route(router, contract.list, ({ principal, query }) => listForStaff(deps, principal, query));
}
