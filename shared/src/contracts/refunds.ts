import { z } from 'zod';
import { idSchema, instantSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** `proposed` until a second person's word, `asked` until the ledger has answered. */
export const REFUND_STATES = ['proposed', 'withdrawn', 'lapsed', 'asked', 'posted', 'refused'] as const;

/** One act of giving points back, whatever came of it. */
export const refundSchema = z.object({
  /** Its number within the redemption. */
  number: z.int(),
  state: z.enum(REFUND_STATES),
  points: z.int(),
  reason: z.string(),
  at: instantSchema,
  byName: z.string(),
  /** Who gave the second word, or ended it; null where nobody had to or has yet. */
  decidedByName: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
});
export type Refund = z.infer<typeof refundSchema>;

export const redemptionRefundsSchema = z.object({
  /** In the order in which they were asked for. */
  items: z.array(refundSchema),
  /** Points that can still be given back; 0 where nothing was spent. Those that wait for a word are not among them. */
  leftPoints: z.int(),
  /** Up to this many of them the caller's own word is enough now; above it a second person of the office confirms. */
  alonePoints: z.int(),
  /** Working days that a second word is waited for. */
  answerDays: z.int(),
  /** Whether the caller may give points back: by their role, and not to themselves or their family. */
  mayRefund: z.boolean(),
});
export type RedemptionRefunds = z.infer<typeof redemptionRefundsSchema>;

export const refunds = {
  ofRedemption: defineEndpoint({
    id: 'refunds.ofRedemption',
    method: 'GET',
    path: '/redemptions/:redemptionId/refunds',
    summary: 'What was given back of a redemption, and how much the caller may still give back alone',
    access: 'redemptions.read',
    params: z.object({ redemptionId: idSchema }),
    response: redemptionRefundsSchema,
  }),
};
