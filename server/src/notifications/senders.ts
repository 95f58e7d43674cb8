import type { Collection, Db } from 'mongodb';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { Keys } from '../platform/keys.ts';
import { NotSentError, type TextSender } from './types.ts';

const GATEWAY_WITHIN_MS = 10_000;
/** What a request fails with that never reached the other side. */
const NEVER_LEFT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const OUTBOX_KEPT_MS = 7 * 86_400_000;
const OUTBOX_SHOWN_MAX = 20;

interface OutboxRecord {
  /** The message's id. */
  _id: string;
  /** Keyed hash of the phone. */
  phoneIndex: string;
  text: string;
  sentAt: Date;
}

/** Keeps text messages instead of sending them: for a local trial, which shows them, and for tests. */
export interface TextOutbox extends TextSender {
  /** The newest messages to a phone. */
  newest(phone: string): Promise<{ text: string; sentAt: Date }[]>;
  /** Forgets some messages. */
  forget(messageIds: readonly string[]): Promise<void>;
  /** Forgets what is a week old. */
  forgetOld(): Promise<void>;
}

export function createTextOutbox(deps: { db: Db; clock: Clock; keys: Keys }): TextOutbox {
  const outbox: Collection<OutboxRecord> = deps.db.collection('text_outbox');
  const phoneIndexOf = (phone: string): string => deps.keys.mac('phone-index', `text:${phone}`).toString('base64url');
  return {
    send: async ({ messageId, phone, text }) => {
      const sentAt = new Date(deps.clock.now());
      try {
        await outbox.insertOne({ _id: messageId, phoneIndex: phoneIndexOf(phone), text, sentAt });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    newest: async (phone) => {
      const found = await outbox
        .find({ phoneIndex: phoneIndexOf(phone) })
        .sort({ sentAt: -1 })
        .limit(OUTBOX_SHOWN_MAX)
        .toArray();
      return found.map(({ text, sentAt }) => ({ text, sentAt }));
    },
    forget: async (messageIds) => {
      if (messageIds.length > 0) await outbox.deleteMany({ _id: { $in: [...messageIds] } });
    },
    forgetOld: async () => {
      await outbox.deleteMany({ sentAt: { $lt: new Date(deps.clock.now() - OUTBOX_KEPT_MS) } });
    },
  };
}

/**
 * Sends through an HTTP gateway: `POST url` with `{messageId, phone, text, language}` as JSON, the message's id as
 * Idempotency-Key and the token as bearer. Any status but 2xx means that it was not sent; no answer means that nobody knows.
 */
export function createTextGateway(gateway: { url: string; token: string | null }): TextSender {
  return {
    send: async (message) => {
      const headers: Record<string, string> = {
        'Content-Type': 'application/json',
        'Idempotency-Key': message.messageId,
      };
      if (gateway.token !== null) headers.Authorization = `Bearer ${gateway.token}`;
      const answer = await fetch(gateway.url, {
        method: 'POST',
        headers,
        body: JSON.stringify(message),
        signal: AbortSignal.timeout(GATEWAY_WITHIN_MS),
      }).catch((error: unknown) => {
        throw neverLeft(error) ? new NotSentError('the gateway cannot be reached') : error;
      });
      await answer.body?.cancel();
      if (!answer.ok) throw new NotSentError(`the gateway answered ${answer.status}`);
    },
  };
}

function neverLeft(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && NEVER_LEFT.has(String(cause.code));
}
