import { randomInt, timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Db } from 'mongodb';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import type { Keys } from '../platform/keys.ts';
import { type CodeSender, phoneIndexOf } from './senders.ts';
import { type SignInCodeRecord, signInCodesOf } from './store.ts';

const VALID_MINUTES = 5;
const ATTEMPTS_MAX = 5;

export interface CodesDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly keys: Keys;
  readonly sender: CodeSender;
  /** Shortest time between two codes for one phone, in milliseconds. */
  readonly resendMs: number;
}

export interface SentCode {
  readonly expiresAtMs: number;
  readonly resendAtMs: number;
}

function macOf(keys: Keys, phoneIndex: string, code: string): string {
  return keys.mac('one-time-code', `${phoneIndex}:${code}`).toString('base64url');
}

/** Sends a new code, which replaces the one before. Refused with `code_too_soon` while the last one is fresh. */
export async function sendCode(deps: CodesDeps, phone: string): Promise<SentCode | Refusal> {
  const phoneIndex = phoneIndexOf(deps.keys, phone);
  const nowMs = deps.clock.now();
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  const record: Omit<SignInCodeRecord, '_id'> = {
    codeMac: macOf(deps.keys, phoneIndex, code),
    attemptsLeft: ATTEMPTS_MAX,
    sentAt: new Date(nowMs),
    expiresAt: new Date(nowMs + VALID_MINUTES * 60_000),
  };
  const codes = signInCodesOf(deps.db);
  try {
    // Two requests at once: one matches or inserts, the other finds the id taken.
    const old = { _id: phoneIndex, sentAt: { $lte: new Date(nowMs - deps.resendMs) } };
    await codes.updateOne(old, { $set: record }, { upsert: true });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const fresh = await codes.findOne({ _id: phoneIndex });
    const waitMs = (fresh?.sentAt.getTime() ?? nowMs) + deps.resendMs - nowMs;
    return refuse('code_too_soon', { seconds: Math.max(1, Math.ceil(waitMs / 1000)) });
  }
  try {
    await deps.sender.send({ phone, code, validMinutes: VALID_MINUTES });
  } catch (error) {
    // A code that never left must not keep its owner waiting for the next.
    await codes.deleteOne({ _id: phoneIndex, codeMac: record.codeMac });
    throw error;
  }
  return { expiresAtMs: record.expiresAt.getTime(), resendAtMs: nowMs + deps.resendMs };
}

/** Uses a code up. `code_wrong` for a wrong or used one, `code_expired` when it is too old or was guessed at too often. */
export async function useCode(
  deps: Pick<CodesDeps, 'db' | 'clock' | 'keys'>,
  phone: string,
  code: string,
): Promise<Refusal | null> {
  const phoneIndex = phoneIndexOf(deps.keys, phone);
  const codes = signInCodesOf(deps.db);
  // The attempt is counted before the comparison: parallel guesses cannot share one.
  const found = await codes.findOneAndUpdate({ _id: phoneIndex }, { $inc: { attemptsLeft: -1 } });
  if (found === null) return refuse('code_wrong');
  if (found.attemptsLeft <= 0 || found.expiresAt.getTime() <= deps.clock.now()) return refuse('code_expired');
  const given = Buffer.from(macOf(deps.keys, phoneIndex, code));
  if (!timingSafeEqual(given, Buffer.from(found.codeMac))) return refuse('code_wrong');
  // Whoever deletes it has used it; a second request with the same code comes too late.
  const used = await codes.deleteOne({ _id: phoneIndex, codeMac: found.codeMac });
  return used.deletedCount === 1 ? null : refuse('code_wrong');
}
