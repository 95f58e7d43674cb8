import { shopClosings as contract, isRefusal } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import { carryOnJob } from '../platform/carry-on-job.ts';
import type { Waiting } from '../platform/waiting.ts';
import { carryClosingOn, confirmClosing } from './confirm-closing.ts';
import type { ShopClosingDeps, ShopClosingNeeds } from './deps.ts';
import { closingView, getClosing } from './view.ts';

/** Goes on with closings whose process ended. */
export const SHOP_CLOSINGS_JOB = 'shop-closings.carry-on';

/** A shop takes part no more: proposed by one of its office, confirmed by another, and final. */
export interface ShopClosings {
  /** Closings that wait for this person's word, in a unit and below: another one proposed them. */
  waiting(unitId: string, oneself: Pick<OneselfIds, 'signIns'>): Promise<Waiting>;
  /** Tells it what shops are owed, which is known to a noun that is made after this one. */
  provideOwed(owedTo: ShopClosingDeps['owedTo']): void;
  routes(router: ApiRouter): void;
}

export function createShopClosings(needs: ShopClosingNeeds): ShopClosings {
  let owedTo: ShopClosingDeps['owedTo'] = () => Promise.reject(new Error('nobody has said what shops are owed'));
  const deps: ShopClosingDeps = { ...needs, owedTo: (shopIds) => owedTo(shopIds) };
  needs.jobs.register(
    carryOnJob({
      name: SHOP_CLOSINGS_JOB,
      what: 'shop',
      collection: needs.merchants.closings.collection,
      underWay: { state: 'closed' },
      carryOn: (shop) => carryClosingOn(deps, shop),
      logger: needs.logger,
    }),
  );
  return {
    waiting: (unitId, oneself) => needs.merchants.closings.waiting(unitId, oneself),
    provideOwed: (provided) => {
      owedTo = provided;
    },
    routes: (router) => {
      route(router, contract.get, ({ principal, params }) => getClosing(deps, principal, params.shopId));
      route(router, contract.propose, async ({ principal, params, body }) => {
        const proposed = await needs.merchants.closings.propose(principal, params.shopId, body.reason);
        return isRefusal(proposed) ? proposed : closingView(deps, principal, proposed);
      });
      route(router, contract.withdraw, ({ principal, params, body }) =>
        needs.merchants.closings.withdraw(principal, { ...params, ...body }),
      );
      route(router, contract.confirm, ({ principal, params, body, identity }) =>
        confirmClosing(deps, principal, params.shopId, body, identity()),
      );
    },
  };
}
