import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, pageQuery, pointsSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** 兑换签收表: what was handed over at a shop, to be signed for on paper. */
export const signSheets = {
  get: defineEndpoint({
    id: 'signSheets.get',
    method: 'GET',
    path: '/shops/:shopId/sign-sheet',
    summary: 'What was handed over at a shop on at most 31 days, oldest first, with masked names',
    access: 'redemptions.read',
    params: z.object({ shopId: idSchema }),
    query: z.object({ ...pageQuery, from: dateSchema, until: dateSchema }),
    response: z.object({
      shopName: z.string(),
      unitName: z.string(),
      items: z.array(
        z.object({
          /** Runs through all pages. */
          number: z.int(),
          redemptionId: idSchema,
          at: instantSchema,
          shortCode: z.string(),
          maskedName: z.string(),
          title: z.string(),
          quantity: z.int(),
          points: pointsSchema,
          /** Points that went back since. */
          refundedPoints: pointsSchema,
        }),
      ),
      nextCursor: z.string().nullable(),
    }),
  }),
};
