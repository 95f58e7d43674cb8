import { z } from 'zod';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const IMPORT_STATES = ['reading', 'previewed', 'proposed', 'posting', 'posted', 'failed', 'withdrawn'] as const;

export const importSchema = z.object({
  importId: idSchema,
  state: z.enum(IMPORT_STATES),
  /** Problem code where it failed. */
  failure: z.string().nullable(),
  fileName: z.string(),
  sheetName: z.string().nullable(),
  unitId: unitIdSchema,
  unitName: z.string(),
  proposedByName: z.string(),
  confirmedByName: z.string().nullable(),
  /** Whether the asking person may confirm it (not the proposer). */
  mayConfirm: z.boolean(),
  uploadedAt: instantSchema,
  confirmedAt: instantSchema.nullable(),
  counts: z.object({
    rows: z.int(),
    accepted: z.int(),
    existing: z.int(),
    rejected: z.int(),
    warnings: z.int(),
    residents: z.int(),
    newResidents: z.int(),
    points: z.int(),
    minutes: z.int(),
    posted: z.int(),
  }),
  /** Rejected rows by code, most frequent first. */
  problems: z.array(z.object({ code: z.string(), count: z.int() })),
  /** Last business day of the points, if confirmed now. */
  lastDay: dateSchema.nullable(),
});
export type Import = z.infer<typeof importSchema>;

export const importRowSchema = z.object({
  row: z.int(),
  verdict: z.enum(['accepted', 'existing', 'rejected']),
  posted: z.boolean(),
  maskedName: z.string(),
  maskedPhone: z.string(),
  unitName: z.string(),
  date: z.string(),
  category: z.string(),
  item: z.string(),
  hours: z.string(),
  points: z.string(),
  /** Field, code, the cell as it was written (phones shortened) and its address on the sheet (`E30`; empty for a whole row). */
  errors: z.array(z.object({ field: z.string(), code: z.string(), cell: z.string(), address: z.string() })),
  warnings: z.array(
    z.object({
      field: z.string(),
      code: z.string(),
      address: z.string(),
      detail: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    }),
  ),
});
export type ImportRow = z.infer<typeof importRowSchema>;

const importParams = z.object({ importId: idSchema });

export const imports = {
  upload: defineEndpoint({
    id: 'imports.upload',
    method: 'POST',
    path: '/imports',
    summary: 'Upload a hand-kept ledger (.xlsx, at most 20 MB) as multipart field `file`; answers with the preview',
    access: 'imports.propose',
    query: z.object({ unitId: unitIdSchema }),
    response: importSchema,
    status: 201,
    raw: 'upload',
  }),
  list: defineEndpoint({
    id: 'imports.list',
    method: 'GET',
    path: '/imports',
    summary: 'Imports of a unit and below, newest first',
    access: 'imports.read',
    query: z.object({ ...pageQuery, unitId: unitIdSchema.optional() }),
    response: pageOf(importSchema),
  }),
  get: defineEndpoint({
    id: 'imports.get',
    method: 'GET',
    path: '/imports/:importId',
    summary: 'One import with its counts and progress',
    access: 'imports.read',
    params: importParams,
    response: importSchema,
  }),
  rows: defineEndpoint({
    id: 'imports.rows',
    method: 'GET',
    path: '/imports/:importId/rows',
    summary: 'Its rows in sheet order',
    access: 'imports.read',
    params: importParams,
    query: z.object({
      ...pageQuery,
      show: z.enum(['all', 'rejected', 'warnings', 'accepted', 'existing']).default('all'),
    }),
    response: pageOf(importRowSchema),
  }),
  propose: defineEndpoint({
    id: 'imports.propose',
    method: 'POST',
    path: '/imports/:importId/proposal',
    summary: 'Ask another person to confirm',
    access: 'imports.propose',
    params: importParams,
    response: importSchema,
  }),
  confirm: defineEndpoint({
    id: 'imports.confirm',
    method: 'POST',
    path: '/imports/:importId/confirmation',
    summary:
      'Confirm, by a second person: people, accounts and transactions are made; repeating continues an interrupted one',
    access: 'imports.confirm',
    params: importParams,
    response: importSchema,
    status: 202,
    idempotent: true,
  }),
  withdraw: defineEndpoint({
    id: 'imports.withdraw',
    method: 'POST',
    path: '/imports/:importId/withdrawal',
    summary: 'Take back an import that nobody confirmed; what was read of it can never be read again',
    access: 'imports.propose',
    params: importParams,
    response: importSchema,
  }),
  badRows: defineEndpoint({
    id: 'imports.badRows',
    method: 'GET',
    path: '/imports/:importId/bad-rows.xlsx',
    summary: 'The rejected rows with their reasons, to correct and upload again',
    access: 'imports.propose',
    params: importParams,
    raw: 'file',
  }),
};
