import { z } from 'zod';
import { idSchema, instantSchema, nameSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const SHOP_APPLICATION_STATES = ['draft', 'submitted', 'returned', 'approved', 'refused', 'withdrawn'] as const;

/** What the owner of a shop says of it; a draft may lack anything. */
const draftFields = {
  shopName: z.string().trim().max(50),
  kind: z.enum(['canteen', 'store', 'service']),
  /** The community whose residents it wants to serve. */
  unitId: unitIdSchema.nullable(),
  address: z.string().trim().max(100),
  /** 统一社会信用代码 or 注册号 of the business licence. */
  licenceNumber: z.string().trim().max(30),
  contactName: z.string().trim().max(50),
  /** What it would give for points, in the owner's words. */
  plan: z.string().trim().max(300),
  /** An uploaded photo of the licence; null for none. */
  licencePhotoId: idSchema.nullable().default(null),
};
export const shopApplicationDraftSchema = z.object(draftFields);
export type ShopApplicationDraft = z.output<typeof shopApplicationDraftSchema>;

/** What has to be said before it is sent in: 15 digits (old registrations) or 18 characters without I, O, S, V and Z. */
export const shopApplicationSchema = z.object({
  ...draftFields,
  shopName: nameSchema,
  unitId: unitIdSchema,
  address: z.string().trim().min(2).max(100),
  licenceNumber: z.string().regex(/^(\d{15}|[0-9A-HJ-NP-RTUWXY]{18})$/),
  contactName: nameSchema,
});

const ownFields = {
  ...draftFields,
  applicationId: idSchema,
  state: z.enum(SHOP_APPLICATION_STATES),
  unitName: z.string().nullable(),
  /** Why it was returned or refused. */
  reason: z.string().nullable(),
  submittedAt: instantSchema.nullable(),
  decidedAt: instantSchema.nullable(),
  /** The shop that came of it. */
  shopId: idSchema.nullable(),
  version: z.int(),
};
export const ownShopApplicationSchema = z.object(ownFields);
export type OwnShopApplication = z.infer<typeof ownShopApplicationSchema>;

/** What may be the same shop: another application, or a shop that takes part already. */
export const duplicateSchema = z.object({
  kind: z.enum(['application', 'shop']),
  id: idSchema,
  name: z.string(),
  unitName: z.string(),
  state: z.enum([...SHOP_APPLICATION_STATES, 'applied', 'active', 'suspended', 'closed']),
  /** What is the same. */
  same: z.enum(['licence', 'name', 'phone']),
});

export const staffShopApplicationSchema = z.object({
  ...ownFields,
  /** Of the phone that applied: `138****1234`. */
  maskedPhone: z.string(),
  decidedByName: z.string().nullable(),
});
export type StaffShopApplication = z.infer<typeof staffShopApplicationSchema>;

const params = z.object({ applicationId: idSchema });

export const shopApplications = {
  listOwn: defineEndpoint({
    id: 'shopApplications.listOwn',
    method: 'GET',
    path: '/me/shop-applications',
    summary: 'Applications of the phone that is signed in, newest first',
    access: 'shop_applications.own',
    response: z.object({ items: z.array(ownShopApplicationSchema) }),
  }),
  draft: defineEndpoint({
    id: 'shopApplications.draft',
    method: 'POST',
    path: '/me/shop-applications',
    summary: 'Begin an application to take part as a shop',
    access: 'shop_applications.own',
    body: shopApplicationDraftSchema,
    response: ownShopApplicationSchema,
    status: 201,
  }),
  uploadLicence: defineEndpoint({
    id: 'shopApplications.uploadLicence',
    method: 'POST',
    path: '/me/shop-licence-photos',
    summary:
      'Upload a photo of the business licence: JPEG, PNG or WebP of at most 10 MB, told by its content and made anew',
    access: 'shop_applications.own',
    response: z.object({ licencePhotoId: idSchema }),
    status: 201,
    raw: 'upload',
  }),
  ownLicence: defineEndpoint({
    id: 'shopApplications.ownLicence',
    method: 'GET',
    path: '/me/shop-licence-photos/:licencePhotoId',
    summary: 'A photo of a licence, for whoever uploaded it',
    access: 'shop_applications.own',
    params: z.object({ licencePhotoId: idSchema }),
    raw: 'file',
  }),
  licence: defineEndpoint({
    id: 'shopApplications.licence',
    method: 'GET',
    path: '/shop-applications/:applicationId/licence-photo',
    summary: 'The photo of the licence, for who may decide on the application; each look is on record',
    access: 'shop_applications.decide',
    params,
    raw: 'file',
  }),
  change: defineEndpoint({
    id: 'shopApplications.change',
    method: 'PUT',
    path: '/me/shop-applications/:applicationId',
    summary: 'Change a draft, or an application that was returned',
    access: 'shop_applications.own',
    params,
    body: shopApplicationDraftSchema.extend({ version: z.int() }),
    response: ownShopApplicationSchema,
  }),
  submit: defineEndpoint({
    id: 'shopApplications.submit',
    method: 'POST',
    path: '/me/shop-applications/:applicationId/submission',
    summary: 'Send an application to the community',
    access: 'shop_applications.own',
    params,
    response: ownShopApplicationSchema,
  }),
  withdraw: defineEndpoint({
    id: 'shopApplications.withdraw',
    method: 'POST',
    path: '/me/shop-applications/:applicationId/withdrawal',
    summary: 'Take an application back that was not decided',
    access: 'shop_applications.own',
    params,
    response: ownShopApplicationSchema,
  }),
  list: defineEndpoint({
    id: 'shopApplications.list',
    method: 'GET',
    path: '/shop-applications',
    summary: 'Applications to a unit and below, newest first; never drafts',
    access: 'shop_applications.read',
    query: z.object({
      ...pageQuery,
      unitId: unitIdSchema.optional(),
      state: z.enum(['submitted', 'returned', 'approved', 'refused', 'withdrawn']).optional(),
    }),
    response: pageOf(staffShopApplicationSchema),
  }),
  get: defineEndpoint({
    id: 'shopApplications.get',
    method: 'GET',
    path: '/shop-applications/:applicationId',
    summary: 'One application, with what may be the same shop',
    access: 'shop_applications.read',
    params,
    response: staffShopApplicationSchema.extend({ duplicates: z.array(duplicateSchema) }),
  }),
  decide: defineEndpoint({
    id: 'shopApplications.decide',
    method: 'POST',
    path: '/shop-applications/:applicationId/decision',
    summary: 'Approve (makes the shop and its owner), return to be changed, or refuse; with reasons but for approval',
    access: 'shop_applications.decide',
    params,
    body: z.discriminatedUnion('decision', [
      z.object({ decision: z.literal('approve') }),
      z.object({ decision: z.literal('return'), reason: reasonSchema }),
      z.object({ decision: z.literal('refuse'), reason: reasonSchema }),
    ]),
    response: staffShopApplicationSchema,
  }),
};
