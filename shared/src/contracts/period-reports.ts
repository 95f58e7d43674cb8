import { z } from 'zod';
import { dateSchema, instantSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const subjectCountsSchema = z.object({ person: z.int(), household: z.int(), organisation: z.int() });

/** What a unit did in a period, and how it stood at the end of it. `outstanding` before the period was `outstanding − outstandingChange`. */
export const reportFiguresSchema = z.object({
  /** 参与主体 at the end of the period. */
  subjects: subjectCountsSchema,
  /** Those who became one in it, less those who ceased to be. */
  subjectsChange: subjectCountsSchema,
  /** 积分事项: credits of the period that stand. */
  items: z.int(),
  /** Gross points of those credits. */
  issued: z.int(),
  /** Points spent at shops, refunds taken off. */
  redeemed: z.int(),
  expired: z.int(),
  donated: z.int(),
  /** Adjustments and joined accounts: `issued − redeemed − expired − donated + other = outstandingChange`. */
  other: z.int(),
  outstandingChange: z.int(),
  /** What the community still stood for at the end of the period. */
  outstanding: z.int(),
  minutes: z.int(),
  /** Different people with a standing credit, and their credits (人次): only of whole weeks, months and years. */
  people: z.int().nullable(),
  times: z.int().nullable(),
});
export type ReportFigures = z.infer<typeof reportFiguresSchema>;

export const periodReportSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  from: dateSchema,
  until: dateSchema,
  /** What had been recorded by the end of this day is in it, and nothing later. */
  knownOn: dateSchema,
  /** The day is over: the report will always be the same. */
  settled: z.boolean(),
  madeAt: instantSchema,
  total: reportFiguresSchema,
  /** The period of the same length before it, as known on the same day. */
  previous: reportFiguresSchema,
  /** Direct children, and the unit's own share (`own`) where it has one: they add up to `total`. */
  rows: z.array(reportFiguresSchema.extend({ unitId: unitIdSchema, name: z.string(), own: z.boolean() })),
  categories: z.array(z.object({ category: z.string(), items: z.int(), points: z.int(), minutes: z.int() })),
  /** Every day of the period, by the day on which things took effect. */
  days: z.array(z.object({ day: dateSchema, issued: z.int(), redeemed: z.int(), expired: z.int() })),
});
export type PeriodReport = z.infer<typeof periodReportSchema>;

const periodReportQuery = z.object({
  unitId: unitIdSchema.optional(),
  from: dateSchema,
  until: dateSchema,
  /** As known at the end of this day; what is known now unless given. */
  knownOn: dateSchema.optional(),
});

export const periodReports = {
  read: defineEndpoint({
    id: 'periodReports.read',
    method: 'GET',
    path: '/reports/period',
    summary: 'Figures of a unit and its sub-units: what took effect in a period, as known on a day',
    access: 'reports.read',
    query: periodReportQuery,
    response: periodReportSchema,
  }),
  workbook: defineEndpoint({
    id: 'periodReports.workbook',
    method: 'GET',
    path: '/reports/period.xlsx',
    summary: 'The same as a workbook',
    access: 'reports.read',
    query: periodReportQuery,
    raw: 'file',
  }),
};

/** How far the sums behind pages and reports are. */
export const rollupStatusSchema = z.object({
  /** Entries counted; null before the first count. */
  counted: z.int().nullable(),
  countedAt: instantSchema.nullable(),
  rebuild: z
    .object({
      askedAt: instantSchema,
      startedAt: instantSchema.nullable(),
      done: z.int(),
      total: z.int(),
      finishedAt: instantSchema.nullable(),
    })
    .nullable(),
});
export type RollupStatus = z.infer<typeof rollupStatusSchema>;

export const rollups = {
  status: defineEndpoint({
    id: 'rollups.status',
    method: 'GET',
    path: '/rollups',
    summary: 'How far the sums behind pages and reports are, and the last rebuild',
    access: 'jobs.run',
    response: rollupStatusSchema,
  }),
  rebuild: defineEndpoint({
    id: 'rollups.rebuild',
    method: 'POST',
    path: '/rollups/rebuild',
    summary:
      'Count all sums anew from the ledger; pages show the old ones until it is done. A second request joins the first',
    access: 'jobs.run',
    response: rollupStatusSchema,
    status: 202,
  }),
};
