import { z } from 'zod';
import { dateSchema, instantSchema } from './common.ts';

/** A credit as staff who look over it read it, with its entry where it is posted. */
export const creditLineSchema = z.object({
  creditId: z.string(),
  /** Null until it is posted. */
  entryId: z.string().nullable(),
  state: z.string(),
  maskedName: z.string(),
  title: z.string(),
  category: z.string(),
  date: dateSchema,
  minutes: z.int(),
  points: z.int(),
  filerName: z.string().nullable(),
  reviewerName: z.string().nullable(),
  approvedAt: instantSchema,
});
export type CreditLine = z.infer<typeof creditLineSchema>;
