import type { Db } from 'mongodb';
import type { Clock } from '../platform/clock.ts';
import { ERASED_BYTES, type PersonalData } from '../platform/personal-data.ts';
import { outboxOf } from './senders.ts';
import { type SessionRecord, sessionsOf, signInCodesOf, USERS, type UserRecord } from './store.ts';

/** Who signs in with a phone. */
export interface PhoneSignIn {
  readonly userId: string;
  /** Shops that they work in with it. */
  readonly shops: number;
}

export interface EndingSignIn {
  readonly userId: string;
  readonly phoneIndex: string;
  /** Somebody else signs in with the same phone: only the sessions end. */
  readonly isShared: boolean;
}

interface EndSignInDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly personalData: Pick<PersonalData, 'erase'>;
  /** Told of each session that ends here. */
  readonly onEnd: (sessionId: string) => void;
}

export async function signInOf({ db }: { readonly db: Db }, phoneIndex: string): Promise<PhoneSignIn | null> {
  const user = await db.collection<UserRecord>(USERS).findOne({ phoneIndex });
  return user === null ? null : { userId: user._id, shops: user.grants.length };
}

/**
 * Ends a phone's sessions, and takes the sign-in its phone where nobody else uses it: with the same phone one joins anew
 * as somebody new. The phone goes first, so that no session begins on the old sign-in after the others have ended.
 */
export async function endSignIn(deps: EndSignInDeps, { userId, phoneIndex, isShared }: EndingSignIn): Promise<void> {
  const { db } = deps;
  if (!isShared) {
    // A sign-in that works in a shop is the shop's too: it stays, and so does its phone.
    const gone = await db.collection<UserRecord>(USERS).findOneAndUpdate(
      { _id: userId, grants: { $size: 0 } },
      {
        $set: { phoneIndex: null, sealed: ERASED_BYTES(), status: 'disabled' },
        $unset: { named: '' },
        $inc: { version: 1 },
      },
      { projection: { _id: 1 } },
    );
    if (gone !== null) {
      await signInCodesOf(db).deleteMany({ _id: phoneIndex });
      await outboxOf(db).deleteMany({ _id: phoneIndex });
      await deps.personalData.erase(userId);
    }
  }
  await endSessions(deps, userId, 'person_erased');
}

/** Ends every open session of a sign-in. */
export async function endSessions(
  deps: Pick<EndSignInDeps, 'db' | 'clock' | 'onEnd'>,
  userId: string,
  endReason: NonNullable<SessionRecord['endReason']>,
): Promise<void> {
  const sessions = sessionsOf(deps.db);
  const open = await sessions.find({ userId, endedAt: null }).project<{ _id: string }>({ _id: 1 }).toArray();
  await sessions.updateMany({ userId, endedAt: null }, { $set: { endedAt: new Date(deps.clock.now()), endReason } });
  for (const { _id } of open) deps.onEnd(_id);
}
