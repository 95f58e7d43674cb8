import { z } from 'zod';
import { idSchema, instantSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const personParams = z.object({ personId: idSchema });

export const cardSchema = z.object({
  personId: idSchema,
  maskedName: z.string(),
  unitName: z.string(),
  /** How many cards this person has had; printed on the card. */
  serial: z.int(),
  /** Text of the QR code on the card: an upper-case URL that names nobody. */
  codeUrl: z.string(),
  issuedAt: instantSchema,
  issuedByName: z.string(),
});
export type ResidentCard = z.infer<typeof cardSchema>;

/** Printed cards (居民卡) for people without a phone: staff scan them; a card alone spends nothing. */
export const cards = {
  get: defineEndpoint({
    id: 'cards.get',
    method: 'GET',
    path: '/people/:personId/card',
    summary: 'The card that works now, to print it again; null where there is none',
    access: 'cards.read',
    params: personParams,
    response: z.object({ card: cardSchema.nullable() }),
  }),
  issue: defineEndpoint({
    id: 'cards.issue',
    method: 'POST',
    path: '/people/:personId/card',
    summary: 'Issue a card, or a new one: the card before stops working at once',
    access: 'cards.manage',
    params: personParams,
    response: cardSchema,
    status: 201,
  }),
  find: defineEndpoint({
    id: 'cards.find',
    method: 'POST',
    path: '/cards/scans',
    summary: 'Whose card was scanned, to help them',
    access: 'cards.read',
    body: z.object({ code: z.string().min(1).max(300) }),
    response: z.object({ personId: idSchema, maskedName: z.string(), unitName: z.string() }),
  }),
  revoke: defineEndpoint({
    id: 'cards.revoke',
    method: 'DELETE',
    path: '/people/:personId/card',
    summary: 'A lost card stops working; no other is issued',
    access: 'cards.manage',
    params: personParams,
    status: 204,
  }),
};
