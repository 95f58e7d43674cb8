import { z } from 'zod';
import { CREDITED_TO } from '../domain/accounts/index.ts';
import { dateSchema, idSchema, instantSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const creditingSettingSchema = z.object({
  creditedTo: z.enum(CREDITED_TO),
  from: dateSchema,
  decidedAt: instantSchema,
  decidedByName: z.string(),
});

/** Whose account is credited in a unit: what counts today, and what the unit itself ever set. */
export const creditingSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  creditedTo: z.enum(['person', 'household']),
  /** The unit whose setting counts; null where none ever said anything. */
  setBy: z.object({ unitId: unitIdSchema, unitName: z.string(), from: dateSchema }).nullable(),
  /** The unit's own settings, the newest first; one may lie ahead. */
  settings: z.array(creditingSettingSchema),
});
export type Crediting = z.infer<typeof creditingSchema>;

/** What this session's person may look into: their own account and those they share. */
export const ownAccountLineSchema = z.object({
  accountId: idSchema,
  /** `own`, the household's, an organisation's that they speak for, or an old one that was joined into theirs. */
  kind: z.enum(['own', 'household', 'organisation', 'joined']),
  name: z.string(),
  available: z.int(),
  /** Whether this person's earnings go there today. */
  credited: z.boolean(),
  closed: z.boolean(),
});
export type OwnAccountLine = z.infer<typeof ownAccountLineSchema>;

export const accounts = {
  crediting: defineEndpoint({
    id: 'accounts.crediting',
    method: 'GET',
    path: '/org-units/:unitId/crediting',
    summary: "Whether earnings of a household's members go to the household's account, in this unit",
    access: 'people.read',
    params: z.object({ unitId: unitIdSchema }),
    response: creditingSchema,
  }),
  setCrediting: defineEndpoint({
    id: 'accounts.setCrediting',
    method: 'POST',
    path: '/org-units/:unitId/crediting',
    summary: 'Decide it for the unit and below, from a day on. Nothing that was credited before changes.',
    access: 'crediting.manage',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({
      creditedTo: z.enum(CREDITED_TO),
      /** Today unless said; not earlier. */
      from: dateSchema.optional(),
    }),
    response: creditingSchema,
    status: 201,
  }),
  own: defineEndpoint({
    id: 'accounts.own',
    method: 'GET',
    path: '/me/accounts',
    summary: 'The accounts that this session may look into: own, household, organisations, joined ones',
    access: 'account.read_own',
    response: z.object({ items: z.array(ownAccountLineSchema) }),
  }),
};
