import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivityFacts } from '../activities/index.ts';
import type { Person } from '../people/index.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { CheckInsDeps } from './deps.ts';

export interface UsedTicket {
  readonly ticketId: string;
  readonly activity: ActivityFacts;
  readonly person: Person;
  /** This person has used it before: an answer may have been lost. */
  readonly again: boolean;
}

/**
 * Reads a ticket for the person that the session acts for. It belongs to whoever uses it first: passed on, it is refused.
 */
export async function useTicket(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
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
  try {
    await deps.ticketUses.insertOne({
      _id: ticketId,
      activityId,
      personId: person.personId,
      expiresAt: new Date(expiresAtMs),
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const first = await deps.ticketUses.findOne({ _id: ticketId });
    if (first?.personId !== person.personId) return refuse('checkin_ticket_used');
    return { ticketId, activity, person, again: true };
  }
  return { ticketId, activity, person, again: false };
}
