import { z } from 'zod';
import { CATEGORY_ICONS } from '../domain/categories/index.ts';
import { categorySchema, nameSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const categoryFields = {
  titleZh: nameSchema,
  titleEn: nameSchema,
  icon: z.enum(CATEGORY_ICONS),
  order: z.int().min(0).max(9999),
  active: z.boolean(),
};

export const ruleCategorySchema = z.object({
  code: categorySchema,
  ...categoryFields,
  /** 0 for one that nobody has changed yet. */
  version: z.int(),
});
export type RuleCategory = z.infer<typeof ruleCategorySchema>;

export const categories = {
  list: defineEndpoint({
    id: 'categories.list',
    method: 'GET',
    path: '/categories',
    summary: 'The categories of the scheme, in order; those not offered any more included',
    access: 'public',
    response: z.object({ items: z.array(ruleCategorySchema) }),
  }),
  add: defineEndpoint({
    id: 'categories.add',
    method: 'POST',
    path: '/categories',
    summary: 'Add a category; its code stays for ever',
    access: 'categories.manage',
    body: z.object({ code: categorySchema, ...categoryFields, active: z.boolean().default(true) }),
    response: ruleCategorySchema,
    status: 201,
  }),
  change: defineEndpoint({
    id: 'categories.change',
    method: 'PUT',
    path: '/categories/:code',
    summary: 'Change titles, icon, order, or whether a category is offered',
    access: 'categories.manage',
    params: z.object({ code: categorySchema }),
    body: z.object({ ...categoryFields, version: z.int() }),
    response: ruleCategorySchema,
  }),
};
