import { timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Face } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import type { Keys } from '../platform/keys.ts';
import { type SessionRecord, sessionsOf } from './store.ts';

const HOUR_MS = 3_600_000;
/** A session that is not used for this long has ended: a clerk's is over by the next morning, a phone's lasts. */
export const IDLE_MS: Readonly<Record<Face, number>> = {
  console: 12 * HOUR_MS,
  merchant: 14 * 24 * HOUR_MS,
  resident: 30 * 24 * HOUR_MS,
};

/**
 * A refresh token used twice within this time gets the same successor again instead of ending the session: two tabs
 * refresh in the same moment, and a phone may lose the answer and ask once more. Later it counts as stolen.
 */
export const REUSE_GRACE_MS = 30_000;

export interface Sessions {
  /** Begins a session; `refreshToken` goes into the face's cookie. */
  begin(userId: string, face: Face, actingPersonId: string | null): Promise<Rotated>;
  /** Exchanges a refresh token for its successor. */
  rotate(token: string, face: Face): Promise<Rotated | Refusal>;
  /** Ends the session of a refresh token; nothing happens where it is none. */
  end(token: string, face: Face): Promise<void>;
  /** Remembers whom the session acts for. */
  actFor(sessionId: string, personId: string): Promise<void>;
  endById(sessionId: string, reason: NonNullable<SessionRecord['endReason']>): Promise<void>;
}

export interface Rotated {
  readonly session: SessionRecord;
  readonly refreshToken: string;
}

export interface SessionsDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  /** Told of each session that ends here. */
  readonly onEnd: (sessionId: string) => void;
}

/** A token is made of the session, its number and a keyed hash: the database holds nothing that could be used as one. */
function tokenOf(keys: Keys, sessionId: string, face: Face, generation: number): string {
  const mac = keys.mac('refresh', `${face}:${sessionId}:${generation}`).toString('base64url');
  return `${sessionId}.${generation}.${mac}`;
}

function readToken(keys: Keys, token: string, face: Face): { sessionId: string; generation: number } | null {
  const [, sessionId = '', digits = ''] = /^([\w-]{1,64})\.(\d{1,9})\.[\w-]{43}$/.exec(token) ?? [];
  if (sessionId === '') return null;
  const generation = Number(digits);
  const expected = Buffer.from(tokenOf(keys, sessionId, face, generation));
  const given = Buffer.from(token);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return null;
  return { sessionId, generation };
}

export function createSessions(deps: SessionsDeps): Sessions {
  const sessions = sessionsOf(deps.db);

  async function endById(sessionId: string, reason: NonNullable<SessionRecord['endReason']>): Promise<void> {
    const change = { $set: { endedAt: new Date(deps.clock.now()), endReason: reason } };
    await sessions.updateOne({ _id: sessionId, endedAt: null }, change);
    deps.onEnd(sessionId);
  }

  /** Why a token that is not the newest does not count, or the newest where it was replaced a moment ago. */
  async function outdated(sessionId: string, face: Face, generation: number): Promise<Rotated | Refusal> {
    const session = await sessions.findOne({ _id: sessionId, face });
    const nowMs = deps.clock.now();
    if (session === null || session.endedAt !== null || session.expiresAt.getTime() <= nowMs) {
      return refuse(session?.endReason === 'reused' ? 'session_reused' : 'session_ended');
    }
    const justReplaced = session.generation === generation + 1 && nowMs - session.rotatedAt.getTime() <= REUSE_GRACE_MS;
    if (justReplaced) return { session, refreshToken: tokenOf(deps.keys, sessionId, face, session.generation) };
    await endById(sessionId, 'reused');
    return refuse('session_reused');
  }

  return {
    endById,
    begin: async (userId, face, actingPersonId) => {
      const now = new Date(deps.clock.now());
      const session: SessionRecord = {
        _id: deps.ids.next(),
        userId,
        face,
        actingPersonId,
        generation: 1,
        rotatedAt: now,
        createdAt: now,
        expiresAt: new Date(now.getTime() + IDLE_MS[face]),
        endedAt: null,
        endReason: null,
      };
      await sessions.insertOne(session);
      return { session, refreshToken: tokenOf(deps.keys, session._id, face, 1) };
    },
    rotate: async (token, face) => {
      const read = readToken(deps.keys, token, face);
      if (read === null) return refuse('session_ended');
      const { sessionId, generation } = read;
      const now = new Date(deps.clock.now());
      const session = await sessions.findOneAndUpdate(
        { _id: sessionId, face, generation, endedAt: null, expiresAt: { $gt: now } },
        { $set: { generation: generation + 1, rotatedAt: now, expiresAt: new Date(now.getTime() + IDLE_MS[face]) } },
        { returnDocument: 'after' },
      );
      if (session === null) return outdated(sessionId, face, generation);
      return { session, refreshToken: tokenOf(deps.keys, sessionId, face, session.generation) };
    },
    end: async (token, face) => {
      const read = readToken(deps.keys, token, face);
      if (read !== null) await endById(read.sessionId, 'signed_out');
    },
    actFor: async (sessionId, personId) => {
      await sessions.updateOne({ _id: sessionId }, { $set: { actingPersonId: personId } });
    },
  };
}
