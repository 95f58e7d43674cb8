import type { RuleTerms } from '@red-points/shared/contracts';
import { batchItemId, batchItemKey } from '@red-points/shared/domain/batches';
import { startOfBusinessDay } from '@red-points/shared/domain/calendar';
import type {
  AdjustCommand,
  Counterparty,
  EarnCommand,
  EntryContext,
  ExpiryPolicy,
} from '@red-points/shared/domain/ledger';
import { capsFor } from '@red-points/shared/domain/rules';
import type { AccountChoice } from '../accounts/index.ts';
import type { BatchesDeps } from './deps.ts';
import type { BatchItem, BatchRecord } from './store.ts';

const CORRECTION_EXPIRY: ExpiryPolicy = { kind: 'end_of_next_year', from: 'recorded' };

/** What all items of one rule version share. */
interface VersionParts {
  readonly terms: RuleTerms;
  readonly rule: { readonly code: string; readonly version: number };
  readonly expiry: ExpiryPolicy;
}

/**
 * Makes the ledger's commands of a batch's items, of the records alone: a repeat asks for exactly the same. What all of
 * them share is made once, for thousands are in memory together.
 */
export class ItemCommands {
  private readonly counterparty: Counterparty;
  private readonly filer: { part: string; id: string };
  private readonly approver: { part: string; id: string };
  private readonly days = new Map<string, number>();

  private constructor(
    private readonly batch: BatchRecord,
    private readonly versions: ReadonlyMap<number, VersionParts>,
  ) {
    this.counterparty = { kind: 'issuance', id: batch.unitId };
    this.filer = { part: 'filer', id: batch.filedBy };
    this.approver = { part: 'approver', id: batch.decidedBy ?? '' };
  }

  /** For these items, with the terms of their versions. */
  static async of(
    deps: Pick<BatchesDeps, 'rules'>,
    batch: BatchRecord,
    items: readonly BatchItem[],
  ): Promise<ItemCommands> {
    const versions = new Map<number, VersionParts>();
    for (const { ruleVersion } of items) {
      if (batch.ruleCode === null || ruleVersion === undefined || versions.has(ruleVersion)) continue;
      const terms = await deps.rules.terms(batch.ruleCode, ruleVersion);
      const rule = { code: batch.ruleCode, version: ruleVersion };
      versions.set(ruleVersion, { terms, rule, expiry: { ...terms.expiry, from: 'effective' } });
    }
    return new ItemCommands(batch, versions);
  }

  /** The category of what an item gives; null for a correction. */
  categoryOf({ ruleVersion }: BatchItem): string | null {
    return ruleVersion === undefined ? null : (this.versions.get(ruleVersion)?.terms.category ?? null);
  }

  /** The account that was chosen for an item. */
  static chosen({ accountId, homeUnit, householdId = null }: BatchItem): AccountChoice {
    if (accountId === undefined || homeUnit === undefined) {
      throw new Error('an accepted item of a batch lacks its account');
    }
    return { accountId, homeUnit, householdId };
  }

  /** What a rule gives. */
  earn(item: BatchItem, account: AccountChoice): EarnCommand {
    const parts = item.ruleVersion === undefined ? undefined : this.versions.get(item.ruleVersion);
    if (parts === undefined) throw new Error('an item of a batch lacks its rule');
    const { terms, rule, expiry } = parts;
    const context = this.contextOf(item, account);
    const member = account.householdId === null ? null : (item.personId ?? null);
    return {
      kind: 'earn',
      ...context,
      points: item.points,
      minutes: item.minutes,
      category: terms.category,
      provenance: this.batch.provenance,
      rule,
      expiry,
      caps: capsFor(rule.code, terms, context.effectiveAtMs, member),
    };
  }

  /** What a correction gives or takes. */
  adjust(item: BatchItem, account: AccountChoice): AdjustCommand {
    const { points, minutes } = item;
    return { kind: 'adjust', ...this.contextOf(item, account), points, minutes, expiry: CORRECTION_EXPIRY };
  }

  private contextOf({ item, personId = '', date }: BatchItem, account: AccountChoice): EntryContext {
    const { _id, unitId } = this.batch;
    return {
      account: account.accountId,
      key: batchItemKey(_id, item),
      counterparty: this.counterparty,
      source: { kind: 'batch_item', id: batchItemId(_id, item) },
      actors: [this.filer, this.approver, { part: 'beneficiary', id: personId }],
      issuerUnit: unitId,
      homeUnit: account.homeUnit,
      effectiveAtMs: this.startOf(date),
    };
  }

  private startOf(date: string): number {
    const known = this.days.get(date);
    if (known !== undefined) return known;
    const startMs = startOfBusinessDay(date);
    this.days.set(date, startMs);
    return startMs;
  }
}
