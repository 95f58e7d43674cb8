import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivityFacts } from '../activities/index.ts';
import type { Person } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { CheckInsDeps } from './deps.ts';
import type { TicketRecord } from './store.ts';
import type { Ticket } from './tickets.ts';

export interface UsedTicket {
  readonly ticket: Ticket;
  readonly activity: ActivityFacts;
  readonly person: Person;
  /** This person has used it before: an answer may have been lost. */
  readonly again: boolean;
}

/** Reads a ticket for the person that the session acts for, and uses it up for this act. */
export async function useTicket(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
  act: TicketRecord['act'],
): Promise<UsedTicket | Refusal> {
  const ticket = deps.tickets.read(ticketText);
  if (isRefusal(ticket)) return ticket;
  const { actingPersonId } = principal;
  if (actingPersonId === null) return refuse('registration_needed');
  const [activity, person] = await Promise.all([
    deps.activities.facts(ticket.activityId),
    deps.people.byId(actingPersonId),
  ]);
  if (activity === null) return refuse('activity_not_found');
  if (person === null) return refuse('person_not_found');
  const { ticketId, activityId, expiresAtMs } = ticket;
  const use = { _id: ticketId, activityId, personId: person.personId, act, expiresAt: new Date(expiresAtMs) };
  const first = await useOnce(deps, use);
  if (first === null) return { ticket, activity, person, again: false };
  if (first.personId !== person.personId) return refuse('checkin_ticket_used');
  // A scan is good for one act: who is still there at the end shows it by scanning again.
  if (first.act !== act) return refuse('checkin_ticket_replayed');
  return { ticket, activity, person, again: true };
}

/** Notes the use of a scan. Null where it is the first; else the first. */
export async function useOnce(deps: CheckInsDeps, use: TicketRecord): Promise<TicketRecord | null> {
  try {
    await deps.ticketUses.insertOne(use);
    return null;
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await deps.ticketUses.findOne({ _id: use._id });
    if (first === null) throw new Error('the use of a scan vanished', { cause: error });
    return first;
  }
}
