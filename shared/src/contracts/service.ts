import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, nameSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** Hours of a category; `none` for what corrections added or took. */
const categoryServiceSchema = z.object({ category: z.string(), minutes: z.int(), items: z.int() });

const totals = {
  minutes: z.int(),
  /** Credits with hours, those reversed not counted. */
  items: z.int(),
  byCategory: z.array(categoryServiceSchema),
};

/** Somebody's own hours, whichever accounts they were credited to, and the star level that they give. */
export const serviceRecordSchema = z.object({
  personId: idSchema,
  ...totals,
  stars: z.int(),
  /** Since when each level is held, the lowest first. */
  reached: z.array(z.object({ stars: z.int(), hours: z.int(), day: dateSchema })),
  next: z.object({ stars: z.int(), hours: z.int(), minutesLeft: z.int() }).nullable(),
  /** First and last day of service; null where there is none. */
  firstDay: dateSchema.nullable(),
  lastDay: dateSchema.nullable(),
});
export type ServiceRecord = z.infer<typeof serviceRecordSchema>;

const certificateFacts = {
  /** `7Q2M-5TQ6-09KD-XW3H` */
  code: z.string(),
  unitName: z.string(),
  /** The period, both ends included; null for all hours up to the day of issue. */
  from: dateSchema.nullable(),
  until: dateSchema.nullable(),
  issuedAt: instantSchema,
  ...totals,
  /** The star level on the day of issue, 0 to 5. */
  stars: z.int(),
  starsSince: dateSchema.nullable(),
};

/** 志愿服务记录证明 as it is printed: with the whole name, for whom it is about and the office that hands it out. */
export const certificateSchema = z.object({
  certificateId: idSchema,
  name: z.string(),
  maskedName: z.string(),
  ...certificateFacts,
  /** What its QR code holds: the public page that checks it. */
  checkUrl: z.string(),
});
export type Certificate = z.infer<typeof certificateSchema>;

export const certificateLineSchema = z.object({
  certificateId: idSchema,
  ...certificateFacts,
  issuedByName: z.string().nullable(),
});
export type CertificateLine = z.infer<typeof certificateLineSchema>;

/** What anybody reads who has the paper's code: what the paper says, the name masked. */
export const certificateCheckSchema = z.object({
  maskedName: z.string(),
  ...certificateFacts,
  /** The same period by the ledger of now, where that is not what the paper says any more. */
  now: z.object({ minutes: z.int(), items: z.int(), stars: z.int() }).nullable(),
});
export type CertificateCheck = z.infer<typeof certificateCheckSchema>;

export const starSettingsSchema = z.object({
  /** Hours of one to five stars. */
  hours: z.array(z.int().min(1).max(100_000)).length(5),
  /** 0 while nobody has changed them. */
  version: z.int(),
});
export type StarSettings = z.infer<typeof starSettingsSchema>;

const personParams = z.object({ personId: idSchema });
const periodBody = z.object({ from: dateSchema.nullable().default(null), until: dateSchema.nullable().default(null) });
const codeParams = z.object({ code: z.string().min(1).max(40) });
const lines = z.object({ items: z.array(certificateLineSchema) });

export const service = {
  own: defineEndpoint({
    id: 'service.own',
    method: 'GET',
    path: '/me/service',
    summary: 'One’s own volunteer hours by category, with the star level and since when',
    access: 'account.read_own',
    response: serviceRecordSchema,
  }),
  ofPerson: defineEndpoint({
    id: 'service.ofPerson',
    method: 'GET',
    path: '/people/:personId/service',
    summary: 'Somebody’s volunteer hours by category, with the star level and since when',
    access: 'people.read',
    params: personParams,
    response: serviceRecordSchema,
  }),
  settings: defineEndpoint({
    id: 'service.settings',
    method: 'GET',
    path: '/service/settings',
    summary: 'The hours of the five star levels',
    access: 'public',
    response: starSettingsSchema,
  }),
  setSettings: defineEndpoint({
    id: 'service.setSettings',
    method: 'PUT',
    path: '/service/settings',
    summary: 'Set the hours of the five star levels for the whole installation',
    access: 'service.settings',
    body: starSettingsSchema,
    response: starSettingsSchema,
  }),
};

export const certificates = {
  issueOwn: defineEndpoint({
    id: 'certificates.issueOwn',
    method: 'POST',
    path: '/me/certificates',
    summary: 'Issue a certificate of one’s own hours, for a period or all of them',
    access: 'account.read_own',
    body: periodBody,
    response: certificateSchema,
    status: 201,
    idempotent: true,
  }),
  listOwn: defineEndpoint({
    id: 'certificates.listOwn',
    method: 'GET',
    path: '/me/certificates',
    summary: 'One’s own certificates, the newest fifty',
    access: 'account.read_own',
    response: lines,
  }),
  getOwn: defineEndpoint({
    id: 'certificates.getOwn',
    method: 'GET',
    path: '/me/certificates/:certificateId',
    summary: 'One of one’s own certificates, to print it',
    access: 'account.read_own',
    params: z.object({ certificateId: idSchema }),
    response: certificateSchema,
  }),
  issue: defineEndpoint({
    id: 'certificates.issue',
    method: 'POST',
    path: '/people/:personId/certificates',
    summary: 'Issue a certificate for somebody who came to the office; it shows the whole name and is logged',
    access: 'certificates.issue',
    params: personParams,
    body: periodBody,
    response: certificateSchema,
    status: 201,
    idempotent: true,
  }),
  ofPerson: defineEndpoint({
    id: 'certificates.ofPerson',
    method: 'GET',
    path: '/people/:personId/certificates',
    summary: 'Somebody’s certificates, the newest fifty',
    access: 'people.read',
    params: personParams,
    response: lines,
  }),
  get: defineEndpoint({
    id: 'certificates.get',
    method: 'GET',
    path: '/people/:personId/certificates/:certificateId',
    summary: 'One certificate, to print it again; it shows the whole name and is logged',
    access: 'certificates.issue',
    params: personParams.extend({ certificateId: idSchema }),
    response: certificateSchema,
  }),
  check: defineEndpoint({
    id: 'certificates.check',
    method: 'GET',
    path: '/certificates/:code',
    summary: 'Check the code of a certificate: what the paper says, the name masked',
    access: 'public',
    params: codeParams,
    response: certificateCheckSchema,
  }),
  checkName: defineEndpoint({
    id: 'certificates.checkName',
    method: 'POST',
    path: '/certificates/:code/name-check',
    summary: 'Whether the name on the paper is the one that the certificate was issued to',
    access: 'public',
    params: codeParams,
    body: z.object({ name: nameSchema }),
    response: z.object({ matches: z.boolean() }),
  }),
};
