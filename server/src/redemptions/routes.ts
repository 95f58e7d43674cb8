import {
  redemptionCodes as codesContract,
  redemptions as contract,
  isRefusal,
  type Redemption,
  type Refusal,
  redeemableOffers,
  refunds as refundsContract,
  redemptionSettings as settingsContract,
  signSheets,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type ApiRouter, route } from '../http/route.ts';
import { approve, confirm, decline, revoke } from './act.ts';
import { agreeByPin } from './agree-by-pin.ts';
import { confirmRefund, withdrawRefund } from './confirm-refund.ts';
import { createCode } from './create-code.ts';
import type { RedemptionDeps } from './deps.ts';
import { listRefunds } from './list-refunds.ts';
import { getByKey, getRedemption, listForStaff, listOfShop, listOwn } from './read.ts';
import { redeemableForPerson, redeemableForScan } from './redeemable.ts';
import { refund } from './refund.ts';
import { scanCode } from './scan-code.ts';
import { readSettings, setSettings } from './settings.ts';
import { readShopCaps } from './shop-caps-left.ts';
import { readSignSheet } from './sign-sheet.ts';
import { startByPoster } from './start-by-poster.ts';
import { startByScan } from './start-by-scan.ts';
import { startForPerson } from './start-for-person.ts';
import type { RedemptionRecord } from './store.ts';
import { viewFor } from './view.ts';

export function redemptionRoutes(router: ApiRouter, deps: RedemptionDeps): void {
  const shown = async (principal: Principal, outcome: RedemptionRecord | Refusal): Promise<Redemption | Refusal> =>
    isRefusal(outcome) ? outcome : viewFor(deps, principal, outcome);

  route(router, codesContract.create, ({ principal, body }) => createCode(deps, principal, body));
  route(router, codesContract.scan, ({ principal, body }) => scanCode(deps, principal, body));

  route(router, codesContract.agree, ({ principal, params, body }) => agreeByPin(deps, principal, params.scanId, body));
  route(router, redeemableOffers.forScan, ({ principal, params }) => redeemableForScan(deps, principal, params.scanId));
  route(router, redeemableOffers.forPerson, ({ principal, params }) => redeemableForPerson(deps, principal, params));
  route(router, settingsContract.get, ({ principal, params }) => readSettings(deps, principal, params.unitId));
  route(router, settingsContract.ofShop, ({ principal, params }) => readShopCaps(deps, principal, params.shopId));
  route(router, settingsContract.set, ({ principal, params, body }) =>
    setSettings(deps, principal, params.unitId, body),
  );

  route(router, contract.startByScan, async ({ principal, body, identity }) => {
    const { outcome, names } = await startByScan(deps, principal, body, identity());
    return isRefusal(outcome) ? outcome : viewFor(deps, principal, outcome, await names);
  });
  route(router, contract.startByPoster, async ({ principal, body, identity }) =>
    shown(principal, await startByPoster(deps, principal, body, identity())),
  );
  route(router, contract.startForPerson, async ({ principal, params, body, identity }) =>
    shown(principal, await startForPerson(deps, principal, params.personId, body, identity())),
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
  route(router, contract.confirmRefund, async ({ principal, params, identity }) =>
    shown(principal, await confirmRefund(deps, principal, params, identity())),
  );
  route(router, contract.withdrawRefund, async ({ principal, params }) =>
    shown(principal, await withdrawRefund(deps, principal, params)),
  );
  route(router, refundsContract.ofRedemption, ({ principal, params }) =>
    listRefunds(deps, principal, params.redemptionId),
  );
  route(router, contract.byKey, ({ principal, params }) => getByKey(deps, principal, params.key));
  route(router, contract.get, ({ principal, params }) => getRedemption(deps, principal, params.redemptionId));
  route(router, contract.listOwn, ({ principal, query }) => listOwn(deps, principal, query));
  route(router, contract.listOfShop, ({ principal, params, query }) =>
    listOfShop(deps, principal, params.shopId, query),
  );
  route(router, signSheets.get, ({ principal, params, query }) => readSignSheet(deps, principal, params.shopId, query));
  route(router, contract.list, ({ principal, query }) => listForStaff(deps, principal, query));
}
