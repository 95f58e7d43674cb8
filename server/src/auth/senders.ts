import type { Collection, Db } from 'mongodb';
import type { Clock } from '../platform/clock.ts';
import type { Keys } from '../platform/keys.ts';

/** The port through which one-time codes reach a phone. */
export interface CodeSender {
  send(message: { readonly phone: string; readonly code: string; readonly validMinutes: number }): Promise<void>;
}

interface OutboxRecord {
  /** Keyed hash of the phone: a new code takes the place of the one before. */
  _id: string;
  code: string;
  sentAt: Date;
}

/** The code cannot be delivered right now. */
export class SenderUnavailableError extends Error {
  readonly code = 'unavailable';
}

const GATEWAY_WITHIN_MS = 8_000;

export const outboxOf = (db: Db): Collection<OutboxRecord> => db.collection<OutboxRecord>('outbox');

/** Keeps messages in the database instead of sending them: for a local trial, which shows them, and for tests. */
export interface Outbox extends CodeSender {
  /** The newest code for a phone; null where there is none. */
  newest(phone: string): Promise<string | null>;
}

export function createOutbox(deps: { db: Db; clock: Clock; keys: Keys }): Outbox {
  const outbox = outboxOf(deps.db);
  return {
    send: async ({ phone, code }) => {
      const message = { code, sentAt: new Date(deps.clock.now()) };
      await outbox.replaceOne({ _id: phoneIndexOf(deps.keys, phone) }, message, { upsert: true });
    },
    newest: async (phone) => {
      const newest = await outbox.findOne({ _id: phoneIndexOf(deps.keys, phone) });
      return newest?.code ?? null;
    },
  };
}

/**
 * Sends through an HTTP gateway: `POST url` with `{phone, code, validMinutes}` as JSON and the token as bearer.
 * Any status but 2xx means that it was not sent.
 */
export function createGatewaySender(gateway: { url: string; token: string | null }): CodeSender {
  return {
    send: async (message) => {
      const headers: Record<string, string> = { 'Content-Type': 'application/json' };
      if (gateway.token !== null) headers.Authorization = `Bearer ${gateway.token}`;
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers,
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(GATEWAY_WITHIN_MS),
      }).catch(() => null);
      await answer?.body?.cancel();
      if (answer?.ok !== true) throw new SenderUnavailableError('the gateway did not take the message');
    },
  };
}

/** Keyed hash by which a phone is found: without the key, phone numbers cannot be tried out. */
export function phoneIndexOf(keys: Keys, phone: string): string {
  return keys.mac('phone-index', `phone:${phone}`).toString('base64url');
}
