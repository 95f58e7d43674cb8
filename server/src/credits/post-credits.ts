import type { RuleTerms } from '@red-points/shared/contracts';
import type { EarnCommand, LedgerEntry } from '@red-points/shared/domain/ledger';
import { capsFor } from '@red-points/shared/domain/rules';
import type { AccountChoice } from '../accounts/index.ts';
import type { CreditOutcome, CreditsDeps } from './deps.ts';
import type { CreditRecord } from './store.ts';

/** What the ledger said to one credit: its entry, or why it granted nothing. */
interface Posting {
  readonly credit: CreditRecord;
  readonly entry: Pick<LedgerEntry, 'points' | 'seq' | 'recordedAtMs'> | null;
  readonly refusal: string | null;
}

/** Credits whose outcome is written down together. */
const SLICE = 250;

/**
 * Posts credits whose window has closed. The ledger knows each by its key, so a second run posts nothing twice; the source
 * is marked before the credit, because the credit is what a later run looks for. The ledger is given all of them at once, and
 * outcomes are written down a slice at a time while the next are being posted.
 */
export async function postCredits(deps: CreditsDeps, credits: readonly CreditRecord[]): Promise<CreditOutcome[]> {
  const closed = await closeWindows(deps, credits);
  const slices: Promise<SettledSlice>[] = [];
  for (let first = 0; first < closed.length; first += SLICE) {
    const posting = closed.slice(first, first + SLICE).map((credit) => postOne(deps, credit));
    slices.push(Promise.allSettled(posting).then((settled) => writeDown(deps, settled)));
  }
  const written = await Promise.allSettled(slices);
  const done = written.flatMap((slice) => (slice.status === 'fulfilled' ? [slice.value] : []));
  const postings = done.flatMap(({ postings: some }) => some);
  await deps.budgets.count(postings.flatMap(({ credit }) => credit.reservationId ?? []));
  // What could not be settled in time stays as it is, and the job asks the ledger again with the same key.
  const failed =
    written.find((slice) => slice.status === 'rejected') ?? done.find(({ failed }) => failed !== undefined)?.failed;
  if (failed !== undefined) throw failed.reason;
  return postings.map(outcomeOf);
}

interface SettledSlice {
  readonly postings: readonly Posting[];
  readonly failed: PromiseRejectedResult | undefined;
}

async function writeDown(deps: CreditsDeps, settled: readonly PromiseSettledResult<Posting>[]): Promise<SettledSlice> {
  const postings = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  for (const source of deps.sources.values()) {
    const outcomes = postings.filter(({ credit }) => credit.source.kind === source.kind).map(outcomeOf);
    if (outcomes.length > 0) await source.mark(outcomes);
  }
  await markCredits(deps, postings);
  return { postings, failed: settled.find((result) => result.status === 'rejected') };
}

function outcomeOf({ credit, entry, refusal }: Posting): CreditOutcome {
  return { sourceId: credit.source.id, state: entry === null ? 'not_posted' : 'posted', refusal };
}

/** Those in the ledger by one update that finds each one's entry by its place in a list; those refused one by one. */
async function markCredits({ credits }: CreditsDeps, postings: readonly Posting[]): Promise<void> {
  const posted = postings.flatMap(({ credit, entry }) => (entry === null ? [] : [{ id: credit._id, entry }]));
  const refused = postings.filter(({ entry }) => entry === null);
  const ids = posted.map(({ id }) => id);
  const place = { $indexOfArray: [{ $literal: ids }, '$_id'] };
  const of = (values: readonly unknown[]) => ({ $arrayElemAt: [{ $literal: values }, place] });
  const change = {
    state: 'posted',
    grantedPoints: of(posted.map(({ entry }) => entry.points)),
    entrySeq: of(posted.map(({ entry }) => entry.seq)),
    postedAt: of(posted.map(({ entry }) => new Date(entry.recordedAtMs))),
  };
  await Promise.all([
    ...(ids.length === 0 ? [] : [credits.updateMany({ _id: { $in: ids }, state: 'in_publicity' }, [{ $set: change }])]),
    ...refused.map(({ credit: { _id }, refusal }) =>
      credits.updateOne({ _id, state: 'in_publicity' }, { $set: { state: 'refused', refusal } }),
    ),
  ]);
}

const stillOpen = (now: Date) => ({
  state: 'in_publicity' as const,
  closedAt: { $exists: false },
  publicUntil: { $lte: now },
});

/** Ends every window that is over by an instant. What cannot be objected to, for it has no window, is left as it is. */
export async function closeDueWindows({ credits }: CreditsDeps, nowMs: number): Promise<void> {
  const now = new Date(nowMs);
  await credits.updateMany(
    { ...stillOpen(now), $expr: { $gt: ['$publicUntil', '$approvedAt'] } },
    { $set: { closedAt: now } },
  );
}

/**
 * Ends the windows of credits, and reads them again: of an objection and this, whichever is written first stands, and what is
 * closed changes no more. What was read with its window closed is taken as it is, and so is what has none.
 */
async function closeWindows(deps: CreditsDeps, given: readonly CreditRecord[]): Promise<CreditRecord[]> {
  const isOpen = ({ publicUntil, approvedAt, closedAt }: CreditRecord) => publicUntil > approvedAt && !closedAt;
  const open = given.filter(isOpen).map(({ _id }) => _id);
  const straight = given.filter((credit) => !isOpen(credit));
  if (open.length === 0) return straight;
  const now = new Date(deps.clock.now());
  await deps.credits.updateMany({ _id: { $in: open }, ...stillOpen(now) }, { $set: { closedAt: now } });
  const closed = deps.credits.find({ _id: { $in: open }, state: 'in_publicity', closedAt: { $exists: true } });
  return [...straight, ...(await closed.toArray())];
}

async function postOne(deps: CreditsDeps, credit: CreditRecord): Promise<Posting> {
  const terms = await deps.rules.terms(credit.rule.code, credit.rule.version);
  const { accountId, homeUnit, householdId = null } = credit;
  const chosen = { accountId, homeUnit, householdId };
  const { outcome: posted } = await deps.accounts.earn({
    personId: credit.personId,
    chosen,
    commandFor: (account) => earnCommand(credit, terms, account),
    moveTo: (account) => deps.credits.updateOne({ _id: credit._id, state: 'in_publicity' }, { $set: account }),
  });
  return posted.status === 'posted'
    ? { credit, entry: posted.entry, refusal: null }
    : { credit, entry: null, refusal: `ledger_${posted.refusal.code}` };
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
