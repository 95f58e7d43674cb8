import { type RuleAdoption, type RuleTerms, ruleTermsSchema } from '@red-points/shared/contracts';
import type { EmergencyDecision, EmergencyTurn, VersionFacts } from '@red-points/shared/domain/rules';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

const COLLECTION = 'rule_versions';
const EMERGENCY_COLLECTION = 'rule_emergencies';

/** One version of a rule. Its terms never change; only its life goes on. */
export interface RuleVersionRecord {
  /** `<code>@<version>` */
  _id: string;
  code: string;
  version: number;
  /** `retired` here is a draft that was set aside; what became of a published one is told by dates. */
  state: 'draft' | 'published' | 'retired';
  unitId: string;
  terms: RuleTerms;
  draftedBy: string;
  createdAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
  retiredAt: Date | null;
  /** The business date from which a withdrawn version holds no more; null where it was superseded or still holds. */
  withdrawnOn: string | null;
  /** Recorded once; absent in records from before there was one. */
  adoption?: RuleAdoption | null;
  adoptionRecordedBy?: string;
}

export type RuleCollection = Collection<RuleVersionRecord>;

/** One decision on the emergency set. Added, never changed. */
export interface EmergencyRecord {
  _id: string;
  unitId: string;
  turn: EmergencyTurn;
  from: string;
  reason: string;
  documentNumber: string;
  suspendedCodes: readonly string[];
  decidedAt: Date;
  decidedBy: string;
}

export type EmergencyCollection = Collection<EmergencyRecord>;

export function ruleCollection(db: Db): RuleCollection {
  return db.collection<RuleVersionRecord>(COLLECTION);
}

export function emergencyCollection(db: Db): EmergencyCollection {
  return db.collection<EmergencyRecord>(EMERGENCY_COLLECTION);
}

/** Makes the collections of rule versions and of the emergency switch. */
export async function ensureRules(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [{ key: { code: 1, version: -1 }, unique: true }, { key: { unitId: 1, code: 1, version: -1 } }],
  });
  await ensureCollection(db, {
    name: EMERGENCY_COLLECTION,
    indexes: [{ key: { unitId: 1, from: -1, decidedAt: -1 } }],
  });
}

export function ruleVersionId(code: string, version: number): string {
  return `${code}@${version}`;
}

/** A version with what decides whether it holds on a day. */
export interface RuleVersionFacts extends VersionFacts {
  readonly code: string;
  readonly unitId: string;
  readonly terms: RuleTerms;
}

/** A draft that was set aside was never published: it prices nothing, like any draft. */
export function factsOf(record: RuleVersionRecord): RuleVersionFacts {
  const { code, version, unitId, withdrawnOn } = record;
  const terms = termsOf(record);
  const state = record.publishedAt === null ? 'draft' : 'published';
  const { validFrom, validUntil, ruleSet } = terms;
  return { code, version, unitId, terms, state, validFrom, validUntil, withdrawnOn, ruleSet };
}

/** Terms as they are read today: what versions from earlier days do not say yet is filled in with what it meant then. */
export function termsOf({ terms }: Pick<RuleVersionRecord, 'terms'>): RuleTerms {
  return ruleTermsSchema.parse(terms);
}

export function decisionOf({ unitId, turn, from, suspendedCodes, decidedAt }: EmergencyRecord): EmergencyDecision {
  return { unitId, turn, from, suspendedCodes, decidedAtMs: decidedAt.getTime() };
}
