import type { RuleTerms, RuleVersion } from '@red-points/shared/contracts';
import type { VersionFacts } from '@red-points/shared/domain/rules';
import type { Collection, Db } from 'mongodb';
import { ensureCollection } from '../platform/database.ts';

const COLLECTION = 'rule_versions';

/** One version of a rule. Its terms never change; only its state does. */
export interface RuleVersionRecord {
  /** `<code>@<version>` */
  _id: string;
  code: string;
  version: number;
  state: RuleVersion['state'];
  unitId: string;
  terms: RuleTerms;
  draftedBy: string;
  createdAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
  retiredAt: Date | null;
  /** The business date from which a withdrawn version holds no more; null where it was superseded or still holds. */
  withdrawnOn: string | null;
}

export type RuleCollection = Collection<RuleVersionRecord>;

export function ruleCollection(db: Db): RuleCollection {
  return db.collection<RuleVersionRecord>(COLLECTION);
}

/** Makes the collection of rule versions. */
export async function ensureRules(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [{ key: { code: 1, version: -1 }, unique: true }, { key: { unitId: 1, code: 1, version: -1 } }],
  });
}

export function ruleVersionId(code: string, version: number): string {
  return `${code}@${version}`;
}

/** A version as the API shows it. */
export function ruleView(record: RuleVersionRecord): RuleVersion {
  const { code, version, state, unitId, terms, createdAt, publishedAt, retiredAt } = record;
  return {
    code,
    version,
    state,
    unitId,
    terms,
    createdAt: createdAt.toISOString(),
    publishedAt: publishedAt?.toISOString() ?? null,
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

/** A version with what decides whether it holds on a day. */
export interface RuleVersionFacts extends VersionFacts {
  readonly code: string;
  readonly unitId: string;
  readonly terms: RuleTerms;
}

/** A draft that was set aside was never published: it prices nothing, like any draft. */
export function factsOf(record: RuleVersionRecord): RuleVersionFacts {
  const { code, version, unitId, terms, withdrawnOn } = record;
  const state = record.publishedAt === null ? 'draft' : record.state;
  return { code, version, unitId, terms, state, validFrom: terms.validFrom, validUntil: terms.validUntil, withdrawnOn };
}
