import { timingSafeEqual } from 'node:crypto';
import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { isDuplicateKey } from '../platform/database.ts';
import type { DisplaysDeps } from './deps.ts';
import { blankDisplay, secretHashOf } from './pair.ts';
import type { DisplayRecord } from './store.ts';

/** A screen asks every few seconds; that it was seen is written this often. */
const SEEN_EVERY_MS = 60_000;

/** The hall's screen that proves itself with its secret. */
export async function hallDisplay(
  deps: DisplaysDeps,
  credentials: { readonly displayId: string; readonly secret: string },
): Promise<DisplayRecord | Refusal> {
  const display = await deps.displays.findOne({ _id: credentials.displayId, kind: 'hall' });
  const given = Buffer.from(secretHashOf(deps, credentials.displayId, credentials.secret));
  const kept = Buffer.from(display?.secretHash ?? '');
  if (display === null || kept.length !== given.length || !timingSafeEqual(kept, given))
    return refuse('display_unknown');
  if (display.state === 'revoked') return refuse('display_revoked');
  // Nobody finished its pairing in time: it begins again.
  const over = display.pairingUntil !== null && display.pairingUntil.getTime() <= deps.clock.now();
  if (over) return refuse('display_unknown');
  await noteSeen(deps, display);
  return display;
}

/**
 * The screen that a member of staff carries: made when they first show a code, so that each code names whose phone or
 * computer it was on. Refused where it was revoked.
 */
export async function staffDisplay(
  deps: DisplaysDeps,
  { userId }: Principal,
  unit: { readonly unitId: string; readonly unitPath: readonly string[] },
): Promise<DisplayRecord | Refusal> {
  for (;;) {
    const known = await deps.displays.findOne({ userId });
    if (known?.state === 'revoked') return refuse('display_revoked');
    if (known !== null) {
      await noteSeen(deps, known);
      return known;
    }
    const { unitId, unitPath } = unit;
    const mine = { kind: 'staff', state: 'active', userId, unitId, unitPath, registeredBy: userId } as const;
    try {
      await deps.displays.insertOne({ ...blankDisplay(deps), ...mine });
    } catch (error) {
      // Opened in two windows at once, or a number that another screen has: once more.
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

async function noteSeen({ displays, clock }: DisplaysDeps, display: DisplayRecord): Promise<void> {
  const nowMs = clock.now();
  if (display.lastSeenAt !== null && nowMs - display.lastSeenAt.getTime() < SEEN_EVERY_MS) return;
  await displays.updateOne({ _id: display._id }, { $set: { lastSeenAt: new Date(nowMs) } });
}
