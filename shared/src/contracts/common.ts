import { z } from 'zod';

/** Opaque random id. */
export const idSchema = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9_.:-]+$/);
/** Org unit code such as `jinxiu` or `jinxiu-g1`. */
export const unitIdSchema = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z0-9-]+$/);
/** ISO 8601 instant in UTC. */
export const instantSchema = z.iso.datetime();
/** Business date `YYYY-MM-DD` in Asia/Shanghai. */
export const dateSchema = z.iso.date();
/** Whole points, zero or more. */
export const pointsSchema = z.int().min(0).max(1_000_000);
/** Whole points, one or more. */
export const positivePointsSchema = z.int().min(1).max(1_000_000);
/** Whole minutes of one event, up to a day. */
export const minutesSchema = z.int().min(0).max(1440);
/** Yuan cents. */
export const fenSchema = z.int().min(0).max(100_000_000);
/** Mainland mobile number, eleven digits. */
export const phoneSchema = z.string().regex(/^1[3-9]\d{9}$/);
export const nameSchema = z.string().trim().min(1).max(50);
export const textSchema = z.string().trim().min(1).max(500);
/** Why: asked for with every refusal, return, unmask and reversal. */
export const reasonSchema = z.string().trim().min(2).max(300);

/** A random name that a phone gives itself, kept only as a keyed hash: tells one phone for many people. */
export const deviceNameSchema = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);

/** Query fields of every list. */
export const pageQuery = {
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
};

/** A page of a list; `nextCursor` is null at the end. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Boolean in a query string. */
export const queryFlag = z.enum(['true', 'false']).transform((value) => value === 'true');

/** 志愿服务, 矛盾调解, 文化活动: the three that every scheme starts with. The list is data (`categories.list`). */
export const CATEGORIES = ['volunteering', 'mediation', 'culture'] as const;
/** The code of a category; it stays for ever. */
export const categorySchema = z.string().regex(/^[a-z][a-z0-9_]{1,29}$/);
export type Category = z.infer<typeof categorySchema>;
