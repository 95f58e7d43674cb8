import { refuse } from '@red-points/shared/contracts';
import type { JoinPairCommand } from '@red-points/shared/domain/ledger';
import { expireDueLotsOf } from '../ledger/index.ts';
import type { Person } from '../people/index.ts';
import type { Ending } from './carry-on.ts';
import { decider, takeCardAway } from './close.ts';
import type { AccountChangesDeps } from './deps.ts';
import { type AccountChangeRecord, joiningKey } from './store.ts';

/** Lots may fall due between their expiry and the pair; once is rare, this often is a fault. */
const ATTEMPTS_MAX = 5;

/**
 * Joins an account into another one of the same person: what is due expires, the ledger moves the rest by two linked
 * entries and closes the first account, then its records are the other's. Whatever was on its way to it follows.
 */
export async function join(deps: AccountChangesDeps, change: AccountChangeRecord): Promise<Ending> {
  const { personId, keptPersonId, accountId } = change;
  const people = await deps.people.byIds(keptPersonId === null ? [] : [personId, keptPersonId]);
  const [subject, kept] = [people.get(personId), people.get(keptPersonId ?? '')];
  if (subject === undefined || kept === undefined) return { kind: 'refused', refusal: refuse('person_not_found') };
  for (let attempt = 1; ; attempt += 1) {
    await expireDueLotsOf(deps.ledger, accountId, deps.clock.now());
    const joined = await deps.ledger.postPair(await joinCommand(deps, change, subject, kept));
    if (joined.status === 'posted') {
      await deps.memberships.relabel(personId, kept.personId, decider(change));
      await deps.people.joinInto(personId, kept.personId);
      await takeCardAway(deps, personId);
      await deps.places.handOverPlaces(personId, kept.personId);
      await deps.help.handOverHelp(personId, kept.personId);
      await deps.messages.handOver(personId, kept.personId);
      return { kind: 'done', movedPoints: joined.to.points, entrySeq: joined.from.seq };
    }
    const { code, detail } = joined.refusal;
    if (code === 'lots_due' && attempt < ATTEMPTS_MAX) continue;
    return { kind: 'refused', refusal: refuse(`ledger_${code}`, detail) };
  }
}

async function joinCommand(
  deps: AccountChangesDeps,
  change: AccountChangeRecord,
  subject: Person,
  kept: Person,
): Promise<JoinPairCommand> {
  const community = await deps.orgUnits.communityOf(kept.unitId);
  return {
    kind: 'join',
    from: subject.accountId,
    to: kept.accountId,
    key: joiningKey(change._id),
    source: { kind: 'joining', id: change._id },
    actors: [
      { part: 'proposer', id: change.proposedBy },
      { part: 'confirmer', id: decider(change) },
    ],
    issuerUnit: community?.id ?? kept.unitId,
    homeUnits: { from: subject.unitId, to: kept.unitId },
    effectiveAtMs: (change.decidedAt ?? change.proposedAt).getTime(),
  };
}
