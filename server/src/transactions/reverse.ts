import { isRefusal, type ProblemCode, type Refusal, refuse } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import { type Oneself, oneselfOf } from '../memberships/index.ts';
import type { SourceTitle } from '../people/index.ts';
import type { JobRun } from '../platform/jobs.ts';
import { togetherOrEach } from '../platform/one-by-one.ts';
import type { TransactionsDeps } from './transactions.ts';

export const REVERSALS = 'reversals';
/** After this time no request is still at work between its document and its reversal. */
const MISSED_AFTER_MS = 10 * 60_000;
const MISSED_MAX = 200;

/** A request to reverse an entry. The reason is kept here: no words about a person enter the ledger. */
export interface ReversalDocument {
  readonly _id: string;
  readonly request: RequestIdentity;
  readonly entryId: string;
  readonly accountId: string;
  /** `asked` until the ledger has answered; its repeat asks again. */
  readonly state: 'asked' | 'posted' | 'refused';
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  /** Whether budgets have the points of the reversed credit again; absent until then. */
  readonly budgetReturned?: boolean;
}

/** Whoever decided it: asked once for however many entries. */
export interface Reverser extends Oneself {
  readonly userId: string;
}

export async function reverserOf(
  deps: Pick<TransactionsDeps, 'memberships' | 'users'>,
  by: Pick<Principal, 'userId' | 'personIds'>,
): Promise<Reverser> {
  return { userId: by.userId, ...(await oneselfOf(deps, by)) };
}

/** Who reverses what, and why. */
export interface ReverseInput {
  readonly entry: LedgerEntry;
  readonly reason: string;
  readonly by: Reverser;
  readonly request: RequestIdentity;
}

/** Corrects a mistake by a linked reversal, and writes down who did. */
export async function reverse(
  deps: TransactionsDeps,
  principal: Principal,
  input: Omit<ReverseInput, 'by'>,
): Promise<LedgerEntry | Refusal> {
  const done = await reverseEntry(deps, { ...input, by: await reverserOf(deps, principal) });
  if (isRefusal(done)) return done;
  if (done.repeated) return done.reversal;
  await deps.audit.record({
    principal,
    action: 'transactions.reverse',
    subject: { kind: 'entry', id: input.entry._id },
    unitId: input.entry.issuerUnit,
  });
  return done.reversal;
}

/** What the reversal of an entry is posted under: an entry is reversed once however many ask. */
export const reversalKey = (seq: number): string => `reverse:${seq}`;

/**
 * Posts a linked reversal. Whoever took part in the entry or benefits from it, or their household
 * does, is refused.
 * The ledger key is made from the entry, so an entry is reversed once however many ask.
 */
export async function reverseEntry(
  deps: TransactionsDeps,
  input: ReverseInput,
): Promise<{ readonly reversal: LedgerEntry; readonly repeated: boolean } | Refusal> {
  const { entry, by } = input;
  // Stock, and what the shop is owed, follow a refund; a reversal would leave them behind.
  if (entry.source.kind === 'redemption') return refuse('reversal_of_redemption');
  // Two persons agreed on it, and a budget may have been asked: so do two on what takes it back (0108).
  if (entry.source.kind === 'correction') return refuse('reversal_of_correction');
  const owner = await deps.people.byAccount(entry.account);
  const tookPart = entry.actors.some(({ id }) => by.isOwn(id) || by.isFamily(id));
  if (tookPart || (owner !== null && by.isFamily(owner.personId))) return refuse('reversal_not_independent');
  const reversals = deps.db.collection<ReversalDocument>(REVERSALS);
  const created = await createOnce(reversals, {
    _id: deps.ids.next(),
    request: input.request,
    entryId: entry._id,
    accountId: entry.account,
    state: 'asked',
    reason: input.reason,
    requestedBy: by.userId,
    requestedAt: new Date(deps.clock.now()),
  });
  if (isRefusal(created)) return created;
  const settled = created.document.state === 'posted' || Boolean(owner?.joinedInto);
  const corrected = settled ? null : await whyCorrected(deps, entry._id);
  if (corrected !== null) {
    await reversals.updateOne({ _id: created.document._id, state: 'asked' }, { $set: { state: 'refused' } });
    return corrected;
  }
  const outcome = await deps.ledger.post({
    kind: 'reverse',
    account: entry.account,
    key: reversalKey(entry.seq),
    originalSeq: entry.seq,
    counterparty: entry.counterparty,
    source: { kind: 'adjustment', id: created.document._id },
    actors: [{ part: 'approver', id: created.document.requestedBy }],
    issuerUnit: entry.issuerUnit,
    homeUnit: entry.homeUnit,
    // What it corrects never was: a report of that time says so once this is known, and one made before stays as it was.
    effectiveAtMs: entry.effectiveAtMs,
  });
  await reversals.updateOne({ _id: created.document._id }, { $set: { state: outcome.status } });
  if (outcome.status === 'refused') {
    // Another request's reversal stands under this key: to this caller the entry is reversed already.
    const code = outcome.refusal.code === 'key_reused' ? 'already_reversed' : outcome.refusal.code;
    if (code === 'account_closed' && owner?.joinedInto) return refuse('entry_account_joined');
    return refuse(`ledger_${code}` satisfies ProblemCode, outcome.refusal.detail);
  }
  await giveBack(deps, entry, created.document._id);
  return { reversal: outcome.entry, repeated: outcome.repeated };
}

