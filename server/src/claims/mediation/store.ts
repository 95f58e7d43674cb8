import type { MediationOutcome, VisitFinding } from '@red-points/shared/domain/mediation';
import type { Binary, Collection, Db } from 'mongodb';
import { type RequestIdentity, requestIdentityIndex } from '../../http/idempotency.ts';
import { dueIndex, ensureCollection } from '../../platform/database.ts';

/** A case of mediation (矛盾调解): what it is in all; each mediator's part is a claim that names it. */
export interface CaseRecord {
  _id: string;
  title: string;
  unitPath: readonly string[];
  occurredOn: string;
  outcome: MediationOutcome;
  /** What the case earns in all. */
  points: number;
  /** Who the parties are and what it was about, under the case's own key; null once erased. */
  sealed: Binary | null;
  filedBy: string;
  onBehalf: boolean;
  filedAt: Date;
  /** When the follow-up visit is due; null where none is. */
  nextVisitAt: Date | null;
  /** When the key is destroyed; null once it is. */
  eraseAt: Date | null;
  /** When it was taken back, with every part that nobody had decided; absent where it was not. */
  withdrawnAt?: Date;
  version: number;
  request: RequestIdentity;
}

/** One follow-up visit (回访). */
export interface VisitRecord {
  _id: string;
  caseId: string;
  at: Date;
  by: string;
  finding: VisitFinding;
  /** What was found, under the case's key; null where nothing was written, or once erased. */
  note: Binary | null;
  nextVisitAt: Date | null;
  request: RequestIdentity;
}

export interface CaseCollections {
  readonly cases: Collection<CaseRecord>;
  readonly visits: Collection<VisitRecord>;
}

export function caseCollections(db: Db): CaseCollections {
  return {
    cases: db.collection<CaseRecord>('mediation_cases'),
    visits: db.collection<VisitRecord>('mediation_visits'),
  };
}

/** By whom the personal data of a case are owned: a key of its own, so that they can be erased alone. */
export function keyOwnerOf(caseId: string): string {
  return `case:${caseId}`;
}

/** Makes the collections of cases and visits. */
export async function ensureCases(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: 'mediation_cases',
    indexes: [
      requestIdentityIndex,
      { name: 'to_visit', key: { unitPath: 1, nextVisitAt: 1, _id: 1 } },
      dueIndex('to_erase', 'eraseAt'),
    ],
  });
  await ensureCollection(db, {
    name: 'mediation_visits',
    indexes: [requestIdentityIndex, { key: { caseId: 1, at: 1 } }],
  });
}
