import type { RuleTerms } from '@red-points/shared/contracts';
import type { EarnCommand } from '@red-points/shared/domain/ledger';
import { capsFor } from '@red-points/shared/domain/rules';
import type { AnyBulkWriteOperation } from 'mongodb';
import type { AccountChoice } from '../accounts/index.ts';
import type { CreditOutcome, CreditsDeps } from './deps.ts';
import type { CreditRecord } from './store.ts';

interface Posting {
  readonly credit: CreditRecord;
  readonly outcome: CreditOutcome;
  readonly change: Partial<CreditRecord>;
}

/**
 * Posts credits whose window has closed. The ledger knows each by its key, so a second run posts nothing twice; the source
 * is marked before the credit, because the credit is what a later run looks for.
 */
export async function postCredits(deps: CreditsDeps, credits: readonly CreditRecord[]): Promise<CreditOutcome[]> {
  if (credits.length === 0) return [];
  const settled = await Promise.allSettled(credits.map((credit) => postOne(deps, credit)));
  const postings = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const source of deps.sources.values()) {
    const outcomes = postings.filter(({ credit }) => credit.source.kind === source.kind).map(({ outcome }) => outcome);
    if (outcomes.length > 0) await source.mark(outcomes);
  }
  const updates = postings.map<AnyBulkWriteOperation<CreditRecord>>(({ credit, change }) => ({
    updateOne: { filter: { _id: credit._id, state: 'in_publicity' }, update: { $set: change } },
  }));
  if (updates.length > 0) await deps.credits.bulkWrite(updates, { ordered: false });
  await deps.budgets.count(postings.flatMap(({ credit }) => credit.reservationId ?? []));
  // What could not be settled in time stays as it is, and the job asks the ledger again with the same key.
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return postings.map(({ outcome }) => outcome);
}

async function postOne(deps: CreditsDeps, credit: CreditRecord): Promise<Posting> {
  const sourceId = credit.source.id;
  const terms = await deps.rules.terms(credit.rule.code, credit.rule.version);
  const { accountId, homeUnit, householdId = null } = credit;
  const chosen = { accountId, homeUnit, householdId };
  const { outcome: posted } = await deps.accounts.earn({
    personId: credit.personId,
    chosen,
    commandFor: (account) => earnCommand(credit, terms, account),
    moveTo: (account) => deps.credits.updateOne({ _id: credit._id, state: 'in_publicity' }, { $set: account }),
  });
  if (posted.status === 'posted') {
    return {
      credit,
      outcome: { sourceId, state: 'posted', refusal: null },
      change: {
        state: 'posted',
        grantedPoints: posted.entry.points,
        entrySeq: posted.entry.seq,
        postedAt: new Date(posted.entry.recordedAtMs),
      },
    };
  }
  const { code } = posted.refusal;
  return {
    credit,
    outcome: { sourceId, state: 'not_posted', refusal: `ledger_${code}` },
    change: { state: 'refused', refusal: `ledger_${code}` },
  };
}

function earnCommand(credit: CreditRecord, terms: RuleTerms, account: AccountChoice): EarnCommand {
  const effectiveAtMs = credit.effectiveAt.getTime();
  return {
    kind: 'earn',
    account: account.accountId,
    key: credit._id,
    counterparty: { kind: 'issuance', id: credit.issuerUnit },
    source: { kind: credit.source.kind, id: credit.source.id },
    actors: credit.actors,
    issuerUnit: credit.issuerUnit,
    homeUnit: account.homeUnit,
    effectiveAtMs,
    points: credit.points,
    minutes: credit.minutes,
    category: credit.category,
    provenance: credit.provenance,
    rule: { code: credit.rule.code, version: credit.rule.version },
    expiry: { ...terms.expiry, from: 'effective' },
    caps: capsFor(
      credit.rule.code,
      terms,
      effectiveAtMs,
      account.householdId === null ? null : credit.personId,
      credit.activityId,
    ),
  };
}
