import { z } from 'zod';
import { EMERGENCY_TURNS } from '../domain/rules/index.ts';
import { dateSchema, instantSchema, reasonSchema, unitIdSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';
import { adoptionSchema, ruleCodeSchema, ruleDifferenceSchema, ruleTermsSchema, ruleVersionSchema } from './rules.ts';

/** One decision to switch the emergency set in or out, as it was recorded. */
export const emergencyDecisionSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  turn: z.enum(EMERGENCY_TURNS),
  from: dateSchema,
  reason: z.string(),
  documentNumber: z.string(),
  suspendedCodes: z.array(ruleCodeSchema),
  decidedAt: instantSchema,
  decidedByName: z.string(),
});

export const EMERGENCY_EFFECTS = ['added', 'replaced', 'suspended'] as const;

/** What one rule does while the emergency set is in. */
export const emergencyEffectSchema = z.object({
  code: ruleCodeSchema,
  effect: z.enum(EMERGENCY_EFFECTS),
  /** The version of every day; null for a rule that only emergencies have. */
  ordinary: ruleVersionSchema.nullable(),
  /** The version of the emergency; null for one that does not hold meanwhile. */
  emergency: ruleVersionSchema.nullable(),
  /** For `replaced`: what becomes different. */
  difference: ruleDifferenceSchema.nullable(),
});
export type EmergencyEffect = z.infer<typeof emergencyEffectSchema>;

export const emergencyStateSchema = z.object({
  unitId: unitIdSchema,
  unitName: z.string(),
  /** On today: by the unit's own switch or that of a unit above it. */
  on: z
    .object({ since: dateSchema, byUnits: z.array(z.object({ unitId: unitIdSchema, unitName: z.string() })) })
    .nullable(),
  /** What this unit's own switch says today, and what it will say. */
  own: z.enum(EMERGENCY_TURNS),
  coming: emergencyDecisionSchema.nullable(),
  /** What switching it in changes today, or has changed. */
  effects: z.array(emergencyEffectSchema),
  /** Decisions of this unit, newest first, at most a hundred. */
  decisions: z.array(emergencyDecisionSchema),
});
export type EmergencyState = z.infer<typeof emergencyStateSchema>;

export const starterClauseSchema = z.object({
  code: ruleCodeSchema,
  terms: ruleTermsSchema,
  /** A rule of this code exists: loading leaves it alone. */
  exists: z.boolean(),
});

export const ruleSets = {
  emergency: defineEndpoint({
    id: 'ruleSets.emergency',
    method: 'GET',
    path: '/units/:unitId/emergency',
    summary: 'Whether the emergency set is in, what it changes, and who decided when',
    access: 'rules.read',
    params: z.object({ unitId: unitIdSchema }),
    response: emergencyStateSchema,
  }),
  switchEmergency: defineEndpoint({
    id: 'ruleSets.switchEmergency',
    method: 'POST',
    path: '/units/:unitId/emergency',
    summary: 'Switch the emergency set in or out from a day on: recorded with reason and document',
    access: 'rules.switch',
    params: z.object({ unitId: unitIdSchema }),
    body: z.object({
      turn: z.enum(EMERGENCY_TURNS),
      /** Today unless said; never in the past, for what was priced stays priced. */
      from: dateSchema.optional(),
      reason: reasonSchema,
      documentNumber: z.string().trim().max(60).default(''),
      /** Rules that do not hold meanwhile. */
      suspendedCodes: z.array(ruleCodeSchema).max(200).default([]),
    }),
    response: emergencyStateSchema,
    status: 201,
  }),
  starter: defineEndpoint({
    id: 'ruleSets.starter',
    method: 'GET',
    path: '/rules-starter',
    summary: 'The starter catalogue, and which of its rules exist already',
    access: 'rules.manage',
    response: z.object({ items: z.array(starterClauseSchema) }),
  }),
  loadStarter: defineEndpoint({
    id: 'ruleSets.loadStarter',
    method: 'POST',
    path: '/rules-starter',
    summary: 'Draft the clauses of the starter catalogue that do not exist yet; somebody else publishes them',
    access: 'rules.manage',
    body: z.object({
      unitId: unitIdSchema,
      validFrom: dateSchema,
      /** All of them unless said. */
      codes: z.array(ruleCodeSchema).min(1).max(200).optional(),
      adoption: adoptionSchema.nullable().default(null),
    }),
    response: z.object({ drafted: z.array(ruleCodeSchema), existing: z.array(ruleCodeSchema) }),
    status: 201,
  }),
};
