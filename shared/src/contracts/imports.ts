import { z } from 'zod';
import { IMPORT_KINDS } from '../domain/imports/index.ts';
import { dateSchema, idSchema, instantSchema, pageOf, pageQuery, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const IMPORT_STATES = [
  'reading',
  'previewed',
  'proposed',
  'posting',
  'posted',
  'undoing',
  'undone',
  'failed',
  'withdrawn',
] as const;

export const IMPORT_COLUMNS_MAX = 256;

/** Where a sheet keeps what: from a column's name to its index on the sheet, from 0. */
export const importMappingSchema = z.object({
  sheet: z.string().min(1).max(60),
  headerRow: z.int().min(1).max(1000),
  columns: z.record(
    z.string().max(20),
    z
      .int()
      .min(0)
      .max(IMPORT_COLUMNS_MAX - 1),
  ),
});
export type ImportMapping = z.infer<typeof importMappingSchema>;

export const importSchema = z.object({
  importId: idSchema,
  kind: z.enum(IMPORT_KINDS),
  state: z.enum(IMPORT_STATES),
  /** Problem code where it failed. */
  failure: z.string().nullable(),
  fileName: z.string(),
  sheetName: z.string().nullable(),
  unitId: unitIdSchema,
  unitName: z.string(),
  /** The activity whose attendance list it is. */
  activity: z.object({ activityId: idSchema, title: z.string() }).nullable(),
  proposedByName: z.string(),
  confirmedByName: z.string().nullable(),
  /** Whether the asking person may confirm it (not the proposer). */
  mayConfirm: z.boolean(),
  /** Whether the asking person may undo it (neither who proposed nor who confirmed it). */
  mayUndo: z.boolean(),
  uploadedAt: instantSchema,
  confirmedAt: instantSchema.nullable(),
  /** Who undid it, when and why. */
  undo: z.object({ byName: z.string(), at: instantSchema, reason: z.string() }).nullable(),
  /** Which title on the sheet was read as what. */
  mapping: z.array(z.object({ column: z.string(), title: z.string(), letters: z.string() })),
  counts: z.object({
    rows: z.int(),
    accepted: z.int(),
    existing: z.int(),
    rejected: z.int(),
    warnings: z.int(),
    /** Accepted although something spoke against it, with an explanation. */
    kept: z.int(),
    residents: z.int(),
    newResidents: z.int(),
    points: z.int(),
    minutes: z.int(),
    posted: z.int(),
    /** Of the posted ones, those that were undone, and those that could not be. */
    undone: z.int(),
    notUndone: z.int(),
  }),
  /** Rejected rows by code, most frequent first. */
  problems: z.array(z.object({ code: z.string(), count: z.int() })),
  /** Last business day of the points, if confirmed now; null where an import posts none. */
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
  /** Every column of this kind of import by its name, masked like the rest. */
  texts: z.record(z.string(), z.string()),
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
  /** Whether what speaks against it is a doubt that somebody may settle by an explanation. */
  mayKeep: z.boolean(),
  /** Who kept it all the same, and why. */
  kept: z.object({ byName: z.string(), at: instantSchema, reason: z.string() }).nullable(),
  /** What came of undoing it: `undone`, or why it stands. */
  undo: z.string().nullable(),
});
export type ImportRow = z.infer<typeof importRowSchema>;

/** A sheet of a file as it is, before it is read: for saying which column is what. */
export const inspectedSheetSchema = z.object({
  name: z.string(),
  rows: z.int(),
  /** Its first rows, and those around the header where that stands further down; long texts cut. */
  head: z.array(z.object({ row: z.int(), cells: z.array(z.string()) })),
  /** Where the header seems to be, and which column seems to be what. */
  guess: importMappingSchema.omit({ sheet: true }),
  /** Needed columns that were not found. */
  missing: z.array(z.string()),
});
export type InspectedSheet = z.infer<typeof inspectedSheetSchema>;

const importParams = z.object({ importId: idSchema });
const uploadQuery = z.object({
  unitId: unitIdSchema,
  kind: z.enum(IMPORT_KINDS).default('ledger'),
  /** The activity that an attendance list is of. */
  activityId: idSchema.optional(),
});

export const imports = {
  inspect: defineEndpoint({
    id: 'imports.inspect',
    method: 'POST',
    path: '/imports/inspections',
    summary: 'Look into a file (multipart field `file`): its sheets, titles and what they seem to be; nothing is kept',
    access: 'imports.propose',
    query: uploadQuery,
    response: z.object({
      /** The columns that this kind reads, in order, and those it needs. */
      columns: z.array(z.object({ column: z.string(), needed: z.boolean() })),
      sheets: z.array(inspectedSheetSchema),
      /** Whether titles are read as they were the last time in this unit. */
      remembered: z.boolean(),
    }),
    status: 200,
    raw: 'upload',
  }),
  upload: defineEndpoint({
    id: 'imports.upload',
    method: 'POST',
    path: '/imports',
    summary:
      'Upload a sheet (.xlsx or .csv, at most 20 MB) as multipart field `file`, and which column is what as field `mapping` (JSON; guessed where missing); answers with the preview',
    access: 'imports.propose',
    query: uploadQuery,
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
      show: z.enum(['all', 'rejected', 'warnings', 'accepted', 'existing', 'kept']).default('all'),
    }),
    response: pageOf(importRowSchema),
  }),
  keep: defineEndpoint({
    id: 'imports.keep',
    method: 'POST',
    path: '/imports/:importId/kept-rows',
    summary: 'Keep doubtful rows of a preview, saying why; without a reason it is taken back',
    access: 'imports.propose',
    params: importParams,
    body: z.object({ rows: z.array(z.int().min(1)).min(1).max(500), reason: reasonSchema.nullable() }),
    response: importSchema,
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
  undo: defineEndpoint({
    id: 'imports.undo',
    method: 'POST',
    path: '/imports/:importId/undoing',
    summary:
      'Undo what an import wrote, by who had no part in it: entries are reversed, people with nothing else closed, lists withdrawn; each row is told for itself',
    access: 'imports.confirm',
    params: importParams,
    body: z.object({ reason: reasonSchema }),
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
    summary:
      'The rejected rows as they stand in the sheet, with their reasons, to correct and upload again; names and phones in full only for who uploaded it',
    access: 'imports.propose',
    params: importParams,
    raw: 'file',
  }),
};
