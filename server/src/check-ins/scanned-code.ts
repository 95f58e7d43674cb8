import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { type CodeAge, codeAge, codeShownAt } from '@red-points/shared/domain/check-ins';
import { readPosterPayload } from '@red-points/shared/domain/qr';
import type { ActivityFacts } from '../activities/index.ts';
import type { CheckInsDeps } from './deps.ts';

/** A genuine code of an activity, whoever scanned it and whenever. */
export interface ScannedCode {
  readonly activity: ActivityFacts;
  /** The screen that showed it; null for a printed one. */
  readonly displayId: string | null;
  readonly provenance: 'qr_rotating' | 'qr_static';
  /** When it was shown, by the server's clock; a printed one is shown now. */
  readonly shownAtMs: number;
  /** By the server's clock; a printed one is always fresh, which is why it proves less. */
  readonly age: CodeAge;
}

/** Opens what was scanned: the code of a screen, or that of a printed check-in poster. */
export async function readScannedCode(deps: CheckInsDeps, scanned: string): Promise<ScannedCode | Refusal> {
  const poster = deps.qr.read('activity_poster', scanned);
  switch (poster.status) {
    case 'ok':
      return posterCode(deps, poster.payload);
    case 'other_installation':
      return refuse('checkin_code_other_installation');
    case 'forged':
      return refuse('checkin_code_forged');
    case 'malformed':
    case 'not_a_code':
      return screenCode(deps, scanned);
    default:
      return poster satisfies never;
  }
}

async function posterCode(deps: CheckInsDeps, payload: Uint8Array): Promise<ScannedCode | Refusal> {
  const { qrId, serial } = readPosterPayload(payload);
  const activity = await deps.activities.factsByQrId(Buffer.from(qrId).toString('hex'));
  if (activity === null) return refuse('activity_not_found');
  const poster = await deps.posters.findOne({ _id: activity.activityId });
  if (poster?.serial !== serial || poster.withdrawn) return refuse('checkin_poster_replaced');
  return { activity, displayId: null, provenance: 'qr_static', shownAtMs: deps.clock.now(), age: 'fresh' };
}

async function screenCode(deps: CheckInsDeps, scanned: string): Promise<ScannedCode | Refusal> {
  const opened = await deps.displays.open(scanned);
  if (isRefusal(opened)) return opened;
  const { display, qrId, step } = opened;
  if (display.state === 'revoked') return refuse('checkin_display_revoked');
  const activity = await deps.activities.factsByQrId(qrId);
  if (activity === null) return refuse('activity_not_found');
  return {
    activity,
    displayId: display._id,
    provenance: 'qr_rotating',
    shownAtMs: codeShownAt(step),
    age: codeAge(step, deps.clock.now()),
  };
}
