import { type Refusal, refuse } from '@red-points/shared/contracts';
import { codeIsFresh } from '@red-points/shared/domain/activities';
import { readCheckInPayload } from '@red-points/shared/domain/qr';
import type { ActivityFacts } from '../activities/index.ts';
import type { CheckInsDeps } from './deps.ts';

export interface ExchangedCode {
  readonly ticket: string;
  readonly expiresAtMs: number;
  readonly activity: ActivityFacts;
}

/**
 * Exchanges a scanned code for a ticket, at once and without a sign-in: the code lives seconds, the ticket ten minutes, so
 * that a first-timer can register in between.
 */
export async function exchangeCode(deps: CheckInsDeps, scanned: string): Promise<ExchangedCode | Refusal> {
  const opened = deps.qr.read('check_in', scanned);
  switch (opened.status) {
    case 'ok':
      break;
    case 'other_installation':
      return refuse('checkin_code_other_installation');
    case 'forged':
      return refuse('checkin_code_forged');
    case 'malformed':
    case 'not_a_code':
      return refuse('checkin_code_malformed');
    default:
      return opened satisfies never;
  }
  const { qrId, step } = readCheckInPayload(opened.payload);
  if (!codeIsFresh(step, deps.clock.now())) return refuse('checkin_code_expired');
  const activity = await deps.activities.factsByQrId(Buffer.from(qrId).toString('hex'));
  if (activity === null) return refuse('activity_not_found');
  const closed = whyClosed(activity);
  if (closed !== null) return closed;
  return { ...deps.tickets.issue(activity.activityId), activity };
}

/** Why an activity takes no check-in and no check-out now, or null. */
export function whyClosed(activity: ActivityFacts): Refusal | null {
  switch (activity.state) {
    case 'under_way':
      return null;
    case 'ended':
    case 'settled':
    case 'cancelled':
      return refuse('checkin_ended');
    default:
      return refuse('checkin_not_started');
  }
}
