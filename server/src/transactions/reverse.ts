import { isRefusal, type ProblemCode, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, type RequestIdentity } from '../http/idempotency.ts';
import type { TransactionsDeps } from './transactions.ts';

export const REVERSALS = 'reversals';

/** A request to reverse an entry. The reason is kept here: no words about a person enter the ledger. */
interface ReversalDocument {
  readonly _id: string;
  readonly request: RequestIdentity;
  readonly entryId: string;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedAt: Date;
}

interface ReverseInput {
  readonly entry: LedgerEntry;
  readonly reason: string;
  readonly principal: Principal;
  readonly request: RequestIdentity;
}

/**
 * Corrects a mistake by a linked reversal. Whoever took part in the entry or benefits from it, or their household
 * does, is refused.
 * The ledger key is made from the entry, so an entry is reversed once however many ask.
 */
export async function reverse(deps: TransactionsDeps, input: ReverseInput): Promise<LedgerEntry | Refusal> {
  const { entry, principal } = input;
  const owner = await deps.people.byAccount(entry.account);
  const tookPart = entry.actors.some(
    (actor) => actor.id === principal.userId || principal.personIds.includes(actor.id),
  );
  const benefits = owner !== null && principal.personIds.includes(owner.personId);
  const isMate = await deps.memberships.matesOf(principal.personIds);
  const today = businessDate(deps.clock.now());
  const mateBenefits = [owner?.personId, ...entry.actors.map(({ id }) => id)].some(
    (id) => id !== undefined && isMate(id, today),
  );
  if (tookPart || benefits || mateBenefits) return refuse('reversal_not_independent');
  const created = await createOnce(deps.db.collection<ReversalDocument>(REVERSALS), {
    _id: deps.ids.next(),
    request: input.request,
    entryId: entry._id,
    reason: input.reason,
    requestedBy: principal.userId,
    requestedAt: new Date(deps.clock.now()),
  });
  if (isRefusal(created)) return created;
  const outcome = await deps.ledger.post({
    kind: 'reverse',
    account: entry.account,
    key: `reverse:${entry.seq}`,
    originalSeq: entry.seq,
    counterparty: entry.counterparty,
    source: { kind: 'adjustment', id: created.document._id },
    actors: [{ part: 'approver', id: created.document.requestedBy }],
    issuerUnit: entry.issuerUnit,
    homeUnit: entry.homeUnit,
    effectiveAtMs: created.document.requestedAt.getTime(),
  });
  if (outcome.status === 'refused') {
    // Another request's reversal stands under this key: to this caller the entry is reversed already.
    const code = outcome.refusal.code === 'key_reused' ? 'already_reversed' : outcome.refusal.code;
    if (code === 'account_closed' && owner?.joinedInto) return refuse('entry_account_joined');
    return refuse(`ledger_${code}` satisfies ProblemCode, outcome.refusal.detail);
  }
  if (outcome.repeated) return outcome.entry;
  await deps.audit.record({
    principal,
    action: 'transactions.reverse',
    subject: { kind: 'entry', id: entry._id },
    unitId: entry.issuerUnit,
  });
  return outcome.entry;
}
