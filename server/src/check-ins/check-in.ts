import { isRefusal, type Refusal } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import { deviceTagOf } from '../platform/device-tag.ts';
import { admit } from './admit.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';
import { useTicket } from './use-ticket.ts';

/** What a phone says of itself beside the scan; signals for reviewers, proof of nothing. */
export interface PhoneSignals {
  readonly venue: 'inside' | 'outside' | null;
  readonly device: string | null;
  /** What its owner answered where the rule bars who is paid. */
  readonly declarations: Declarations;
}

export const NO_SIGNALS: PhoneSignals = { venue: null, device: null, declarations: {} };

/** Checks the person in that the session acts for, with a ticket. The same ticket again gives the same attendance. */
export async function checkIn(
  deps: CheckInsDeps,
  principal: Principal,
  ticketText: string,
  signals: PhoneSignals = NO_SIGNALS,
): Promise<AttendanceRecord | Refusal> {
  const used = await useTicket(deps, principal, ticketText, 'in');
  if (isRefusal(used)) return used;
  const { activity, person, ticket, again } = used;
  if (again) {
    const known = await deps.attendances.findOne({ personId: person.personId, ticketId: ticket.ticketId });
    if (known !== null) return known;
  }
  return admit(deps, activity, person, {
    provenance: ticket.provenance,
    displayId: ticket.displayId,
    ticketId: ticket.ticketId,
    filedBy: principal.userId,
    venue: signals.venue,
    deviceTag: signals.device === null ? null : deviceTagOf(deps.keys, signals.device),
    declarations: signals.declarations,
    atMs: deps.clock.now(),
  });
}
