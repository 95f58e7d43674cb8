import { z } from 'zod';
import { PROVENANCES } from '../domain/ledger/index.ts';
import {
  categorySchema,
  dateSchema,
  instantSchema,
  minutesSchema,
  nameSchema,
  pointsSchema,
  unitIdSchema,
} from './common.ts';
import { defineEndpoint } from './endpoint.ts';

export const RULE_UNITS = ['hour', 'attendance', 'case'] as const;
export const RULE_STATES = ['draft', 'published', 'retired'] as const;

/** `ZY-03` */
export const ruleCodeSchema = z.string().regex(/^[A-Z]{2}-\d{2,3}$/);

/** Points per business period; null for no cap. */
const capsSchema = z.object({
  perDay: pointsSchema.nullable().default(null),
  perMonth: pointsSchema.nullable().default(null),
  perYear: pointsSchema.nullable().default(null),
});
const NO_CAPS = { perDay: null, perMonth: null, perYear: null };

/** What a version of a rule says (积分标准). Versions are never edited. */
export const ruleTermsSchema = z.object({
  title: nameSchema,
  category: categorySchema,
  /** Priced by the hour, the attendance or the case. */
  unit: z.enum(RULE_UNITS),
  /** Per unit. */
  points: pointsSchema,
  /** Multiplies, e.g. 1.5 for a night duty. */
  coefficient: z.number().positive().max(10).default(1),
  /** Of one event, after rounding half up once. */
  pointsMinPerEvent: pointsSchema.default(0),
  pointsMaxPerEvent: pointsSchema.nullable().default(null),
  /** Shortest stay that counts. */
  minutesMin: minutesSchema.default(0),
  /** Of one person. */
  caps: capsSchema.default(NO_CAPS),
  /** Of a whole household together, where the scheme credits households. */
  householdCaps: capsSchema.default(NO_CAPS),
  /** Provenances whose points can be spent; others count volunteer minutes only. */
  spendableProvenances: z
    .array(z.enum(PROVENANCES))
    .default(['qr_rotating', 'qr_static', 'witnessed', 'late', 'imported', 'claimed']),
  evidenceWanted: z.string().trim().max(200).default(''),
  /** Calendar days of publicity before posting; 0 posts on approval. */
  publicityDays: z.int().min(0).max(30).default(0),
  expiry: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('end_of_next_year') }),
      z.object({ kind: z.literal('months'), months: z.int().min(1).max(120) }),
      z.object({ kind: z.literal('never') }),
    ])
    .default({ kind: 'end_of_next_year' }),
  /** Business dates in which it holds; `validUntil` is the last day. */
  validFrom: dateSchema,
  validUntil: dateSchema.nullable().default(null),
  /** Who adopted it, where. */
  adoptedBy: z.string().trim().max(100).default(''),
});
export type RuleTerms = z.infer<typeof ruleTermsSchema>;

export const ruleVersionSchema = z.object({
  code: ruleCodeSchema,
  version: z.int().min(1),
  state: z.enum(RULE_STATES),
  /** The unit whose scheme it belongs to: it holds there and below. */
  unitId: unitIdSchema,
  terms: ruleTermsSchema,
  createdAt: instantSchema,
  publishedAt: instantSchema.nullable(),
  retiredAt: instantSchema.nullable(),
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

export const pricedSchema = z.object({
  points: z.int(),
  minutes: z.int(),
  /** Whole working shown to people: `1.75 小时 × 2 分 = 3.5，四舍五入`. */
  workingZh: z.string(),
  workingEn: z.string(),
  /** `below_minimum_stay`, `event_maximum`, `event_minimum`, `not_spendable`. */
  notes: z.array(z.string()),
});

const ruleKey = z.object({ code: ruleCodeSchema, version: z.coerce.number().int().min(1) });

export const rules = {
  list: defineEndpoint({
    id: 'rules.list',
    method: 'GET',
    path: '/rules',
    summary: 'The newest version of each rule that holds in a unit',
    access: 'rules.read',
    query: z.object({
      unitId: unitIdSchema.optional(),
      category: categorySchema.optional(),
      state: z.enum(RULE_STATES).optional(),
    }),
    response: z.object({ items: z.array(ruleVersionSchema) }),
  }),
  versions: defineEndpoint({
    id: 'rules.versions',
    method: 'GET',
    path: '/rules/:code/versions',
    summary: 'All versions of a rule, newest first',
    access: 'rules.read',
    params: z.object({ code: ruleCodeSchema }),
    response: z.object({ items: z.array(ruleVersionSchema) }),
  }),
  draft: defineEndpoint({
    id: 'rules.draft',
    method: 'POST',
    path: '/rules',
    summary: 'Draft a rule, or the next version of one',
    access: 'rules.manage',
    body: z.object({ code: ruleCodeSchema, unitId: unitIdSchema, terms: ruleTermsSchema }),
    response: ruleVersionSchema,
    status: 201,
  }),
  publish: defineEndpoint({
    id: 'rules.publish',
    method: 'POST',
    path: '/rules/:code/versions/:version/publication',
    summary: 'Publish a drafted version; the version before it is retired. Not by who drafted it.',
    access: 'rules.manage',
    params: ruleKey,
    response: ruleVersionSchema,
  }),
  retire: defineEndpoint({
    id: 'rules.retire',
    method: 'POST',
    path: '/rules/:code/versions/:version/retirement',
    summary: 'Retire a published version',
    access: 'rules.manage',
    params: ruleKey,
    response: ruleVersionSchema,
  }),
  preview: defineEndpoint({
    id: 'rules.preview',
    method: 'POST',
    path: '/rules/preview',
    summary: 'What would this earn? By the very function that posts.',
    access: 'rules.read',
    body: z.object({
      terms: ruleTermsSchema.optional(),
      code: ruleCodeSchema.optional(),
      minutes: minutesSchema,
      provenance: z.enum(PROVENANCES).default('qr_rotating'),
    }),
    response: pricedSchema,
  }),
};
