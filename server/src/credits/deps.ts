import type { Worth } from '@red-points/shared/domain/objections';
import type { ClientSession } from 'mongodb';
import type { Accounts } from '../accounts/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Memberships } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Logger } from '../platform/logger.ts';
import type { Platform } from '../platform/platform.ts';
import type { Publicity } from '../publicity/index.ts';
import type { Rules } from '../rules/index.ts';
import type { BatchCollection } from './publish.ts';
import type { CreditCollection, CreditDraft, CreditSourceKind } from './store.ts';

/** What became of a source's credit. */
export interface CreditOutcome {
  readonly sourceId: string;
  readonly state: 'in_publicity' | 'posted' | 'not_posted';
  /** Why the ledger granted nothing, for `not_posted`. */
  readonly refusal: string | null;
}

/** What an objection does to the record behind a credit. */
export interface CreditChange {
  readonly state: 'objected' | 'in_publicity' | 'not_posted';
  readonly refusal: string | null;
  /** A line of the record's history. */
  readonly code: string;
  readonly by: string | null;
  readonly at: Date;
  /** What is left, where a correction was decided. */
  readonly worth: Worth | null;
}

/** A noun whose approved records become credits. */
export interface CreditSource {
  readonly kind: CreditSourceKind;
  /** Writes down what became of approved records. Safe to repeat. */
  mark(outcomes: readonly CreditOutcome[]): Promise<void>;
  /** Follows an objection, in the transaction that changes the credit. */
  follow(sourceId: string, change: CreditChange, session: ClientSession): Promise<void>;
  /** Sign-ins that had a hand in records (filed, vouched for, organised, reviewed), by the record's id. */
  handledBy(sourceIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Approved records whose credit may be missing because a process died; at most some hundreds. */
  undelivered(): Promise<readonly UndeliveredCredit[]>;
  /** Not approved yet: what people wait for, by account. */
  waiting(accountIds: readonly string[]): Promise<readonly WaitingCredit[]>;
}

/** An approved record whose credit may be missing. */
export interface UndeliveredCredit {
  readonly sourceId: string;
  /** The credit that it is to become. Throws where the record does not say so. */
  draft(): CreditDraft;
}

/** Something that waits for review. */
export interface WaitingCredit {
  readonly id: string;
  readonly accountId: string;
  readonly title: string;
  readonly category: string;
  readonly points: number;
  readonly minutes: number;
  readonly effectiveAt: Date;
}

export interface CreditsDeps {
  readonly credits: CreditCollection;
  readonly batches: BatchCollection;
  readonly clock: Platform['clock'];
  readonly logger: Pick<Logger, 'warn'>;
  readonly accounts: Pick<Accounts, 'earn'>;
  readonly rules: Pick<Rules, 'terms'>;
  /** Which credits somebody's objection waits on; told by the noun that keeps them. */
  readonly objected: { by(personId: string, creditIds: readonly string[]): Promise<ReadonlySet<string>> };
  readonly ledger: Pick<Ledger, 'referringTo'>;
  readonly people: Pick<People, 'names' | 'byId' | 'joinedInto'>;
  readonly memberships: Pick<Memberships, 'familyOf'>;
  readonly orgUnits: Pick<OrgUnits, 'all' | 'get' | 'names' | 'below' | 'pathOf'>;
  readonly publicity: Pick<Publicity, 'shownAs' | 'countView' | 'viewsOfBatches' | 'viewsOfDays'>;
  readonly budgets: Pick<Budgets, 'promise' | 'slotOf' | 'count' | 'addSource'>;
  readonly sources: ReadonlyMap<CreditSourceKind, CreditSource>;
}
