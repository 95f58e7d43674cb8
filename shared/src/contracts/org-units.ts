import { z } from 'zod';
import { nameSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const UNIT_KINDS = ['city', 'district', 'street', 'community', 'grid'] as const;

export const orgUnitSchema = z.object({
  id: unitIdSchema,
  name: nameSchema,
  kind: z.enum(UNIT_KINDS),
  parentId: unitIdSchema.nullable(),
  /** Root first, itself last. */
  ancestorIds: z.array(unitIdSchema),
  /** Crosses the tree: a shopping quarter, a delivery hub (专属网格). */
  exclusive: z.boolean(),
  /** Has a neighbourhood centre (邻里中心). */
  centreName: z.string().nullable(),
});
export type OrgUnit = z.infer<typeof orgUnitSchema>;

export const orgUnits = {
  list: defineEndpoint({
    id: 'orgUnits.list',
    method: 'GET',
    path: '/org-units',
    summary: 'The tree: the unit `below` and everything below it, parents before children',
    access: 'public',
    query: z.object({ below: unitIdSchema.optional(), kind: z.enum(UNIT_KINDS).optional() }),
    response: z.object({ items: z.array(orgUnitSchema) }),
  }),
  create: defineEndpoint({
    id: 'orgUnits.create',
    method: 'POST',
    path: '/org-units',
    summary: 'Add a unit below another',
    access: 'org_units.manage',
    body: z.object({
      id: unitIdSchema,
      name: nameSchema,
      kind: z.enum(UNIT_KINDS),
      parentId: unitIdSchema.nullable(),
      exclusive: z.boolean().default(false),
      centreName: nameSchema.nullable().default(null),
    }),
    response: orgUnitSchema,
    status: 201,
  }),
  rename: defineEndpoint({
    id: 'orgUnits.rename',
    method: 'PATCH',
    path: '/org-units/:unitId',
    summary: 'Rename a unit',
    access: 'org_units.manage',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({ name: nameSchema, centreName: nameSchema.nullable().optional() }),
    response: orgUnitSchema,
  }),
};
