import { refuse } from '@red-points/shared/contracts';
import type { CloseCommand } from '@red-points/shared/domain/ledger';
import { expireDueLotsOf } from '../ledger/index.ts';
import type { Person } from '../people/index.ts';
import type { Ending } from './carry-on.ts';
import type { AccountChangesDeps } from './deps.ts';
import { type AccountChangeRecord, closingKey } from './store.ts';

/** Points may come in while an account is closed; after so many rests somebody has to look. */
const RESTS_MAX = 10;

/**
 * Closes an account: what is due expires, what is left goes to the fund where the holder agreed, then the ledger closes
 * it, and the records follow. The ledger closes only what is empty, so that nothing is lost that came in meanwhile.
 */
export async function close(deps: AccountChangesDeps, change: AccountChangeRecord): Promise<Ending> {
  const owner = await deps.people.byId(change.personId);
  if (owner === null) return { kind: 'refused', refusal: refuse('person_not_found') };
  for (let current = change; ; ) {
    await expireDueLotsOf(deps.ledger, change.accountId, deps.clock.now());
    const closed = await deps.ledger.post(await closeCommand(deps, change, owner));
    if (closed.status === 'posted') {
      await deps.memberships.endAllOf(change.personId, decider(change));
      await deps.people.close(change.personId);
      await takeCardAway(deps, change.personId);
      // Last: nobody who is closed signs up any more, nor is asked to help.
      await deps.places.giveUpPlaces(change.personId);
      await deps.help.giveUpHelp(change.personId, { changeId: change._id, userId: decider(change) });
      return { kind: 'done', movedPoints: await givenBy(deps, change), entrySeq: closed.entry.seq };
    }
    const { code, detail } = closed.refusal;
    const { available, held, state } = await deps.ledger.view(change.accountId);
    if (code !== 'account_not_empty') return { kind: 'refused', refusal: refuse(`ledger_${code}`, detail) };
    if (held > 0) return { kind: 'refused', refusal: refuse('account_has_redemptions', { count: state.holds.length }) };
    if (state.owed > 0) return { kind: 'refused', refusal: refuse('account_owes', { owed: state.owed }) };
    if (available === 0) continue;
    if (!change.donateRest || current.rests >= RESTS_MAX) {
      return { kind: 'refused', refusal: refuse('account_not_empty', { points: available }) };
    }
    current = await giveRest(deps, current, owner, available);
  }
}

/**
 * What a closing gave to the fund, from the entries themselves: a process may end after the ledger has answered and before
 * the record counts it.
 */
async function givenBy(deps: AccountChangesDeps, { _id, accountId }: AccountChangeRecord): Promise<number> {
  const { entries } = await deps.ledger.statement(accountId, { limit: RESTS_MAX + 2, kinds: ['donate'] });
  return entries.filter(({ source }) => source.id.startsWith(`${_id}-`)).reduce((sum, { points }) => sum - points, 0);
}

/** Nothing of a card or a PIN stays behind a person who is closed: neither is issued to them any more. */
export async function takeCardAway({ cards, pins }: Pick<AccountChangesDeps, 'cards' | 'pins'>, personId: string) {
  await Promise.all([cards.withdraw(personId), pins.forget(personId)]);
}

/** Gives one rest under its number; the number moves on only when the ledger has answered. */
async function giveRest(
  deps: AccountChangesDeps,
  change: AccountChangeRecord,
  owner: Person,
  points: number,
): Promise<AccountChangeRecord> {
  const given = await deps.donations.giveRest({
    donationId: `${change._id}-${change.rests + 1}`,
    owner,
    points,
    userId: change.proposedBy,
  });
  const movedPoints = (change.movedPoints ?? 0) + (given.state === 'posted' ? given.points : 0);
  const moved = await deps.changes.findOneAndUpdate(
    { _id: change._id, rests: change.rests },
    { $set: { rests: change.rests + 1, movedPoints } },
    { returnDocument: 'after' },
  );
  const newest = moved ?? (await deps.changes.findOne({ _id: change._id }));
  if (newest === null) throw new Error('an account change vanished');
  return newest;
}

async function closeCommand(
  deps: AccountChangesDeps,
  change: AccountChangeRecord,
  owner: Person,
): Promise<CloseCommand> {
  const community = await deps.orgUnits.communityOf(owner.unitId);
  return {
    kind: 'close',
    account: change.accountId,
    key: closingKey(change._id),
    counterparty: { kind: 'self', id: change.accountId },
    source: { kind: 'closing', id: change._id },
    actors: [
      { part: 'proposer', id: change.proposedBy },
      { part: 'confirmer', id: decider(change) },
    ],
    issuerUnit: community?.id ?? owner.unitId,
    homeUnit: owner.unitId,
    effectiveAtMs: (change.decidedAt ?? change.proposedAt).getTime(),
  };
}

export function decider({ decidedBy, proposedBy }: AccountChangeRecord): string {
  return decidedBy ?? proposedBy;
}
