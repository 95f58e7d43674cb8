import type { RuleTerms } from '@red-points/shared/contracts';
import type { EarnCommand, LedgerEntry } from '@red-points/shared/domain/ledger';
import { capsFor } from '@red-points/shared/domain/rules';
import type { AccountChoice } from '../accounts/index.ts';
import type { CreditOutcome, CreditsDeps } from './deps.ts';
import { batchOf, closeDueBatches, closedAmong, publish } from './publish.ts';
import { POSTED_FROM, type PostableCredit } from './store.ts';

/** What the ledger said to one credit: its entry, or why it granted nothing. */
interface Posting {
  readonly credit: PostableCredit;
  readonly entry: Pick<LedgerEntry, 'points' | 'seq' | 'recordedAtMs'> | null;
  readonly refusal: string | null;
}

/** Credits whose outcome is written down together. */
const SLICE = 250;

/**
 * Posts credits that were read before it is known whether their windows are closed: closes those that are over, and reads again
 * what had one. What is in a window that is still open stays as it is.
 */
export async function postCredits(deps: CreditsDeps, credits: readonly PostableCredit[]): Promise<CreditOutcome[]> {
  const published = credits.filter((credit) => batchOf(credit) !== null);
  if (published.length === 0) return postClosed(deps, credits);
  await publish(deps, published);
  await closeDueBatches(deps, deps.clock.now());
  const ids = published.map(({ _id }) => _id);
  const read = await deps.credits
    .find({ _id: { $in: ids }, state: 'in_publicity' })
    .project<PostableCredit>(POSTED_FROM)
    .toArray();
  return postClosed(deps, [...credits.filter((credit) => batchOf(credit) === null), ...read]);
}

/**
 * Posts credits without a window, and those that were read in publicity after their batch was closed: they change no more. Others are
 * left for later. The ledger knows each by its key, so a second run posts nothing twice; the source
 * is marked before the credit, because the credit is what a later run looks for. The ledger is given all of them at once, and
 * outcomes are written down a slice at a time while the next are being posted.
 */
export async function postClosed(deps: CreditsDeps, credits: readonly PostableCredit[]): Promise<CreditOutcome[]> {
  const batchIds = [...new Set(credits.flatMap((credit) => batchOf(credit) ?? []))];
  const closedIds = batchIds.length === 0 ? new Set() : await closedAmong(deps, batchIds);
  const closed = credits.filter((credit) => {
    const batchId = batchOf(credit);
    return batchId === null || closedIds.has(batchId);
  });
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
  // Looked for once: it is what such an update costs most.
  const place = { $indexOfArray: [{ $literal: ids }, '$_id'] };
  const of = (values: readonly unknown[]) => ({ $arrayElemAt: [{ $literal: values }, '$place'] });
  const change = {
    state: 'posted',
    grantedPoints: of(posted.map(({ entry }) => entry.points)),
    entrySeq: of(posted.map(({ entry }) => entry.seq)),
    postedAt: of(posted.map(({ entry }) => new Date(entry.recordedAtMs))),
  };
  await Promise.all([
    ...(ids.length === 0
      ? []
      : [
          credits.updateMany({ _id: { $in: ids }, state: 'in_publicity' }, [
            { $set: { place } },
            { $set: change },
            { $unset: 'place' },
          ]),
        ]),
    ...refused.map(({ credit: { _id }, refusal }) =>
      credits.updateOne({ _id, state: 'in_publicity' }, { $set: { state: 'refused', refusal } }),
    ),
  ]);
}

async function postOne(deps: CreditsDeps, credit: PostableCredit): Promise<Posting> {
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

function earnCommand(credit: PostableCredit, terms: RuleTerms, account: AccountChoice): EarnCommand {
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
      credit.eventId ?? credit.activityId,
    ),
  };
}
