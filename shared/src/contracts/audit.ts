import { z } from 'zod';
import { idSchema, instantSchema, pageOf, pageQuery, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

/** One act in the log of acts: who did what to which record, without personal data. */
export const auditLineSchema = z.object({
  id: idSchema,
  at: instantSchema,
  /** `people.unmask`, `users.create`… */
  action: z.string(),
  actorId: idSchema,
  actorName: z.string(),
  /** For whom the actor acted, where that was somebody else. */
  actingPersonId: idSchema.nullable(),
  subjectKind: z.string(),
  subjectId: z.string(),
  unitId: unitIdSchema.nullable(),
  unitName: z.string().nullable(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AuditLine = z.infer<typeof auditLineSchema>;

export const audit = {
  list: defineEndpoint({
    id: 'audit.list',
    method: 'GET',
    path: '/audit',
    summary: 'The log of acts, newest first',
    access: 'audit.read',
    query: z.object({
      ...pageQuery,
      action: z.string().max(60).optional(),
      subjectId: z.string().max(64).optional(),
      unitId: unitIdSchema.optional(),
    }),
    response: pageOf(auditLineSchema),
  }),
};
