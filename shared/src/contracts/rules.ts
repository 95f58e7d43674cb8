import { z } from 'zod';
import { PROVENANCES } from '../domain/ledger/index.ts';
import {
  CAP_PERIODS,
  CAP_SCOPES,
  EVIDENCE_KINDS,
  INELIGIBILITIES,
  RULE_FIELDS,
  RULE_SETS,
  VERSION_PHASES,
} from '../domain/rules/index.ts';
import {
  categorySchema,
  dateSchema,
  idSchema,
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

const capSchema = pointsSchema.nullable().default(null);
/** Points per business period; null for no cap. A week begins on Monday. */
const capsSchema = z.object({ perDay: capSchema, perWeek: capSchema, perMonth: capSchema, perYear: capSchema });
const NO_CAPS = { perDay: null, perWeek: null, perMonth: null, perYear: null };

/** What somebody answered to a rule's questions of eligibility. */
export const declarationsSchema = z.object({
  /** 在岗领薪: paid for it as staff on duty. */
  paid_on_duty: z.boolean().optional(),
  /** 按件领取报酬: a mediator who is paid per case. */
  paid_per_case: z.boolean().optional(),
} satisfies Record<(typeof INELIGIBILITIES)[number], z.ZodType>);

/** What a version of a rule says (积分标准). Versions are never edited. */
export const ruleTermsSchema = z.object({
  title: nameSchema,
  category: categorySchema,
  /** The scheme of every day, or the set that is switched in for an emergency. */
  ruleSet: z.enum(RULE_SETS).default('ordinary'),
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
  /** Of a whole household together, where the scheme credits households; `perEvent` of all its members at one activity. */
  householdCaps: capsSchema.extend({ perEvent: capSchema }).default({ ...NO_CAPS, perEvent: null }),
  /** Who is not eligible, because they are paid for it: asked of everybody who claims. */
  notEligible: z.array(z.enum(INELIGIBILITIES)).max(INELIGIBILITIES.length).default([]),
  /** One activity earns a person points by one rule only (同一件事不重复计分). */
  oncePerEvent: z.boolean().default(true),
  /** Provenances whose points can be spent; others count volunteer minutes only. */
  spendableProvenances: z
    .array(z.enum(PROVENANCES))
    .default(['qr_rotating', 'qr_static', 'witnessed', 'late', 'imported', 'claimed']),
  /** What has to be shown, piece by piece; what is missing is marked at the review desk. */
  evidenceNeeds: z
    .array(z.object({ kind: z.enum(EVIDENCE_KINDS), countMin: z.int().min(1).max(9) }))
    .max(EVIDENCE_KINDS.length)
    .default([]),
  /** In words, beside the pieces. */
  evidenceWanted: z.string().trim().max(200).default(''),
  /** Working days of publicity before posting; 0 posts on approval. */
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
  /** Who adopted it, in a few words; the record with place, day and document is the version's `adoption`. */
  adoptedBy: z.string().trim().max(100).default(''),
});
export type RuleTerms = z.infer<typeof ruleTermsSchema>;
/** Terms as somebody writes them down: what is left out means none. */
export type RuleTermsInput = z.input<typeof ruleTermsSchema>;

/** The resolution by which a version was adopted: who, where, when, under which number. */
export const adoptionSchema = z.object({
  /** 居民代表会议, 街道办公会 … */
  body: nameSchema,
  place: z.string().trim().min(1).max(100),
  adoptedOn: dateSchema,
  documentNumber: z.string().trim().max(60).default(''),
  /** People present, and voices for it, where they were counted. */
  present: z.int().min(0).max(100_000).nullable().default(null),
  inFavour: z.int().min(0).max(100_000).nullable().default(null),
});
export type RuleAdoption = z.infer<typeof adoptionSchema>;

export const ruleVersionSchema = z.object({
  code: ruleCodeSchema,
  version: z.int().min(1),
  /** `retired` also for one that was superseded, ran out or was set aside. */
  state: z.enum(RULE_STATES),
  /** Where it stands today, in the unit that was asked about. */
  phase: z.enum(VERSION_PHASES),
  /** The unit whose scheme it belongs to: it holds there and below. */
  unitId: unitIdSchema,
  terms: ruleTermsSchema,
  adoption: adoptionSchema.nullable(),
  /** The last day on which it holds, as far as that is known; null while nothing ends it. */
  lastDay: dateSchema.nullable(),
  createdAt: instantSchema,
  publishedAt: instantSchema.nullable(),
  retiredAt: instantSchema.nullable(),
});
export type RuleVersion = z.infer<typeof ruleVersionSchema>;

/** A rule in a list: the version that holds today, else the one that says most about it. */
export const ruleLineSchema = ruleVersionSchema.extend({
  /** A published version that begins later. */
  next: z.object({ version: z.int(), from: dateSchema }).nullable(),
  /** A draft that waits to be published; only for those who manage rules. */
  draft: z.object({ version: z.int(), mayPublish: z.boolean() }).nullable(),
});
export type RuleLine = z.infer<typeof ruleLineSchema>;

export const pricedSchema = z.object({
  points: z.int(),
  minutes: z.int(),
  /** Whole working shown to people: `1.75 小时 × 2 分 = 3.5，四舍五入`. */
  workingZh: z.string(),
  workingEn: z.string(),
  /** `below_minimum_stay`, `event_maximum`, `event_minimum`, `not_spendable`. */
  notes: z.array(z.string()),
});

/** What an event would earn, with what the caps leave of it. */
export const rulePreviewSchema = pricedSchema.extend({
  /** What would be posted: after the caps, and nothing for who is not eligible. */
  granted: z.int(),
  /** The version that would price it; null for terms that are only written down so far. */
  version: z.int().nullable(),
  /** Each cap of the rule with what the person (or their household) has used of it on that day. */
  caps: z.array(
    z.object({
      scope: z.enum(CAP_SCOPES),
      period: z.enum(CAP_PERIODS),
      pointsMax: z.int(),
      used: z.int(),
      left: z.int(),
    }),
  ),
  eligibility: z.object({
    kind: z.enum(['eligible', 'not_asked', 'not_eligible']),
    about: z.array(z.enum(INELIGIBILITIES)),
  }),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;

export const ruleDifferenceSchema = z.object({
  code: ruleCodeSchema,
  before: z.int(),
  after: z.int(),
  changes: z.array(z.object({ field: z.enum(RULE_FIELDS), before: z.unknown(), after: z.unknown() })),
  /** Usual events that would earn something else. */
  examples: z.array(z.object({ minutes: z.int(), cases: z.int(), before: z.int(), after: z.int() })),
});
export type RuleDifference = z.infer<typeof ruleDifferenceSchema>;

const ruleKey = z.object({ code: ruleCodeSchema, version: z.coerce.number().int().min(1) });

export const rules = {
  list: defineEndpoint({
    id: 'rules.list',
    method: 'GET',
    path: '/rules',
    summary: 'The rules that hold in a unit, each by the version that holds today, else by its newest',
    access: 'rules.read',
    query: z.object({
      unitId: unitIdSchema.optional(),
      category: categorySchema.optional(),
      /** `published`: what holds today or will; `draft`: what has a draft; `retired`: what holds no more. */
      state: z.enum(RULE_STATES).optional(),
      ruleSet: z.enum(RULE_SETS).optional(),
    }),
    response: z.object({ items: z.array(ruleLineSchema) }),
  }),
  publicList: defineEndpoint({
    id: 'rules.publicList',
    method: 'GET',
    path: '/public/rules',
    summary: 'The rules in force in a unit on a day, for everybody',
    access: 'public',
    query: z.object({ unitId: unitIdSchema, date: dateSchema.optional() }),
    response: z.object({
      unitId: unitIdSchema,
      unitName: z.string(),
      date: dateSchema,
      emergency: z.object({ since: dateSchema }).nullable(),
      items: z.array(ruleVersionSchema),
    }),
  }),
  versions: defineEndpoint({
    id: 'rules.versions',
    method: 'GET',
    path: '/rules/:code/versions',
    summary: 'All versions of a rule, newest first',
    access: 'rules.read',
    params: z.object({ code: ruleCodeSchema }),
    /** Where they stand is told for this unit; for the rule's own unless said. */
    query: z.object({ unitId: unitIdSchema.optional() }),
    response: z.object({ items: z.array(ruleVersionSchema) }),
  }),
  difference: defineEndpoint({
    id: 'rules.difference',
    method: 'GET',
    path: '/rules/:code/difference',
    summary: 'What differs between two versions of a rule, with what usual events would earn',
    access: 'rules.read',
    params: z.object({ code: ruleCodeSchema }),
    query: z.object({ before: z.coerce.number().int().min(1), after: z.coerce.number().int().min(1) }),
    response: ruleDifferenceSchema,
  }),
  draft: defineEndpoint({
    id: 'rules.draft',
    method: 'POST',
    path: '/rules',
    summary: 'Draft a rule, or the next version of one',
    access: 'rules.manage',
    body: z.object({
      code: ruleCodeSchema,
      unitId: unitIdSchema,
      terms: ruleTermsSchema,
      adoption: adoptionSchema.nullable().default(null),
    }),
    response: ruleVersionSchema,
    status: 201,
  }),
  publish: defineEndpoint({
    id: 'rules.publish',
    method: 'POST',
    path: '/rules/:code/versions/:version/publication',
    summary: 'Publish a drafted version; it takes over on its first day. Not by who drafted it.',
    access: 'rules.manage',
    params: ruleKey,
    response: ruleVersionSchema,
  }),
  publishMany: defineEndpoint({
    id: 'rules.publishMany',
    method: 'POST',
    path: '/rules/publications',
    summary: 'Publish several drafts at once; each is told for itself',
    access: 'rules.manage',
    body: z.object({
      items: z
        .array(z.object({ code: ruleCodeSchema, version: z.int().min(1) }))
        .min(1)
        .max(200),
      /** Recorded with each that has none yet. */
      adoption: adoptionSchema.nullable().default(null),
    }),
    response: z.object({
      published: z.int(),
      items: z.array(
        z.object({
          code: ruleCodeSchema,
          version: z.int(),
          done: z.boolean(),
          /** The problem's code, where it was refused. */
          problem: z.string().nullable(),
        }),
      ),
    }),
  }),
  adopt: defineEndpoint({
    id: 'rules.adopt',
    method: 'PUT',
    path: '/rules/:code/versions/:version/adoption',
    summary: 'Record who adopted a version, where and when: once, it is not changed afterwards',
    access: 'rules.manage',
    params: ruleKey,
    body: adoptionSchema,
    response: ruleVersionSchema,
  }),
  retire: defineEndpoint({
    id: 'rules.retire',
    method: 'POST',
    path: '/rules/:code/versions/:version/retirement',
    summary: 'Retire a published version from a day on (today unless said); one that has not begun is called off',
    access: 'rules.manage',
    params: ruleKey,
    body: z.object({ from: dateSchema.optional() }).optional(),
    response: ruleVersionSchema,
  }),
  preview: defineEndpoint({
    id: 'rules.preview',
    method: 'POST',
    path: '/rules/preview',
    summary: 'What would this earn? By the very functions that price and post.',
    access: 'rules.read',
    body: z.object({
      /** Terms that are only written down so far… */
      terms: ruleTermsSchema.optional(),
      /** …or a rule: the version that holds on the day, or the one named. */
      code: ruleCodeSchema.optional(),
      version: z.int().min(1).optional(),
      /** The day on which it would happen; today unless said. */
      date: dateSchema.optional(),
      minutes: minutesSchema,
      cases: z.int().min(0).max(100).default(1),
      provenance: z.enum(PROVENANCES).default('qr_rotating'),
      /** Whose caps: what they have left is shown. */
      personId: idSchema.optional(),
      activityId: idSchema.optional(),
      declarations: declarationsSchema.default({}),
    }),
    response: rulePreviewSchema,
  }),
};
