import { z } from 'zod';
import { idSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { publicOfferSchema } from './offers.ts';

const response = z.object({ items: z.array(publicOfferSchema) });

/** What a shop offers now to the person at its till, as that person would see it. */
export const redeemableOffers = {
  forScan: defineEndpoint({
    id: 'redeemableOffers.forScan',
    method: 'GET',
    path: '/redemption-codes/scans/:scanId/offers',
    summary: 'What the scanned resident may redeem at this shop now, cheapest first',
    access: 'redemptions.serve',
    params: z.object({ scanId: idSchema }),
    response,
  }),
  forPerson: defineEndpoint({
    id: 'redeemableOffers.forPerson',
    method: 'GET',
    path: '/people/:personId/shops/:shopId/offers',
    summary: 'What somebody without a phone may redeem at a shop now, for the officer beside them; cheapest first',
    access: 'redemptions.assist',
    params: z.object({ personId: idSchema, shopId: idSchema }),
    response,
  }),
};
