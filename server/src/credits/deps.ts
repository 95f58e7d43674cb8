import type { Accounts } from '../accounts/index.ts';
import type { Budgets } from '../budgets/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Rules } from '../rules/index.ts';
import type { CreditCollection, CreditDraft, CreditSourceKind } from './store.ts';

/** What became of a source's credit. */
export interface CreditOutcome {
  readonly sourceId: string;
  readonly state: 'in_publicity' | 'posted' | 'not_posted';
  /** Why the ledger granted nothing, for `not_posted`. */
  readonly refusal: string | null;
}

/** A noun whose approved records become credits. */
export interface CreditSource {
  readonly kind: CreditSourceKind;
  /** Writes down what became of approved records. Safe to repeat. */
  mark(outcomes: readonly CreditOutcome[]): Promise<void>;
  /** Approved records whose credit may be missing because a process died, as drafts; at most some hundreds. */
  undelivered(): Promise<CreditDraft[]>;
  /** Not approved yet: what people wait for, by account. */
  waiting(accountIds: readonly string[]): Promise<readonly WaitingCredit[]>;
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
  readonly clock: Platform['clock'];
  readonly accounts: Pick<Accounts, 'earn'>;
  readonly rules: Pick<Rules, 'terms'>;
  readonly people: Pick<People, 'ageBands' | 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'get' | 'names' | 'below'>;
  readonly budgets: Pick<Budgets, 'promise' | 'slotOf' | 'count' | 'addSource'>;
  readonly sources: ReadonlyMap<CreditSourceKind, CreditSource>;
}
