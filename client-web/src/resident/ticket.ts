import type { checkIns } from '@red-points/shared/contracts';
import type { CallAnswer } from '../api/index.ts';

/** A scanned check-in code exchanged for ten minutes of time: kept while the person signs in or registers. */
export type Ticket = CallAnswer<typeof checkIns.ticket>;

const STORE_KEY = 'red-points.ticket';

export function keepTicket(ticket: Ticket): void {
  window.sessionStorage.setItem(STORE_KEY, JSON.stringify(ticket));
}

export function dropTicket(): void {
  window.sessionStorage.removeItem(STORE_KEY);
}

/** The ticket of the last scan, if it still counts at `nowMs`. */
export function keptTicket(nowMs: number): Ticket | undefined {
  const stored = window.sessionStorage.getItem(STORE_KEY);
  if (stored === null) return undefined;
  const ticket = JSON.parse(stored) as Ticket;
  return Date.parse(ticket.expiresAt) > nowMs ? ticket : undefined;
}