/**
 * What was corrected comes to another value than its entry says, and is not undone by that. The ledger says so too, in the
 * account's own order: of a reversal and a correction at once one is posted. Here what it knows nothing of: one that waits,
 * and those posted before they named their entry.
 */
async function whyCorrected(deps: TransactionsDeps, entryId: string): Promise<Refusal | null> {
  const standing = await deps.correctionOf(entryId);
  if (standing === null) return null;
  return refuse(standing === 'posted' ? 'ledger_corrected' : 'adjustment_open');
}

async function giveBack(
  deps: Pick<TransactionsDeps, 'db' | 'budgets'>,
  reversed: LedgerEntry,
  reversalId: string,
): Promise<void> {
  await deps.budgets.returned(reversed);
  await deps.db
    .collection<ReversalDocument>(REVERSALS)
    .updateOne({ _id: reversalId }, { $set: { budgetReturned: true } });
}

type GiveBackDeps = Pick<TransactionsDeps, 'db' | 'ledger' | 'budgets' | 'logger'>;

/** Gives budgets back what a process that died between a reversal and this had not; a request without a reversal is done with. */
export async function giveBackMissed(deps: GiveBackDeps, { nowMs, signal }: JobRun): Promise<void> {
  const missed = await deps.db
    .collection<ReversalDocument>(REVERSALS)
    .find({ budgetReturned: { $ne: true }, requestedAt: { $lt: new Date(nowMs - MISSED_AFTER_MS) } })
    .limit(MISSED_MAX)
    .toArray();
  const way = { what: 'reversal', idOf: ({ _id }: ReversalDocument) => _id, logger: deps.logger, signal };
  await togetherOrEach(missed, way, (some) => giveBackSome(deps, some));
}

async function giveBackSome(deps: GiveBackDeps, missed: readonly ReversalDocument[]): Promise<void> {
  const entries = await deps.ledger.entries(missed.map(({ entryId }) => entryId));
  const byId = new Map(entries.map((entry) => [entry._id, entry]));
  for (const { _id, entryId } of missed) {
    const entry = byId.get(entryId);
    const reversal = entry === undefined ? null : await deps.ledger.entryByKey(entry.account, `reverse:${entry.seq}`);
    if (entry !== undefined && reversal !== null) await giveBack(deps, entry, _id);
    else await deps.db.collection<ReversalDocument>(REVERSALS).updateOne({ _id }, { $set: { budgetReturned: true } });
  }
}

/** Why entries were reversed, for whoever may read the reversal: staff, and the person whose account it is. */
export async function reversalTitles(
  { db }: Pick<TransactionsDeps, 'db'>,
  ids: readonly string[],
): Promise<Map<string, SourceTitle>> {
  const found = await db
    .collection<ReversalDocument>(REVERSALS)
    .find({ _id: { $in: [...ids] } }, { projection: { reason: 1 } })
    .toArray();
  return new Map(found.map(({ _id, reason }) => [_id, { title: '更正', place: null, reason }]));
}
