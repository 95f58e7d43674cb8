import { type Refusal, refuse } from '@red-points/shared/contracts';
import { TICKET_LIFE_MS } from '@red-points/shared/domain/check-ins';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Platform } from '../platform/platform.ts';

/** A token of another kind, signed by whatever key, is no ticket. */
const TYPE = 'rp-check-in+jwt';
const ALGORITHM = 'HS256';

const payloadSchema = z.object({
  jti: z.string(),
  sub: z.string(),
  exp: z.number(),
  /** The screen whose code was scanned; absent for a printed one. */
  display: z.string().optional(),
  via: z.enum(['qr_rotating', 'qr_static']),
});

/** What a scan proves. */
export interface Scan {
  readonly activityId: string;
  readonly displayId: string | null;
  readonly provenance: 'qr_rotating' | 'qr_static';
}

/** The right to check in at one activity, for ten minutes. */
export interface Ticket extends Scan {
  readonly ticketId: string;
  readonly expiresAtMs: number;
}

export interface Tickets {
  issue(scan: Scan): { readonly ticket: string; readonly expiresAtMs: number };
  read(ticket: string): Ticket | Refusal;
}

/** Tickets after RFC 8725: one algorithm, a key of their own, an explicit type, this installation alone. */
export function createTickets({ keys, clock, ids }: Pick<Platform, 'keys' | 'clock' | 'ids'>): Tickets {
  const key = keys.of('check-in-ticket');
  const { installationId } = keys;
  return {
    issue: ({ activityId, displayId, provenance }) => {
      const nowMs = clock.now();
      const expiresAtMs = nowMs + TICKET_LIFE_MS;
      const times = { iat: Math.floor(nowMs / 1000), exp: Math.floor(expiresAtMs / 1000) };
      const scan = { via: provenance, ...(displayId === null ? {} : { display: displayId }) };
      const ticket = jwt.sign({ ...times, ...scan }, key, {
        algorithm: ALGORITHM,
        header: { alg: ALGORITHM, typ: TYPE },
        jwtid: ids.next(),
        subject: activityId,
        issuer: installationId,
        audience: installationId,
      });
      return { ticket, expiresAtMs };
    },
    read: (ticket) => {
      try {
        const { header, payload } = jwt.verify(ticket, key, {
          algorithms: [ALGORITHM],
          issuer: installationId,
          audience: installationId,
          clockTimestamp: Math.floor(clock.now() / 1000),
          complete: true,
        });
        const parsed = payloadSchema.safeParse(payload);
        if (header.typ !== TYPE || !parsed.success) return refuse('checkin_ticket_invalid');
        const { jti, sub, exp, display, via } = parsed.data;
        return {
          ticketId: jti,
          activityId: sub,
          displayId: display ?? null,
          provenance: via,
          expiresAtMs: exp * 1000,
        };
      } catch (error) {
        return refuse(error instanceof jwt.TokenExpiredError ? 'checkin_ticket_expired' : 'checkin_ticket_invalid');
      }
    },
  };
}
